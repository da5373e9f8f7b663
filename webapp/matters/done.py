"""What has been done in a matter, in order, with what was submitted (办理记录)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from engine.trajectory import Kind
from processes.acts import Tag, carries, done
from processes.entries import Entries, Entry
from webapp.database import db
from webapp.instances.models import Instance, StepRecord, Submission
from webapp.matters.models import Party

Place = tuple[str, tuple[str, ...]]


class Paper(Protocol):
    """A document of the matter as those below the dossiers see it (文书)."""

    @property
    def id(self) -> int:
        """Return its id."""

    @property
    def instance_id(self) -> UUID:
        """Return the procedure in which it was made."""

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
    parties: Mapping[str, str] = field(default_factory=dict)
    """The party that a procedure is about alone, by its instance."""

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
        return History((*self.records, record), documents, self.parties)

    def with_procedure(self, instance: UUID, party: int | None) -> "History":
        """Return the history with one more procedure about a party."""
        if party is None:
            return self
        return replace(self, parties={**self.parties, str(instance): str(party)})

    def of_party(self, party: str) -> "History":
        """Return what concerns everybody, and what concerns one party (当事人视角)."""
        mine = {id for id, whose in self.parties.items() if whose == party}
        documents = {
            key: one
            for key, one in self.documents.items()
            if str(one.instance_id) in mine or str(one.instance_id) not in self.parties
        }
        records = (
            replace(record, entry=record.entry.about(party))
            for record in self.records
            if not record.entry.parties or party in record.entry.parties
        )
        return History(tuple(records), documents, self.parties)

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
    rows = _rows(matter_id)
    parties = {str(row.instance_id): str(row.party_id) for row in rows if row.party_id}
    return History(tuple(_records(rows, known)), known, parties)


def _rows(matter_id: int) -> Sequence[Any]:
    parties = sa.select(sa.func.array_agg(Party.id)).where(Party.matter_id == matter_id)
    known = parties.scalar_subquery()
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
            Instance.party_id,
            Instance.parent_id,
            Instance.started_at,
            Instance.ended_at,
            Instance.is_sent_back,
            known.label("party_ids"),
        )
        .join(Instance, Instance.id == StepRecord.instance_id)
        .outerjoin(Submission, Submission.id == StepRecord.submission_id)
        .where(
            StepRecord.matter_id == matter_id,
            StepRecord.kind.in_([Kind.START, Kind.COMPLETE, Kind.WITHDRAW]),
        )
        .order_by(StepRecord.chain_seq)
    )
    return db.session.execute(query).all()


def _records(rows: Sequence[Any], known: Mapping[str, Paper]) -> list[Record]:
    kept: list[Record] = []
    plans: dict[Place, tuple[str, ...]] = {}
    branches = _branches(rows)
    for seq, row in enumerate(rows, 1):
        if row.kind is Kind.START:
            continue  # it only tells since when a branch stands
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
            acts=done(row.acts, values),
            actor="" if row.actor_id is None else str(row.actor_id),
            values=values,
            role=row.role,
            instance=place[0],
            scope=place[1],
            process=row.process,
            node=row.node,
            document=document.label if document else "",
            documents=plans.get(place, ()),
            parties=_concerned(row, branches),
        )
        kept.append(Record(entry, row.form or "", document, row.version_id))
    return kept


@dataclass(frozen=True)
class BranchSpan:
    """The time in which a party stood in a procedure of its own (当事人分支)."""

    party: str
    since: datetime
    until: datetime | None


def _branches(rows: Iterable[Any]) -> list[BranchSpan]:
    found = {
        row.instance_id: BranchSpan(
            str(row.party_id), row.started_at, row.ended_at if row.is_sent_back else None
        )
        for row in rows
        if row.parent_id is not None and row.party_id is not None
    }
    return list(found.values())


def _concerned(row: Any, branches: Iterable[BranchSpan]) -> frozenset[str]:
    """Return whom alone a step is about: the party of its procedure.

    What the awaiting procedure does again after one branch came back is not about those whose
    branch goes on; what it does when all have ended is about everybody.
    """
    if row.party_id is not None:
        return frozenset({str(row.party_id)})
    stand = {
        one.party
        for one in branches
        if one.since < row.at and (one.until is None or row.at < one.until)
    }
    others = frozenset(str(id) for id in row.party_ids or ()) - stand
    return others if stand else frozenset()


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
