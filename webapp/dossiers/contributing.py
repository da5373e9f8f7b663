"""How a document grows: each task adds its fields and, on approval forms, its opinion (填写)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from documents.catalogue import get as type_of
from webapp.database import db
from webapp.dossiers.models import Document, DocumentState, VolumeKind
from webapp.matters.done import Paper
from webapp.matters.models import Matter

VOLUMES = {"正": VolumeKind.FRONT, "副": VolumeKind.BACK}


@dataclass(frozen=True)
class FilePlace:
    """Where in the matter a document belongs: instance, call path, version of the procedure."""

    matter: Matter
    instance_id: UUID
    scope: str
    version_id: int


@dataclass(frozen=True)
class Contribution:
    """What one task adds: its act and node, its form with the values, who and when."""

    act: str
    node: str
    form: str
    role: str
    officer: int
    at: datetime
    values: Mapping[str, Any]
    opinion: str = ""
    """Slot of the 审批栏 this task fills."""

    def as_json(self) -> dict[str, Any]:
        """Return it as kept in the document."""
        return {
            "act": self.act,
            "node": self.node,
            "form": self.form,
            "role": self.role,
            "officer": self.officer,
            "at": self.at.isoformat(),
            "values": dict(self.values),
        }


def draft(place: FilePlace, address: str, papers: Iterable[Paper]) -> Document | None:
    """Return the paper of a kind that is being filled in this call of the procedure, if any is."""
    here = (place.instance_id, place.scope, address)
    found = [
        one
        for one in papers
        if isinstance(one, Document)
        and one.state is DocumentState.DRAFT
        and (one.instance_id, one.scope, one.address) == here
    ]
    return max(found, key=lambda one: one.id, default=None)


def contribute(
    place: FilePlace, address: str, contribution: Contribution, papers: Iterable[Paper]
) -> Document:
    """Add a task's fields to the open document of its kind, or open one (填写文书)."""
    document = draft(place, address, papers) or open_document(place, address, contribution.at)
    add(document, contribution)
    if document.id is None:
        db.session.flush()
    return document


def open_document(place: FilePlace, address: str, at: datetime) -> Document:
    """Open a document (新建文书)."""
    kind = type_of(address)
    document = Document(
        matter_id=place.matter.id,
        instance_id=place.instance_id,
        scope=place.scope,
        address=address,
        code=kind.code,
        title=kind.title,
        series=kind.series or "",
        version_id=place.version_id,
        contributions=[],
        opinions={},
        volume=VOLUMES[kind.volume],
        position=kind.order,
        created_at=at,
        updated_at=at,
    )
    db.session.add(document)
    return document


def add(document: Document, contribution: Contribution) -> None:
    """Put a contribution into a document; what the same task gave before is replaced."""
    kept = [each for each in document.contributions if each["node"] != contribution.node]
    document.contributions = [*kept, contribution.as_json()]
    document.updated_at = contribution.at
    if contribution.opinion:
        given = opinion_of(contribution)
        document.opinions = {**document.opinions, contribution.opinion: given}


def opinion_of(contribution: Contribution) -> dict[str, Any]:
    """Return the opinion a task gives in the 审批栏."""
    values = contribution.values
    return {
        "text": values.get("opinion", ""),
        "agree": values.get("agree", ""),
        "officer": contribution.officer,
        "node": contribution.node,
        "at": contribution.at.isoformat(),
    }


def take_back(document: Document, node: str) -> None:
    """Forget the opinions given since a task, which is done again (退回重办)."""
    since = next((each["at"] for each in document.contributions if each["node"] == node), None)
    if since is None:
        return
    document.opinions = {
        slot: given for slot, given in document.opinions.items() if given["at"] <= since
    }
