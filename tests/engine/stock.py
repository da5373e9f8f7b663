"""The library as it comes, as an oracle: stock specs, stock loop, our conditions and timers."""

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    IntermediateCatchEventParser,
)
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, IntermediateCatchEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.parser import _Ours
from engine.safe_xml import bpmn, read
from engine.scripting import ExpressionEngine


class _Waiting:
    parse_timer_event = _Ours.parse_timer_event
    parse_message_event = _Ours.parse_message_event


class _Boundary(_Waiting, BoundaryEventParser):
    pass


class _Catch(_Waiting, IntermediateCatchEventParser):
    pass


class StockParser(BpmnParser):
    """The library's parser; only timers and messages are ours, for its own poll the clock."""

    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012
        bpmn("boundaryEvent"): (_Boundary, BoundaryEvent),
        bpmn("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
    }


def stock_workflow(files, data, main="main", script_engine=None):
    """Parse the files with the library and start an instance with its own loop."""
    parser = StockParser()
    for name in sorted(files):
        parser.add_bpmn_xml(read(files[name]), filename=name)
    spec, below = parser.get_spec(main), parser.get_subprocess_specs(main)
    workflow = BpmnWorkflow(spec, below, script_engine=script_engine or ExpressionEngine())
    workflow.task_tree.data = dict(data)
    workflow.do_engine_steps()
    return workflow


def active(workflow):
    return [workflow, *(w for w in workflow.subprocesses.values() if not w.completed)]


def scope_of(task):
    """Name the calling activities above a task."""
    above, workflow = [], task.workflow
    while workflow.parent_task_id is not None:
        caller = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
        above.insert(0, caller.task_spec.name)
        workflow = caller.workflow
    return tuple(above)


def picture(workflow):
    """List every task that was reached, with its state: both engines must agree on it."""
    reached = TaskState.FINISHED_MASK | TaskState.READY | TaskState.WAITING | TaskState.STARTED
    return sorted(
        (scope_of(task), task.task_spec.name, TaskState.get_name(task.state))
        for w in (workflow, *workflow.subprocesses.values())
        for task in w.tasks.values()
        if task.state & reached
    )


def waiting_for_somebody(workflow):
    """List tasks that a person or the clock may move, in an order both engines share."""
    found = [
        task
        for w in active(workflow)
        for task in w.tasks.values()
        if (task.state == TaskState.READY and task.task_spec.manual)
        or (task.state == TaskState.WAITING and task.id in workflow.event_manager.tasks)
    ]
    return sorted(found, key=lambda t: (scope_of(t), t.task_spec.name, str(sorted(t.data.items()))))
