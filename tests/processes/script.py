"""The script of any procedure: its steps as its diagrams lead to them, filled in from examples.

`Script(PROCEDURES["onsite"]).steps` walks the diagrams on the engine. What was `told` of a case
stands over what its forms are typed with in any case: when, by whom, with which words; each told
step must be reached. Nothing here knows a procedure: a new one is walked as it comes.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import forms
from engine import clock
from engine.instance import Instance
from engine.procedure import Procedure, ProcedureVersion
from engine.runner import Engine
from engine.store import MemoryStore
from engine.todo import Todo
from processes.acts import done
from processes.catalogue import PROCEDURES
from processes.entries import Entry
from tests.processes.filling import Typist
from tests.processes.people import LEAD, holder, lane, moment

Values = dict[str, Any]
PACE = timedelta(minutes=10)
"""Between two steps of which nobody told when."""
BEGINS = moment("2026-03-02T09:00")
"""The first step of a procedure of which nobody told anything."""
LONGEST = 200
"""Steps after which a walk has lost its way."""


@dataclass(frozen=True)
class Step:
    """One completed act of a script."""

    acts: tuple[str, ...]
    at: datetime
    actor: str = LEAD
    values: Mapping[str, Any] = field(default_factory=dict)
    instance: str = "main"
    scope: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    form: str = ""

    @property
    def role(self) -> str:
        """Return the lane of the actor."""
        return lane(self.actor)

    def with_(self, **changes: Any) -> "Step":
        """Return the step with some values changed; `...` takes one out."""
        values = {**self.values, **changes}
        return replace(self, values={k: v for k, v in values.items() if v is not ...})

    def entry(self, seq: int) -> Entry:
        """Return the step as an entry of the case."""
        return Entry(
            seq=seq,
            at=self.at,
            acts=done(self.acts, self.values),
            actor=self.actor,
            values=self.values,
            role=self.role,
            instance=self.instance,
            scope=self.scope,
            document=f"{self.acts[0]}〔2026〕1号",
            documents=self.documents,
        )


def step(act: str, at: str, actor: str = LEAD, /, **rest: Any) -> Step:
    """Return a step; what is not its place in the case becomes a value."""
    own = {k: rest.pop(k) for k in ("instance", "scope", "documents") if k in rest}
    more = rest.pop("values", {})
    return Step(tuple(act.split()), moment(at), actor, {**rest, **more}, **own)


class NoWay(Exception):
    """A script cannot go on: what was told is not reached, or the walk does not end."""


class Script:
    """Walks a procedure from its start to its end."""

    def __init__(self, procedure: Procedure, told: Iterable[Step] = ()) -> None:
        self._left = list(told)
        self._instance = self._left[0].instance if self._left else "main"
        self._versions: dict[int, ProcedureVersion] = {}
        self._engine = Engine(MemoryStore(), self._versions.__getitem__)
        self._said: tuple[str, ...] = ()
        self._at = self._left[0].at if self._left else BEGINS
        self._typist = Typist(self._at.date())
        self.steps = tuple(self._walk(procedure, {}))
        """What was done, from the first task to the end."""
        if self._left:
            raise NoWay(f"{procedure.key} never leads to {' '.join(self._left[0].acts)}")

    def _walk(
        self, procedure: Procedure, routing: Mapping[str, str]
    ) -> Generator[Step, None, str | None]:
        """Yield the steps of one instance; return the message with which it ended, if any."""
        instance, routing = self._start(procedure, routing), dict(routing)
        for _ in range(LONGEST):
            standing = self._engine.look(instance)
            if standing.status.is_over:
                return next(iter(self._said), None)
            if standing.todos:
                todo = min(standing.todos, key=self._turn)
                done = self._fill(todo)
                routing |= self._complete(todo, done)
                yield done
            else:
                yield from self._await(standing, routing)
        raise NoWay(f"{procedure.key} does not end")

    def _start(self, procedure: Procedure, routing: Mapping[str, str]) -> UUID:
        instance, number = uuid4(), len(self._versions) + 1
        self._versions[number] = ProcedureVersion.of(procedure, id=number)
        begun = {**procedure.begins_with(), **routing}
        with clock.fixed(self._at):
            self._engine.start(self._versions[number], instance, routing=begun)
        return instance

    def _turn(self, todo: Todo) -> int:
        """Return the place of a task among those told, the last if nobody told of it."""
        return next((n for n, one in enumerate(self._left) if _is_of(one, todo)), len(self._left))

    def _fill(self, todo: Todo) -> Step:
        """Return the step that completes a task: as it was told, else as the example has it."""
        place, actor = self._turn(todo), holder(todo.role)
        if place < len(self._left):
            told = self._left.pop(place)
        else:
            told = Step(todo.acts, self._at + PACE, actor, {}, self._instance, todo.scope)
        self._at = told.at
        filled = self._typist.fill(todo.form, told.actor, told.at)
        values = {**filled, **told.values}
        return replace(told, values=values, scope=todo.scope, form=todo.form).with_()

    def _complete(self, todo: Todo, done: Step) -> dict[str, str]:
        self._typist.submit(done.acts, done.values, done.at)
        routing = forms.load(todo.form).routing(done.values)
        with clock.fixed(done.at):
            advance = self._engine.complete(
                todo.id, todo.instance, routing=routing, actor=done.actor
            )
        self._said = advance.messages
        return routing

    def _await(self, standing: Instance, routing: Mapping[str, str]) -> Iterator[Step]:
        """Let the first timer ring, or walk what the wait has started and say how that ended."""
        wait = standing.timers[0]
        node = self._versions[standing.version_id].node(wait.process, wait.node)
        ended: dict[str, str | None] = {}
        for name in node.words("starts"):
            ended["outcome"] = yield from self._walk(PROCEDURES[name], routing)
        with clock.fixed(self._at):
            advance = self._engine.wake(standing.id, wait.key, routing=ended)
        self._said = advance.messages if advance else ()


def _is_of(told: Step, todo: Todo) -> bool:
    return told.acts == todo.acts and told.scope in ((), todo.scope)
