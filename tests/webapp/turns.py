"""Completions that only do what their act does to the records, without a procedure around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from engine import clock
from engine.todo import Todo
from tests.webapp.worked import Worked
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.instances import queries as instances
from webapp.matters.turn import Turn
from webapp.tasks import faces


@dataclass
class CaseInHand:
    """A case of `worked`, ready for any act (环节效果)."""

    worked: Worked
    name: str = "published"
    joined: str = ""
    """The other case that the act is about, by name (并案)."""
    at: datetime = field(default_factory=clock.now)

    @property
    def case(self) -> Any:
        """Return the case as it stands in the database."""
        db.session.flush()
        db.session.expire_all()
        return self.worked.case(self.name)

    def officer(self, login: str = "chenwei") -> Any:
        """Return somebody of the office."""
        return self.worked.officer(login)

    def turn(
        self,
        act: str = "",
        values: Mapping[str, Any] | None = None,
        *,
        by: str = "chenwei",
        document: str = "",
        serves: tuple[str, ...] = (),
        place: tuple[Any, tuple[str, ...]] | None = None,
    ) -> Turn:
        """Return the completion of an act, with what was typed and the newest paper of a kind."""
        case = self.case
        instance, scope = place or (case.instance_id, ())
        todo = Todo(
            id=uuid4(), instance=instance, process=case.kind, node="investigation", name=act,
            acts=(act,),
            role="officer_lead", scope=scope, opened_at=self.at, document=document, serves=serves,
        )  # fmt: skip
        return Turn(
            officer=self.officer(by),
            matter=case,
            todo=todo,
            values=dict(values or {}),
            at=self.at,
            version_id=instances.get_instance(case.instance_id).version_id,
            history=dossiers.history(case.id),
            document=dossiers.latest(case.id, document) if document else None,
        )

    def act(self, act: str, values: Mapping[str, Any] | None = None, **around: Any) -> Turn:
        """Let an act take effect."""
        turn = self.turn(act, values, **around)
        faces.apply(turn)
        db.session.flush()
        return turn
