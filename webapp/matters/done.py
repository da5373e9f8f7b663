"""What has been done in a matter, in order, with what was submitted (办理记录)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from engine.trajectory import Kind
from processes.acts import Tag, carries
from processes.entries import Entries, Entry
from webapp.database import db
from webapp.instances.models import StepRecord, Submission

Place = tuple[str, tuple[str, ...]]


class Paper(Protocol):
    """A document of the matter as those below the dossiers see it (文书)."""

    @property
    def id(self) -> int:
        """Return its id."""

    @property
    def address(self) -> str:
        """Return which kind of document it is."""

    @property
    def title(self) -> str:
        """Return its title."""

    @property
    def number(self) -> str | None:
        """Return its number, once it has one."""

    @property
    def label(self) -> str:
        """Return its number, else its title."""

    @property
    def dated(self) -> date | None:
        """Return the date it bears, once it is final."""

    @property
    def is_final(self) -> bool:
        """Tell whether it is final (定稿)."""


@dataclass(frozen=True)
class Record:
    """An entry with where it lies: the form that was filled and the document it went into."""

    entry: Entry
    form: str
    document: Paper | None
    version_id: int = 0
    """The version of the procedure, whose form files it was filled in with."""


@dataclass(frozen=True)
class History:
    """Everything completed in a matter, oldest first (案件办理记录)."""

    records: tuple[Record, ...]
    documents: Mapping[str, Paper]

    @cached_property
    def entries(self) -> Entries:
        """Return the entries as facts and clocks read them."""
        addresses = {key: document.address for key, document in self.documents.items()}
        return Entries(tuple(record.entry for record in self.records), addresses)

    @property
    def next_seq(self) -> int:
        """Return the place the next entry will take."""
        return self.records[-1].entry.seq + 1 if self.records else 1

    def plus(self, record: Record) -> "History":
        """Return the history with one more entry."""
        documents = dict(self.documents)
        if record.document is not None:
            documents[str(record.document.id)] = record.document
        return History((*self.records, record), documents)

    def of(self, *acts: str) -> list[Record]:
        """Return the records of some acts, oldest first."""
        return [record for record in self.records if record.entry.is_(*acts)]

    def last(self, *acts: str, instance: str = "") -> Record | None:
        """Return the newest record of some acts, one of the given instance before all others."""
        found = self.of(*acts)
        own = [record for record in found if record.entry.instance == instance]
        return next(iter(reversed(own or found)), None)


def of_matter(matter_id: int, papers: Iterable[Paper]) -> History:
    """Return what was done in all procedures of a matter that has these documents."""
    known = {str(document.id): document for document in papers}
    return History(tuple(_records(_rows(matter_id), known)), known)


def _rows(matter_id: int) -> Sequence[Any]:
    query = (
        sa.select(
            StepRecord.kind,
            StepRecord.at,
            StepRecord.acts,
            StepRecord.actor_id,
            StepRecord.role,
            StepRecord.instance_id,
            StepRecord.scope,
            StepRecord.process,
            StepRecord.node,
            StepRecord.target,
            StepRecord.document_id,
            StepRecord.version_id,
            Submission.values.label("submitted"),
            Submission.form,
        )
        .outerjoin(Submission, Submission.id == StepRecord.submission_id)
        .where(
            StepRecord.matter_id == matter_id,
            StepRecord.kind.in_([Kind.COMPLETE, Kind.WITHDRAW]),
        )
        .order_by(StepRecord.chain_seq)
    )
    return db.session.execute(query).all()


def _records(rows: Iterable[Any], known: Mapping[str, Paper]) -> list[Record]:
    kept: list[Record] = []
    plans: dict[Place, tuple[str, ...]] = {}
    for seq, row in enumerate(rows, 1):
        if row.kind is Kind.WITHDRAW:
            _forget(kept, row)
            continue
        values = row.submitted or {}
        place = (str(row.instance_id), scope_of(row.scope))
        if carries(row.acts, Tag.PLANNING_SERVICE):
            plans[place] = tuple(values.get("documents") or ())
        document = known.get(str(row.document_id)) if row.document_id else None
        entry = Entry(
            seq=seq,
            at=row.at,
            acts=tuple(row.acts),
            actor="" if row.actor_id is None else str(row.actor_id),
            values=values,
            role=row.role,
            instance=place[0],
            scope=place[1],
            process=row.process,
            node=row.node,
            document=document.label if document else "",
            documents=plans.get(place, ()),
        )
        kept.append(Record(entry, row.form or "", document, row.version_id))
    return kept


def _forget(kept: list[Record], step: Any) -> None:
    """Leave out the completion that was taken back (撤回)."""
    node = step.target or step.node
    for index in range(len(kept) - 1, -1, -1):
        entry = kept[index].entry
        if entry.node == node and UUID(entry.instance) == step.instance_id:
            del kept[index]
            return


def scope_of(text: str) -> tuple[str, ...]:
    """Return a call path as the engine has it."""
    return tuple(text.split("/")) if text else ()
