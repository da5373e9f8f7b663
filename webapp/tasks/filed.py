"""What a reviewer reads beside the form (卷内材料): what is cited, what is new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.dossiers.models import Document
from webapp.evidence import queries as evidence
from webapp.evidence.models import Evidence, File
from webapp.instances.models import StepRecord, TodoRecord
from webapp.matters.models import Matter
from webapp.tasks import completing, papers

CITING = frozenset({"evidence", "documents", "document"})
"""Fields in which a paper names what it rests on, by their last word."""


@dataclass(frozen=True)
class Lying:
    """A paper or a piece of evidence in the file (卷内的一件)."""

    title: str
    note: str
    at: datetime
    paper: int | None
    """The document whose words can be read beside the form."""
    files: Sequence[File] = ()
    is_cited: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class Filed:
    """What lies in the file of a matter for somebody who reviews or decides."""

    evidence: Sequence[Lying]
    papers: Sequence[Lying]
    since: datetime | None
    """When the reader last did something in the matter."""

    @property
    def all(self) -> list[Lying]:
        """Return all of it."""
        return [*self.papers, *self.evidence]

    @property
    def fresh(self) -> int:
        """Count what came since the reader was last here."""
        return sum(one.is_new for one in self.all)

    @property
    def first(self) -> Lying | None:
        """Return what is opened at first: what came last of what is cited, else of the papers."""
        readable = [one for one in self.all if one.paper is not None]
        cited = [one for one in readable if one.is_cited]
        return max(cited or readable, key=lambda one: one.at, default=None)


def of(officer: Officer, todo: TodoRecord) -> Filed:
    """Return what lies in the file, as somebody about to do a to-do wants to read it."""
    desk = completing.sit_down(officer, todo)
    since = _last_here(officer, desk.matter)
    open_paper = papers.opened(desk.turn({}))
    cited = set(_named(open_paper.values)) if open_paper is not None else set()
    fixed = [one for one in dossiers.shown(desk.matter.id) if one.is_frozen]
    pieces = evidence.of_matter(desk.matter.id)
    known = {one.digest: one for one in evidence.files(_digests(pieces))}
    return Filed(
        evidence=[_piece(one, known, str(one.id) in cited, since) for one in pieces],
        papers=[_paper(one, str(one.id) in cited, since) for one in fixed],
        since=since,
    )


def _paper(one: Document, is_cited: bool, since: datetime | None) -> Lying:
    at = one.finalized_at or one.updated_at
    is_new = since is not None and at > since
    return Lying(one.title, one.number or "", at, one.id, (), is_cited, is_new)


def _piece(
    one: Evidence, files: Mapping[str, File], is_cited: bool, since: datetime | None
) -> Lying:
    held = [files[digest] for digest in one.files if digest in files]
    is_new = since is not None and one.created_at > since
    title = f"{one.no}．{one.name}"
    return Lying(title, one.proves, one.created_at, one.document_id, held, is_cited, is_new)


def _digests(pieces: Sequence[Evidence]) -> list[str]:
    return [digest for one in pieces for digest in one.files]


def _named(values: Any) -> Iterator[str]:
    """Yield the ids that the fields of a paper name, at any depth."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            if name in CITING:
                yield from (str(one) for one in (value if isinstance(value, list) else [value]))
            yield from _named(value)
    elif isinstance(values, list):
        for value in values:
            yield from _named(value)


def _last_here(officer: Officer, matter: Matter) -> datetime | None:
    query = sa.select(sa.func.max(StepRecord.at)).where(
        StepRecord.matter_id == matter.id, StepRecord.actor_id == officer.id
    )
    return db.session.scalar(query)
