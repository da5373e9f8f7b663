"""Random walks through a whole office (漫步): nobody gets stuck with a to-do.

Somebody takes any open to-do, answers its questions by chance and sends it; what is refused is
answered otherwise; what cannot be answered goes back; days pass; side procedures begin. At the end
every to-do that is left must be completed, returned, ended or passed on.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from engine import clock
from forms import Choices, FormError
from forms.schema import Field
from processes.catalogue import PROCEDURES
from tests.databases import SERVER, Pool, with_database
from tests.harness import rolled_back
from tests.journeys import stages
from tests.journeys.journey import Journey
from tests.journeys.office import furnish
from tests.soak.guesses import Guesser, fields_of
from webapp.bodies.models import Officer
from webapp.database import db, transaction
from webapp.errors import AppError
from webapp.instances.models import TodoRecord
from webapp.matters import queries as matters
from webapp.postgres import FOR_TESTS, EmbeddedPostgres
from webapp.tasks import authority, completing, ending, menu, queries
from webapp.tasks import operations as tasks
from webapp.tasks.errors import StepRefused

ROUNDS = 200
STEPS = 40
SEED = 20260302

TRIES = 4
"""So often a to-do is answered otherwise before it goes back."""

CORRECTIONS = 5
"""So often a form is corrected before its answers are given up."""

PAUSES = (1, 5, 20, 60)
"""Days that pass when nothing else helps."""


LAST_DAY = date(2026, 9, 30)
"""The walk stays in a year whose days of rest are announced, terms of the law included."""

FRESH_STARTS = 8
"""So often another procedure may begin to bring the rest on: a record, another officer."""


@dataclass
class Stuck(Exception):
    """A to-do with which nobody can do anything, and what stood against it."""

    act: str
    reasons: list[str]
    way: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.act}: {self.reasons}\n  after {' → '.join(self.way)}"


class Wanderer:
    """Walks one matter by chance."""

    def __init__(self, procedure: str, seed: int) -> None:
        self.random = Random(seed)
        self.journey = Journey()
        self.way: list[str] = []
        self.reasons: dict[str, list[str]] = {}
        self.fresh_starts = 0
        self._begin(procedure)

    def _begin(self, procedure: str) -> None:
        j = self.journey
        if PROCEDURES[procedure].menu is None:
            j.register()
            return
        stages.opened(j)
        stages.evidence_taken(j)
        choices = {one.key: one for one in menu.entries(matters.get_matter(j.matter_id))}
        if procedure in choices and not choices[procedure].objection:
            j.start(procedure)
            self.way.append(f"{procedure}!")

    def walk(self, steps: int) -> None:
        """Walk so many steps, or until nothing is open."""
        for _ in range(steps):
            if not self.step():
                return

    def loosen(self) -> None:
        """Do whatever is open now in some way or other; none may be left stuck."""
        for id in [one.id for one in self.journey.open_todos()]:
            todos = {one.id: one for one in self.journey.open_todos()}
            if id in todos and not self._complete(todos[id]):
                self._come_loose([todos[id]])

    def step(self) -> bool:
        """Do one thing; tell whether anything was open."""
        j = self.journey
        todos = j.open_todos()
        if not todos:
            return self._start_something() if self.random.random() < 0.5 else False
        chance = self.random.random()
        if chance < 0.05:
            self._call_off(self.random.choice(todos))
        elif chance < 0.12:
            self._pause(self.random.choice(PAUSES))
        elif chance < 0.2:
            self._start_something()
        elif chance < 0.25:
            self._send_back(self.random.choice(todos))
        else:
            self._complete(self.random.choice(todos))
        j.later(minutes=self.random.choice((5, 30, 240)))
        return True

    def finish(self) -> None:
        """Go on with the first to-do that lets itself be done; none may be left stuck."""
        for _ in range(120):
            todos = self.journey.open_todos()
            if not todos:
                return
            if any(self._complete(todo) for todo in todos):
                self.journey.later(minutes=30)
            else:
                self._come_loose(todos)

    def _come_loose(self, todos: list[TodoRecord]) -> None:
        """Wait, then return something; complain where neither is of use."""
        for days in PAUSES:
            self._pause(days)
            if not {one.id for one in todos} <= {one.id for one in self.journey.open_todos()}:
                return
            if any(self._complete(todo) for todo in todos):
                return
        if any(self._send_back(todo) or self._call_off(todo) for todo in todos):
            return
        if self.fresh_starts < FRESH_STARTS:
            self.fresh_starts += 1
            self._start_something()
            return
        acts = "+".join("/".join(todo.acts) for todo in todos)
        raise Stuck(acts, [one for todo in todos for one in self._reasons(todo)], self.way)

    def _reasons(self, todo: TodoRecord) -> list[str]:
        return [f"{todo.acts}: {one}" for one in self.reasons.get(str(todo.id), [])]

    # --- what may be done -------------------------------------------------------------------------

    def _pause(self, days: int) -> None:
        if self.journey.now.date() + timedelta(days=days) > LAST_DAY:
            return
        self.journey.later(days=days)
        self.way.append(f"+{days}d")

    def _start_something(self) -> bool:
        j = self.journey
        matter = matters.get_matter(j.matter_id)
        open_to = [one.key for one in menu.entries(matter) if not one.objection]
        if not open_to:
            return False
        key = self.random.choice(open_to)
        try:
            j.start(key)
        except AppError:
            db.session.rollback()
            return False
        self.way.append(f"{key}!")
        return True

    def _send_back(self, todo: TodoRecord) -> bool:
        officer = self._doer(todo)
        if officer is None or not todo.returns:
            return False
        target = self.random.choice(list(todo.returns))
        try:
            with transaction():
                tasks.send_back(officer, todo.id, target, "请补充后重报。")
        except AppError as error:
            self.reasons.setdefault(str(todo.id), []).append(f"退回：{error}")
            return False
        self.way.append(f"{'/'.join(todo.acts)}↩{target}")
        return True

    def _call_off(self, todo: TodoRecord) -> bool:
        """End what was started by mistake."""
        lead = self.journey.office["officer_lead"]
        matter = matters.get_matter(self.journey.matter_id)
        try:
            with transaction():
                ending.call_off(lead, matter, todo.instance_id, "误启动，予以结束。")
        except AppError as error:
            self.reasons.setdefault(str(todo.id), []).append(f"结束：{error}")
            return False
        self.way.append(f"{'/'.join(todo.acts)}✗")
        return True

    def _complete(self, todo: TodoRecord) -> bool:
        """Answer a to-do until it is taken; tell whether it was."""
        officer = self._doer(todo)
        if officer is None:
            self.reasons[str(todo.id)] = ["没有可以办理的人员"]
            return False
        against: list[str] = []
        refused: dict[str, str] = {}
        for attempt in range(TRIES):
            try:
                values = self._answers(todo, officer, refused, is_chance=0 < attempt < TRIES - 1)
                with transaction():
                    tasks.complete(officer, todo.id, values)
            except FormError as error:
                against.append("；".join(f"{one.path} {one.message}" for one in error.errors))
            except StepRefused as error:
                refused = error.fields
                against.append("；".join(f"{one.id} {one.message}" for one in error.refusals))
            except AppError as error:
                against.append(str(error))
            else:
                self.way.append("/".join(todo.acts))
                self.journey.sign_all()
                return True
        self.reasons[str(todo.id)] = against
        return False

    def _doer(self, todo: TodoRecord) -> Officer | None:
        """Return somebody who may do a to-do."""
        people = list(self.journey.office.people)
        usual = self.journey.who(todo)
        for officer in (usual, *(self.journey.office[post] for post in people)):
            if authority.objection(officer, todo) is None:
                return officer
        return None

    def _answers(
        self, todo: TodoRecord, officer: Officer, refused: Mapping[str, str], *, is_chance: bool
    ) -> dict[str, Any]:
        """Return values that the form takes, other ones where safeguards refused them."""
        j = self.journey
        page = queries.page(officer, todo.id)
        changes = dict(self._routes(page.form)) if is_chance else {}
        values = j.filled(officer, todo, changes)
        fields = fields_of(page.form)
        signature = {"method": "pad", "file": j.files.pad, "strokes_file": j.files.pad}
        guesser = Guesser(self.random, j.now, j.paper, signature)
        for path in refused:
            _guess(values, path, fields, guesser, page.choices)
        for _ in range(CORRECTIONS):
            with db.session.no_autoflush:
                desk = completing.sit_down(officer, todo)
                try:
                    completing.clean(desk, values)
                except FormError as error:
                    wrong, choices = error.errors, desk.choices(values)
                else:
                    return values
            for one in wrong:
                _guess(values, one.path, fields, guesser, choices)
        return values

    def _routes(self, form: Any) -> Iterator[tuple[str, Any]]:
        for one in form.fields:
            if one.is_route and one.enum and self.random.random() < 0.5:
                yield one.name, self.random.choice(one.enum)


def _guess(
    values: dict[str, Any],
    path: str,
    fields: Mapping[str, Field],
    guesser: Guesser,
    choices: Mapping[str, Choices],
) -> None:
    """Write something else into the field at a path, where the form has one."""
    plain = ".".join(part for part in path.split(".") if not part.isdigit())
    if plain in fields:
        _put(values, path, guesser.value(fields[plain], choices, plain))


def _put(values: dict[str, Any], path: str, value: Any) -> None:
    """Write a value at a dotted path; None clears the field."""
    parts = path.split(".")
    place: Any = values
    for at, part in enumerate(parts[:-1]):
        if isinstance(place, list):
            place = place[int(part)]
        else:
            place = place.setdefault(part, [] if parts[at + 1].isdigit() else {})
    last = parts[-1]
    if isinstance(place, list):
        if value is None:
            place.pop(int(last))
        else:
            place[int(last) :] = [value, *place[int(last) + 1 :]]
    elif value is None:
        place.pop(last, None)
    else:
        place[last] = value


def main(rounds: str = str(ROUNDS), seed: str = str(SEED)) -> int:
    """Walk so many matters; print how far they went, or where somebody got stuck."""
    begun, random = time.monotonic(), Random(int(seed))
    server = EmbeddedPostgres(SERVER, FOR_TESTS).start()
    pool = Pool(server.url())
    acts = stuck = 0
    try:
        with tempfile.TemporaryDirectory() as home:
            office = furnish(with_database(pool.url, pool.take()), Path(home))
            for _ in range(int(rounds)):
                procedure, drawn = random.choice(sorted(PROCEDURES)), random.randrange(10**9)
                try:
                    with rolled_back(office):
                        walk = Wanderer(procedure, drawn)
                        walk.walk(STEPS)
                        walk.finish()
                        acts += len(walk.way)
                except Stuck as error:
                    stuck += 1
                    print(f"  {procedure}, seed {drawn}: {error}", flush=True)
            with office.app_context():
                db.engine.dispose()
    finally:
        clock.set_source(None)
        pool.close()
        server.stop()
    seconds = time.monotonic() - begun
    print(f"  {rounds} walks, {acts} acts, {stuck} stuck, {seconds:.0f} s")
    return 1 if stuck else 0
