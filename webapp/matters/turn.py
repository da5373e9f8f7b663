"""One completion while it runs (一次办理): what effects, documents and clocks work on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.advance import Advance
from engine.todo import Todo
from forms.schema import Field, Form
from processes import values as read
from processes.acts import Tag, carries, done, tagged
from processes.entries import Entry
from webapp.bodies.models import Officer
from webapp.matters.done import History, Paper, Record
from webapp.matters.models import LinkKind, Matter, Party

MANY = 2
"""So many parties have to be told apart (多名当事人)."""


@dataclass(frozen=True)
class Offspring:
    """What a matter that a step opens is to this one, and begins with (另案)."""

    kind: LinkKind
    values: Mapping[str, Any]
    parties: tuple[Party, ...] = ()


@dataclass
class Turn:
    """A task that an officer completes: who, which matter, what was typed, what came before."""

    officer: Officer
    matter: Matter
    todo: Todo
    values: Mapping[str, Any]
    at: datetime
    version_id: int
    history: History
    """What concerns whom the step is about: everything, or one party's view."""
    whole: History | None = None
    """Everything done in the matter, where `history` is the view of one party."""
    party_id: int | None = None
    """The party that the step alone is about; none: all of them (当事人)."""
    advance: Advance | None = None
    form: Form | None = None
    document: Paper | None = None
    """The document the task contributed to."""
    serving: tuple[Paper, ...] = ()
    """What the 送达 around the task is about."""
    offspring: Offspring | None = None
    """What the matter that the step opens begins with, where an effect says so."""
    kept: dict[str, Any] = field(default_factory=dict)
    """What was read once for the whole step."""
    notes: dict[str, Any] = field(default_factory=dict)
    """What effects tell the answer: numbers taken, matters opened."""

    @property
    def instance(self) -> UUID:
        """Return the procedure instance."""
        return self.todo.instance

    @property
    def acts(self) -> tuple[str, ...]:
        """Return the acts that the completion amounts to (办成的环节)."""
        return done(self.todo.acts, self.values)

    @property
    def party(self) -> Party | None:
        """Return the party the step is about, else the main one."""
        found = (one for one in self.matter.parties if one.id == self.party_id)
        return next(found, self.matter.party)

    @property
    def parties(self) -> list[Party]:
        """Return the parties the step is about."""
        return [one for one in self.matter.parties if self.party_id in (None, one.id)]

    @property
    def is_about_all(self) -> bool:
        """Tell whether no party is left out of what the step is about."""
        return self.party_id is None or len(self.matter.parties) < MANY

    @property
    def everything(self) -> History:
        """Return everything done in the matter, whomever it is about."""
        return self.whole or self.history

    @property
    def document_id(self) -> int | None:
        """Return the id of the document the task contributed to."""
        return self.document.id if self.document else None

    def picked(self, *widgets: str) -> Iterator[tuple[str, str]]:
        """Yield field and id of everything picked in fields of some kinds, in tables as well."""
        yield from picked(self.form.fields if self.form else (), self.values, widgets)

    @property
    def scope(self) -> str:
        """Return the call path as rows keep it."""
        return "/".join(self.todo.scope)

    def last(self, *acts: str) -> Mapping[str, Any]:
        """Return what was submitted last for some acts, in this procedure first."""
        record = self.history.last(*acts, instance=str(self.instance))
        return record.entry.values if record else {}

    def act_ended(self, values: Mapping[str, Any]) -> date | None:
        """Return when the act ended: as stated, else as verified (违法行为终了日期)."""
        stated = read.day(values, "act_ended_on")
        return stated or read.day(self.last(*tagged(Tag.TIMING)), "act_ended_on")

    def in_call(self, *acts: str) -> Mapping[str, Any]:
        """Return what was submitted last for some acts in this very call of the procedure."""
        place = (str(self.instance), self.todo.scope)
        found = [one for one in self.history.of(*acts) if one.entry.place == place]
        return found[-1].entry.values if found else {}

    def record(self) -> Record:
        """Return the completion as an entry of the history."""
        entry = Entry(
            seq=self.history.next_seq,
            at=self.at,
            acts=self.acts,
            actor=str(self.officer.id),
            values=self.values,
            role=self.todo.role,
            instance=str(self.instance),
            scope=self.todo.scope,
            process=self.todo.process,
            node=self.todo.node,
            document=self.document.label if self.document else "",
            documents=self.served_ids(),
            parties=frozenset() if self.party_id is None else frozenset({str(self.party_id)}),
        )
        return Record(entry, self.todo.form, self.document, self.version_id)

    def served_ids(self) -> tuple[str, ...]:
        """Return the ids of the documents a 送达 is about, as planned."""
        planning = tagged(Tag.PLANNING_SERVICE)
        is_plan = carries(self.todo.acts, Tag.PLANNING_SERVICE)
        planned = self.values if is_plan else self.in_call(*planning)
        return read.names(planned, "documents")


def picked(
    fields: Iterable[Field], values: Mapping[str, Any], widgets: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield field and id of everything picked in fields of some kinds, in tables as well."""
    for each in fields:
        if each.widget in widgets:
            yield from ((each.name, id) for id in read.names(values, each.name))
        elif each.widget == "group":
            yield from picked(each.items, read.block(values, each.name), widgets)
        elif each.widget == "rows":
            for row in read.rows(values, each.name):
                yield from picked(each.items, row, widgets)
