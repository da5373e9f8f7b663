"""Takes a case along its path (走案): finds the task, fills in the form, lets the others sign.

What a desk does differs, HTTP with tokens or operations in this process; the walk is the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from engine.diagram import Diagram
from processes.diagrams import LIBRARY
from webapp.demo.scenario import pictures, posts
from webapp.demo.scenario.filling import Filler, FormView
from webapp.demo.scenario.paths import Step, Steps
from webapp.demo.scenario.schedule import following, morning
from webapp.demo.scenario.story import Story

Values = Mapping[str, Any]
Told = Mapping[str, Any]


class WalkDesk(Protocol):
    """Where a walk sits: one case at a time, each person acting for himself."""

    def be_at(self, at: datetime) -> None:
        """Let time pass until then."""

    def officer_id(self, login: str) -> str:
        """Return somebody's id as forms hold it."""

    def upload(self, login: str, content: bytes, name: str) -> str:
        """Hand in a file and return its digest."""

    def lead_form(self, login: str) -> FormView:
        """Return the form with which a case begins."""

    def register(self, login: str, values: Values) -> int:
        """Register a lead and return the id of the case."""

    def start(self, login: str, case: int, procedure: str) -> Told:
        """Start a procedure of the case menu."""

    def find(self, login: str, case: int, act: str) -> str | None:
        """Return the id of somebody's open task with this act."""

    def view(self, login: str, todo: str) -> FormView:
        """Return a task with its form."""

    def draft(self, login: str, todo: str, values: Values) -> FormView:
        """Keep what was typed so far and return the task: what it offers may depend on that."""

    def complete(self, login: str, todo: str, values: Values) -> Told:
        """Complete a task."""

    def send_back(self, login: str, todo: str, node: str, opinion: str) -> Told:
        """Send a task back."""

    def sign(self, case: int, people: Sequence[str]) -> None:
        """Let everybody sign what waits for his signature."""


class Stray(Exception):
    """The case did not go where its path leads."""


@cache
def lanes() -> Mapping[str, str]:
    """Return act → the role whose lane it lies in."""
    found: dict[str, str] = {}
    for process in LIBRARY:
        for node in Diagram.read(LIBRARY[process]).user_tasks():
            for act in node.acts:
                found.setdefault(act, node.lane)
    return found


@dataclass
class Walk:
    """One case on its way."""

    desk: WalkDesk
    story: Story
    at: datetime
    case: int = 0
    told: Callable[["Walk", Step, str], None] | None = None
    """Hears of every step that was taken, with who took it."""
    filler: Filler = field(init=False)

    def __post_init__(self) -> None:
        """Fix the beginning and hand in the files of the case."""
        self.story = self.story.beginning(self.at.date())
        self.desk.be_at(self.at)
        logins = {*self.story.posts.values(), *posts.panel(self.story.body)}
        ids = {login: self.desk.officer_id(login) for login in sorted(logins)}
        lead, person = self.story.handlers[0], self.story.words["person"]
        files = {
            "pad": self.desk.upload(lead, pictures.signature(person), f"{person}签名.png"),
            "strokes": self.desk.upload(lead, pictures.strokes(person), f"{person}签名笔迹.png"),
            "photo": self.desk.upload(lead, pictures.photo(self.story.matter), "现场照片.jpg"),
            "paper": self.desk.upload(lead, pictures.paper(self.story.matter), "书证复印件.pdf"),
        }
        self.filler = Filler(self.story, ids, files)

    @classmethod
    def from_day(cls, desk: WalkDesk, story: Story, day: Any, **details: Any) -> "Walk":
        """Return a walk that begins on the morning of a working day."""
        return cls(desk, story, morning(day), **details)

    def go(self, steps: Steps, until: datetime | None = None) -> None:
        """Take these steps, or those of them that lie before some moment."""
        for step in steps:
            at = following(self.at, step.when)
            if until is not None and at > until:
                return
            self.take(step, at)

    def take(self, step: Step, at: datetime) -> None:
        """Take one step at its time; what goes wrong is told with the case and the act."""
        try:
            self._take(step, at)
        except Exception as error:
            error.add_note(f"{self.story.words['party']}，{step.act}，{at:%Y-%m-%d %H:%M}")
            raise

    def _take(self, step: Step, at: datetime) -> None:
        if step.act == "case.intake":
            self._begin(step, at)
            return
        login = self.who(step.act)
        if step.optional and not (login and self.desk.find(login, self.case, step.act)):
            return
        self.desk.be_at(at)
        if step.start:
            self.desk.start(self.story.handlers[0], self.case, step.start)
        todo = self.desk.find(login, self.case, step.act) if login else None
        if todo is None:
            raise Stray(f"{self.story.words['party']}案：{step.act} 没有待办（{login or '无人'}）")
        self.at = at
        view = self.desk.view(login, todo)
        if step.back:
            self.desk.send_back(login, todo, step.back, str(step.values["opinion"]))
        else:
            values = self.filler.values(view, step.values, login, at)
            if self.filler.wants_grade(view, step.values, values):
                view = self.desk.draft(login, todo, values)
                values = self.filler.values(view, step.values, login, at)
            self.desk.complete(login, todo, values)
            self.desk.sign(self.case, self._signers())
        self._tell(step, login)

    def who(self, act: str) -> str:
        """Return who does an act in this case."""
        role = lanes()[act]
        return self.story.posts.get("officer_lead" if role == "officer_assist" else role, "")

    def _begin(self, step: Step, at: datetime) -> None:
        self.at = at
        self.desk.be_at(at)
        login = self.story.posts["intake"]
        view = self.desk.lead_form(login)
        values = self.filler.values(view, step.values, login, at)
        self.case = self.desk.register(login, values)
        self._tell(step, login)

    def _signers(self) -> list[str]:
        return sorted(self.filler.ids)

    def _tell(self, step: Step, login: str) -> None:
        if self.told is not None:
            self.told(self, step, login)
