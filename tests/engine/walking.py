# ruff: noqa: D102 - short names for what people do
"""Walk through workflows at random: what a test does where people would act."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from engine import codec
from engine.clock import ZONE
from engine.parser import parse_bundle
from engine.waits import fire
from engine.workflow import EngineWorkflow

NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)
INSTANCE = UUID("6a1f8f0e-6f4e-4a57-9a43-0c9f6f1d2b11")
ROUTES = {
    "filing": ["yes", "no"],
    "review": ["none", "pass", "fix", "reinvestigate", "transfer"],
    "legal_trigger": ["yes", "no"],
    "review_order": ["before", "after"],
    "proposal": ["penalty", "other", "reinvestigate"],
    "hearing_scope": ["yes", "no"],
    "defense": ["stated", "waived"],
    "hearing_claimed": ["yes", "no"],
    "hearing_accepted": ["yes", "no"],
    "hearing_public": ["yes", "no"],
    "hearing_result": ["held", "deferred", "ended"],
    "kind": ["deferred", "suspended", "resumed", "ended"],
    "serious": ["yes", "no"],
    "outcome": ["penalty", "nopenalty", "nofact", "refer", "crime", "withdraw"],
    "agree": ["yes", "no"],
    "crime_approved": ["yes", "no"],
    "police_answer": ["filed", "notfiled"],
    "money": ["yes", "no"],
    "about": ["matter", "party"],
    "paid": ["full", "partial"],
    "method": ["deliver", "leave", "electronic", "mail", "entrust", "announce"],
    "served": ["yes", "yes", "no"],
    "target_rank": ["officer", "head"],
    "remedy_result": ["kept", "changed"],
    "x": ["1", "0"],
    "y": ["1", "0"],
}


class Walk:
    """One instance and the random choices made in it."""

    def __init__(self, files, main="main", seed=0, specs=None):
        self.specs = specs or parse_bundle(files, main)
        self.random = random.Random(seed)
        self.at = NOON
        self.workflow = EngineWorkflow(self.specs, INSTANCE)
        self.workflow.start(self.at, self.values())

    def values(self):
        return {name: self.random.choice(values) for name, values in ROUTES.items()}

    def save_and_restore(self):
        self.workflow = codec.load(codec.dump(self.workflow), self.specs, INSTANCE)

    def begin(self):
        self.at += timedelta(milliseconds=self.random.randrange(1, 10**9))
        self.workflow.begin(self.at)

    def open(self):
        return sorted(self.workflow.open_tasks(), key=lambda task: task.serial)

    def waits(self):
        return sorted(self.workflow.waits(), key=lambda task: task.serial)

    def complete(self, name=None, **values):
        task = next(t for t in self.open() if name in (None, t.task_spec.bpmn_id))
        self.begin()
        task.set_data(**values)
        task.run()
        self.workflow.run()

    def fire(self, name):
        task = next(t for t in self.waits() if t.task_spec.bpmn_id == name)
        self.begin()
        fire(task)
        self.workflow.run()

    def step(self):
        """Do one thing at random; tell whether there was one to do."""
        choices = [(True, t) for t in self.open()] + [(False, t) for t in self.waits()]
        if not choices:
            return False
        is_task, task = self.random.choice(choices)
        self.begin()
        if is_task:
            changed = self.random.sample(sorted(ROUTES), 3)
            task.set_data(**{name: self.random.choice(ROUTES[name]) for name in changed})
            task.run()
        else:
            fire(task)
        self.workflow.run()
        return True

    def names(self):
        return [task.task_spec.bpmn_id for task in self.open()]
