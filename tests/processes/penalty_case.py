"""A lawful penalty case, act by act, that a test may change in one place and then try a step of.

`PenaltyCase().advance_to("dec.penalty", skipping=("notice.prior",)).refused("dec.penalty")` names
the safeguards that refuse. Every step of the script passes every safeguard; a test holds that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import forms
from engine.diagram import Diagram
from engine.safeguards import Refusal, Submission, review
from processes import values as read
from processes.acts import done
from processes.catalogue import SAFEGUARDS
from processes.diagrams import LIBRARY
from processes.entries import Entries
from processes.facts.case import CaseFacts, Registered
from processes.facts.documents import DocumentFacts
from processes.facts.gathering import gather
from tests.processes.penalty_beside import BESIDE
from tests.processes.penalty_told import ADDRESSES, plain, with_hearing
from tests.processes.people import document, moment, registers
from tests.processes.script import Step
from webapp.matters.facts import OFFICER_WIDGETS

Values = Mapping[str, Any]
FORMS = {
    task.acts: task.get("form")
    for xml in LIBRARY.values()
    for task in Diagram.read(xml).user_tasks()
}
"""The form of each task."""


@dataclass
class PenaltyCase:
    """A case under way: what was completed, and how to try the next step."""

    registered: Registered = field(default_factory=registers)
    steps: tuple[Step, ...] = field(default_factory=plain)
    done: list[Step] = field(default_factory=list)
    position: int = 0

    @classmethod
    def with_hearing(cls) -> "PenaltyCase":
        """Return a case whose penalty is in hearing scope and whose party asks for a hearing."""
        return cls(steps=with_hearing())

    def register(self, **changes: Any) -> "PenaltyCase":
        """Change what the registers say."""
        if "parameters" in changes:
            changes.setdefault("in_force", lambda _: changes["parameters"])
        self.registered = self.registered.with_(**changes)
        return self

    def advance_to(
        self, act: str, *, skipping: tuple[str, ...] = (), **changed: Values
    ) -> "PenaltyCase":
        """Complete the script up to an act; `notice_prior={…}` changes what one act submits."""
        while self.position < len(self.steps):
            step = self.steps[self.position]
            if act in step.acts:
                return self
            self.position += 1
            if not set(skipping) & set(step.acts):
                self.done.append(step.with_(**changed.get(step.acts[0].replace(".", "_"), {})))
        if act != "end":
            raise LookupError(f"the script has no {act}")
        return self

    def add(self, act: str, now: str | None = None, /, **changes: Any) -> "PenaltyCase":
        """Complete an act now, as the script has it or new, with some values changed."""
        place = _place(changes)
        step = replace(self._step(act).with_(**changes), **place)
        self.done.append(replace(step, at=moment(now)) if now else step)
        return self

    @property
    def entries(self) -> Entries:
        """Return what was completed."""
        entries = (step.entry(seq) for seq, step in enumerate(self.done, 1))
        return Entries(tuple(entries), ADDRESSES)

    def facts(self, instance: str = "main") -> CaseFacts:
        """Gather the facts as they stand."""
        return gather(self.registered, self.entries, instance)

    def submission(self, act: str, /, **changes: Any) -> Submission[CaseFacts]:
        """Return the submission of an act as the script has it, with some values changed."""
        step = self._step(act)
        at, role = changes.pop("now", None), changes.pop("role", None)
        own = _place(changes)
        step = replace(step, **own)
        step = replace(step, at=moment(at) if at else step.at)
        return self.submit(step.with_(**changes), role)

    def submit(self, step: Step, role: str | None = None) -> Submission[CaseFacts]:
        """Return a step as a submission that is about to be judged."""
        return Submission(
            acts=done(step.acts, step.values),
            process="penalty",
            node=step.acts[0],
            role=role or step.role,
            actor=step.actor,
            values=step.values,
            at=step.at,
            facts=gather(
                self.registered.with_(serving=self._serving(step), named=_named(step)),
                self.entries,
                step.instance,
            ),
        )

    def _serving(self, step: Step) -> tuple[DocumentFacts, ...]:
        served = (document(id, address=ADDRESSES[id]) for id in step.documents)
        return self.registered.serving or tuple(served)

    def attempt(self, act: str, /, **changes: Any) -> list[Refusal]:
        """Try to complete an act; return the refusals."""
        return review(SAFEGUARDS, self.submission(act, **changes))

    def refused(self, act: str, /, **changes: Any) -> list[str]:
        """Try to complete an act; return the ids of the safeguards that refuse."""
        return [refusal.id for refusal in self.attempt(act, **changes)]

    def _step(self, act: str) -> Step:
        for step in (*self.steps, *BESIDE):
            if act in step.acts:
                return step
        raise LookupError(act)


def _place(changes: dict[str, Any]) -> dict[str, Any]:
    """Take out what says where a step stands; what `...` takes out is a field of its form."""
    own = [k for k in ("instance", "actor", "documents") if changes.get(k, ...) is not ...]
    return {k: changes.pop(k) for k in own}


def _named(step: Step) -> dict[str, frozenset[str]]:
    """Return whom a form names, as the platform tells by the kinds of its fields."""
    found: dict[str, frozenset[str]] = {}
    for place in forms.load(step.form or FORMS[step.acts]).having(*OFFICER_WIDGETS):
        *outer, name = place.path
        parts = read.rows(step.values, outer[0]) if outer else [step.values]
        if named := frozenset(id for one in parts for id in read.names(one, name)):
            found[name] = found.get(name, frozenset()) | named
    return found
