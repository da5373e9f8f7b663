"""Task specifications that differ from the library's: joins by token, conditions, called processes.

The library's parallel join looks at the whole tree, so it opens after one branch in a second round
and lets a stale value of one branch overwrite the fresh one of another. Ours counts the tokens that
arrived since it last fired; of each value the last write counts (`scope`).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import (
    CallActivity,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    ServiceTask,
    SubWorkflowTask,
)
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from engine.errors import LimitExceeded
from engine.flow_task import (
    COMPLETED,
    JOINED,
    LIVE,
    READY,
    UNFINISHED,
    WAITING,
    WROTE,
    FlowTask,
    changed,
)
from engine.scope import merged, written_in
from engine.scripting import Condition

VOID = 0


class TokenJoin(UnstructuredJoin):
    """A join that counts tokens: tasks of this spec whose predecessor completed, until it fires."""

    def arrivals(self, workflow: Any) -> list[FlowTask]:
        """List the tokens that arrived since the join last fired."""
        tasks = workflow.tasks.values()
        return [task for task in tasks if task.task_spec is self and task.is_open_token]

    def enough(self, my_task: FlowTask, arrived: list[FlowTask]) -> bool:
        """Tell whether the join may fire."""
        return {t.parent.task_spec.name for t in arrived} >= set(self._inputs)

    def _update_hook(self, my_task: FlowTask) -> bool:
        arrived = self.arrivals(my_task.workflow)
        fires = self.enough(my_task, arrived)
        for task in arrived:
            if task is not my_task and task._state == WAITING:
                task.cancel()
        if not fires:
            my_task._set_state(WAITING)
            return False
        for task in arrived:
            task.internal_data[JOINED] = my_task.serial
        my_task.data = merged([task.parent for task in arrived], my_task.parent.data)
        return True

    def _run_hook(self, my_task: FlowTask) -> bool:
        return True


class EndJoin(TokenJoin, _EndJoin):
    """The end of a process: waits until nothing else is left of it."""

    def enough(self, my_task: FlowTask, arrived: list[FlowTask]) -> bool:
        """Tell whether every other task is finished."""
        return not any(
            task._state & UNFINISHED and task is not my_task and task.task_spec.name != "End"
            for task in my_task.workflow.tasks.values()
        )


class ParallelFork(TokenJoin, ParallelGateway):
    """A parallel gateway (并行网关)."""


class InclusiveFork(TokenJoin, InclusiveGateway):
    """An inclusive gateway (包容网关): joins all branches that may still arrive."""

    def enough(self, my_task: FlowTask, arrived: list[FlowTask]) -> bool:
        """Tell whether no live token can still reach an input that is empty."""
        filled = {task.parent.task_spec.name for task in arrived}
        empty = [name for name in self._inputs if name not in filled]
        for task in my_task.workflow.tasks.values():
            if task._state & LIVE and task.task_spec is not self:
                name = task.task_spec.name
                if any(name in self._feeders[i] for i in empty) and not any(
                    name in self._feeders[i] for i in filled
                ):
                    return False
        return True

    @cached_property
    def _feeders(self) -> dict[str, set[str]]:
        """For each input, the specs from which it can be reached without passing this join."""
        found: dict[str, set[str]] = {}
        for name in self._inputs:
            seen, stack = {name}, [name]
            while stack:
                for above in self._wf_spec.task_specs[stack.pop()]._inputs:
                    if above not in seen and above != self.name:
                        seen.add(above)
                        stack.append(above)
            found[name] = seen
        return found

    def connect_outgoing_if(self, condition: str, taskspec: Any) -> None:
        """Connect under a 条件式."""
        self.connect_if(Condition(condition), taskspec)

    def _run_hook(self, my_task: FlowTask) -> bool:
        matches, defaults = self._get_matching_outputs(my_task)
        my_task._sync_children(matches or defaults, TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


class ExclusiveFork(ExclusiveGateway):
    """An exclusive gateway (排他网关): the first true condition in file order, else the default."""

    def connect_outgoing_if(self, condition: str, taskspec: Any) -> None:
        """Connect under a 条件式."""
        self.connect_if(Condition(condition), taskspec)


class BoundaryJoin(BoundaryEventJoin):
    """Behind an activity with boundary events: cancels the events, or the activity."""

    def _check_threshold_structured(self, my_task: FlowTask) -> tuple[bool, list[FlowTask]]:
        children = my_task.parent.parent.children
        main = next(t for t in children if not isinstance(t.task_spec, BoundaryEvent))
        events = [task for task in children if task is not main]
        interrupted = any(
            t.task_spec.cancel_activity and t._state & (READY | COMPLETED) for t in events
        )
        if not interrupted and main._state & UNFINISHED:
            return False, []
        waiting = [task for task in events if task._state == WAITING]
        return True, [*waiting, main] if interrupted else waiting

    def _find_tasks(self, my_task: FlowTask) -> list[FlowTask]:
        split = my_task.parent.parent
        return [t for child in split.children for t in child.children if t.task_spec is self]


class _Nested:
    """Starts the workflow below an activity and takes its data over, without deep copies."""

    spec: str

    def start_workflow(self, my_task: FlowTask) -> None:
        """Start the called process with the data of the task."""
        top = my_task.workflow.top_workflow
        subworkflow = top.create_subprocess(my_task, self.spec)
        subworkflow.task_tree.data = my_task.data
        subworkflow.task_tree.run()

    def update_data(self, my_task: FlowTask, subworkflow: Any) -> None:
        """Take over the data the called process ended with."""
        data = subworkflow.last_task.data
        my_task.write({name: data[name] for name in sorted(written_in(subworkflow, data))})


class Call(_Nested, CallActivity):
    """A call activity (调用活动)."""


class Inner(_Nested, SubWorkflowTask):
    """An embedded sub-process (子流程)."""


class _Counted:
    """Takes over what each instance wrote, as it completes, and nothing that it only inherited."""

    def merge_child(self, workflow: Any, child: FlowTask) -> None:
        """Take over what one instance wrote."""
        whole, activity = child.data, child.parent
        names = changed(whole, activity.above_data) | set(child.internal_data.get(WROTE, ()))
        activity.write({name: whole[name] for name in sorted(names)})
        child.data = activity.data  # what the library merges now is there already
        super().merge_child(workflow, child)  # type: ignore[misc]
        child.data = whole


class AtOnce(_Counted, ParallelMultiInstanceTask):
    """Several instances side by side."""


class InTurn(_Counted, SequentialMultiInstanceTask):
    """Several instances one after the other."""


class OperatorTask(ServiceTask):
    """A service task: calls the platform operator its property `operator` names."""

    operator: str = ""

    def _execute(self, my_task: FlowTask) -> bool:
        engine = my_task.workflow.script_engine
        my_task.set_data(**engine.call_service(my_task, operation_name=self.operator))
        return True


class FlowProcess(BpmnProcessSpec):
    """A process specification that ends in our own join."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        name = f"{self.name}.EndJoin"
        del self.task_specs[name]
        self.end: EndJoin = EndJoin(self, name)
        self.end._outputs.append("End")


def too_many(limit: int, what: str) -> LimitExceeded:
    """Say which limit a command ran into."""
    return LimitExceeded(f"{what}超过 {limit}，已停止办理，请检查流程图")
