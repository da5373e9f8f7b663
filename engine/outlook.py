"""What a running workflow waits for, as to-dos and timers that need no second look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit

from engine.clock import local
from engine.diagram import Node
from engine.flow_task import FlowTask
from engine.procedure import ProcedureVersion
from engine.subworkflow import EngineSubWorkflow
from engine.todo import Timer, Todo
from engine.workflow import EngineWorkflow

BY = "by"


class Outlook:
    """Reads a workflow by the diagrams of its version."""

    def __init__(self, version: ProcedureVersion, workflow: EngineWorkflow) -> None:
        self.version, self.workflow = version, workflow

    def node_of(self, task: FlowTask) -> tuple[str, Node]:
        """Return the process and the node of a task."""
        process = self.version.process_of(task.workflow.spec.name)
        return process, self.version.node(process, task.task_spec.bpmn_id)

    def above(self, workflow: Any) -> Iterator[Node]:
        """Iterate over the calling activities, the nearest first."""
        while isinstance(workflow, EngineSubWorkflow):
            caller = workflow.parent_task
            yield self.node_of(caller)[1]
            workflow = caller.workflow

    def nearest(self, workflow: Any, name: str) -> str:
        """Return a property of the nearest calling activity that has it."""
        return next((text for node in self.above(workflow) if (text := node.get(name))), "")

    def todo(self, task: FlowTask) -> Todo:
        """Describe a task that waits for a person."""
        process, node = self.node_of(task)
        return Todo(
            id=task.id,
            instance=self.workflow.instance,
            process=process,
            node=node.id,
            name=node.name,
            acts=node.acts,
            role=node.lane,
            scope=task.workflow.scope,
            opened_at=moment_of(task),
            form=node.get("form"),
            document=node.get("document"),
            final=node.get("final") == "yes",
            basis=node.get("basis"),
            deadline=node.get("deadline"),
            opinion=node.get("opinion"),
            returns=node.returns,
            stage=self.nearest(task.workflow, "stage"),
            serves=tuple(self.nearest(task.workflow, "serves").split()),
            previous=task.internal_data.get(BY, ""),
        )

    def timer(self, task: FlowTask) -> Timer:
        """Describe a task that waits for a time or a message."""
        process, node = self.node_of(task)
        host = None
        if node.attached_to and isinstance(task.parent.task_spec, BoundaryEventSplit):
            beside = (each for each in task.parent.children if each is not task)
            host = next(t.id for t in beside if t.task_spec.bpmn_id == node.attached_to)
        return Timer(
            instance=self.workflow.instance,
            key=task.id,
            process=process,
            node=node.id,
            name=node.name,
            scope=task.workflow.scope,
            set_at=moment_of(task),
            kind="timer" if node.event == "timer" else "message",
            deadline=node.get("deadline"),
            duration=node.timer,
            interrupting=node.interrupting,
            host=node.attached_to,
            task=host,
        )

    def todos(self) -> list[Todo]:
        """List what waits for a person, oldest first."""
        tasks = sorted(self.workflow.open_tasks(), key=lambda task: task.serial)
        return [self.todo(task) for task in tasks]

    def timers(self) -> list[Timer]:
        """List what waits for a time or a message, oldest first."""
        waits = sorted(self.workflow.waits(), key=lambda task: task.serial)
        return [self.timer(task) for task in waits]

    def stage(self) -> str | None:
        """Return the stage of what was opened last, or None where no activity names one."""
        waiting = [*self.workflow.open_tasks(), *self.workflow.waits()]
        for task in sorted(waiting, key=lambda task: -task.serial):
            stage = self.nearest(task.workflow, "stage")
            if stage:
                return stage
        return None

    def passed(self) -> tuple[str, ...]:
        """List what the last command went through on its own, as scope/…/id."""
        return tuple("/".join((*scope, node)) for scope, node in self.workflow.passed)


def moment_of(task: FlowTask) -> datetime:
    """Return when a task last changed its state."""
    return local(datetime.fromtimestamp(task.last_state_change // 1000 / 1000, UTC))
