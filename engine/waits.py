"""What a workflow can wait for: a due time that only the platform knows, or a named message."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition


class DueTimer(EventDefinition):
    """A timer that fires when the runner fires it; its text is carried, never evaluated."""

    def __init__(self, name: str, duration: str, description: str | None = None) -> None:
        super().__init__(name, description)
        self.duration = duration

    def catches(self, my_task: Any, event: Any) -> bool:
        """Refuse: no event fires a timer."""
        return False


class NamedMessage(EventDefinition):
    """A message known by its name alone: no payload, no correlation.

    Thrown, it wakes the tasks of the same instance that wait for it; if there are none, it goes to
    the platform with the result of the command.
    """

    def catches(self, my_task: Any, event: Any) -> bool:
        """Refuse: messages are handed over by `fire` alone."""
        return False

    def throw(self, my_task: Any) -> None:
        """Wake who waits for the message, else hand it to the platform."""
        top = my_task.workflow.top_workflow
        waiting = [
            task
            for task in top.event_manager.tasks.values()
            if isinstance(task.task_spec.event_definition, NamedMessage)
            and task.task_spec.event_definition.name == self.name
        ]
        for task in waiting:
            fire(task)
        if not waiting:
            top.thrown.append(self.name)


def fire(task: Any) -> None:
    """Let a waiting task go on: its time has come or its message arrived."""
    task.internal_data["event_fired"] = True
    task.task_spec._update(task)
