"""What commands on instances take and give (办理的输入与结果)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from engine.advance import Advance
from webapp.process_records import chain


@dataclass(frozen=True)
class Actor:
    """Who acts, as what, for which body (办理人); nobody when a clock acts."""

    officer_id: int | None = None
    role: str = ""
    body_id: int | None = None


NOBODY = Actor()


@dataclass(frozen=True)
class Place:
    """The matter an instance belongs to and where it is handled; `path` is that of the body."""

    matter_id: int
    body_id: int
    path: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Branch:
    """The instance that starts another and awaits it, and the party it is about (当事人分支)."""

    parent_id: UUID | None = None
    party_id: int | None = None


WHOLE = Branch()
"""Of the whole matter: awaited by none, about every party."""


@dataclass(frozen=True)
class Opening:
    """What a new instance is (启动): its place, procedure, title and group of the matter menu."""

    place: Place
    procedure: str
    title: str
    menu: str = ""
    is_main: bool = False
    branch: Branch = WHOLE


@dataclass(frozen=True)
class Entry:
    """What an officer submits with a completion (提交内容), cleaned by its form."""

    values: Mapping[str, Any]
    form: str = ""
    form_version: str = ""
    id: UUID = field(default_factory=uuid4)


class Waiting(Protocol):
    """The to-do a command is about, as far as the command must know it (待办)."""

    @property
    def id(self) -> UUID:
        """Return its id."""

    @property
    def instance_id(self) -> UUID:
        """Return the instance it belongs to."""

    @property
    def matter_id(self) -> int:
        """Return the matter."""

    @property
    def acts(self) -> Sequence[str]:
        """Return its acts."""


class Keep:
    """Says that a value stays as it is."""


KEEP = Keep()


@dataclass(frozen=True)
class Prepared:
    """What the platform settled before a command is saved.

    The mappings go by timer key or to-do id and may name ones that were waiting before. A timer
    without a due instant is paused. `candidates` narrows who may do a to-do; `bases` cite what
    binds the body; `due` is the nearest statutory deadline of the instance.
    """

    answer: Mapping[str, Any] = field(default_factory=dict)
    dues: Mapping[UUID, datetime | None] = field(default_factory=dict)
    todo_dues: Mapping[UUID, datetime | None] = field(default_factory=dict)
    candidates: Mapping[UUID, Sequence[int] | None] = field(default_factory=dict)
    assignees: Mapping[UUID, int] = field(default_factory=dict)
    bases: Mapping[UUID, str] = field(default_factory=dict)
    due: datetime | Keep | None = KEEP
    document_id: int | None = None

    @property
    def todos(self) -> set[UUID]:
        """Return the to-dos of which something was settled."""
        return {*self.todo_dues, *self.candidates, *self.assignees}


Prepare = Callable[[Advance], Prepared | None]


def digest_of(
    entry: Entry,
    *,
    matter_id: int,
    instance_id: UUID,
    todo_id: UUID | None,
    acts: Sequence[str],
    officer_id: int | None,
) -> str:
    """Return the digest by which a submission enters the trajectory; only its time is outside."""
    return chain.digest(
        {
            "id": entry.id,
            "matter_id": matter_id,
            "instance_id": instance_id,
            "todo_id": todo_id,
            "acts": list(acts),
            "form": entry.form,
            "form_version": entry.form_version,
            "values": entry.values,
            "officer_id": officer_id,
        }
    )
