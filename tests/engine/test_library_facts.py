"""What SpiffWorkflow 3.2.0 does that surprises, each with why we care.

These tests run the library as it comes. One that fails after an upgrade tells what changed; read
the module named beside it before going on.
"""

import inspect
import multiprocessing
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import pytest
import SpiffWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    DurationTimerEventDefinition,
    TimerEventDefinition,
)
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.util.task import TaskState

from engine.errors import ConditionFailed
from engine.safe_xml import read
from tests.engine.drawing import Drawing
from tests.engine.samples import SAMPLES
from tests.engine.stock import StockParser, picture, stock_workflow
from tests.engine.walking import ROUTES

DATA = {name: values[0] for name, values in ROUTES.items()}
LIBRARY = Path(SpiffWorkflow.__file__).parent


def start(drawing, **data):
    return stock_workflow({"main": drawing.xml()}, {**DATA, **data})


def ready(workflow):
    return [t for t in workflow.get_tasks(state=TaskState.READY) if t.task_spec.manual]


def do(workflow, name, **values):
    task = next(t for t in ready(workflow) if t.task_spec.name == name)
    task.set_data(**values)
    task.run()
    workflow.do_engine_steps()


def names(workflow):
    return sorted(t.task_spec.name for t in ready(workflow))


def parse(text, main="main"):
    parser = BpmnParser()
    parser.add_bpmn_xml(read(text.encode()))
    return parser.get_spec(main)


def test_the_version_is_the_one_the_facts_were_seen_on():
    assert version("SpiffWorkflow") == "3.2.0"


def test_fact_1_a_tree_deeper_than_a_thousand_hides_the_open_task():
    """Our own iterator and is_completed: engine.workflow."""
    workflow = stock_workflow(SAMPLES["loop"](), DATA)
    for _ in range(400):
        for task in list(workflow.tasks.values()):
            if task.state == TaskState.READY and task.task_spec.manual:
                task.set_data(review="fix")
                task.run()
        workflow.do_engine_steps()

    open_tasks = [
        t for t in workflow.tasks.values() if t.state in (TaskState.READY, TaskState.FUTURE)
    ]
    assert open_tasks
    assert workflow.is_completed()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("endEvent", '<bpmn:signalEventDefinition signalRef="s" />'),
        ("intermediateThrowEvent", '<bpmn:linkEventDefinition name="l" />'),
        ("intermediateThrowEvent", "<bpmn:compensateEventDefinition />"),
    ],
)
def test_fact_2_events_it_does_not_support_pass_the_parser(kind, body):
    """The gate refuses them: engine.palette."""
    d = Drawing()
    d.start(), d.user("a"), d.node(kind, "odd", body=body)
    d.chain("start", "a", "odd")
    workflow = start(d)

    do(workflow, "a")

    assert workflow.is_completed()


def test_fact_2_an_orphan_passes_the_parser():
    """The gate refuses what cannot be reached."""
    d = Drawing()
    d.start(), d.user("a"), d.user("orphan"), d.end()
    d.chain("start", "a", "end")

    assert "orphan" not in parse(d.text()).task_specs


def test_fact_3_an_interrupting_event_sub_process_leaves_the_main_task_ready():
    """The gate refuses event sub-processes."""
    d = Drawing()
    d.start(), d.user("a"), d.end()
    d.chain("start", "a", "end")
    d.extra = (
        '<bpmn:subProcess id="event" triggeredByEvent="true"><bpmn:startEvent id="s2"><bpmn:'
        'messageEventDefinition messageRef="m" /></bpmn:startEvent><bpmn:endEvent id="e2" />'
        '<bpmn:sequenceFlow id="x" sourceRef="s2" targetRef="e2" /></bpmn:subProcess>'
    )
    parser = BpmnParser()
    text = d.text().replace("<bpmn:process", '<bpmn:message id="m" name="m" /><bpmn:process', 1)
    parser.add_bpmn_xml(read(text.encode()))
    workflow = BpmnWorkflow(parser.get_spec("main"), parser.get_subprocess_specs("main"))
    workflow.do_engine_steps()
    workflow.catch(BpmnEvent(MessageEventDefinition("m"), {}))
    workflow.do_engine_steps()

    assert ("event",) in [row[0] for row in picture(workflow)]
    assert names(workflow) == ["a"]


def test_fact_4_two_flows_into_one_task_after_a_fork_open_it_twice():
    """The gate asks for a join."""
    d = Drawing()
    d.start(), d.par("p"), d.user("a"), d.user("b"), d.user("twice"), d.end()
    d.chain("start", "p", "a", "twice", "end"), d.chain("p", "b", "twice")
    workflow = start(d)

    do(workflow, "a")
    do(workflow, "b")

    assert names(workflow) == ["twice", "twice"]


def gate_without_default():
    d = Drawing()
    d.start(), d.user("a"), d.xor("g"), d.end(), d.end("end2")
    d.chain("start", "a", "g")
    d.flow("g", "end", "x == '7'"), d.flow("g", "end2", "x == '8'")
    return d


def test_fact_5_a_gateway_without_a_true_branch_fails_after_the_submission():
    """The gate asks for a default; the runner saves nothing when a run fails."""
    workflow = start(gate_without_default())

    with pytest.raises(WorkflowException, match="No conditions satisfied"):
        do(workflow, "a")

    states = {t.task_spec.name: t.state for t in workflow.tasks.values()}
    assert states["a"] == TaskState.COMPLETED
    assert states["g"] == TaskState.ERROR


def test_fact_6_a_condition_error_leaves_nothing_ready():
    """The runner saves nothing; the platform records an incident."""
    workflow = stock_workflow({"main": gate_without_default().xml()}, {})

    with pytest.raises(ConditionFailed):
        do(workflow, "a")

    assert not ready(workflow)
    assert any(t.state == TaskState.ERROR for t in workflow.tasks.values())


def test_fact_7_a_condition_on_a_flow_that_leaves_a_task_is_ignored():
    """The gate refuses it."""
    d = Drawing()
    d.start(), d.user("a"), d.user("b"), d.end()
    d.flow("start", "a"), d.flow("a", "b", "x == 'never'"), d.flow("b", "end")
    workflow = start(d)

    do(workflow, "a")

    assert names(workflow) == ["b"]


def test_fact_7_the_order_of_a_gateway_depends_on_where_shapes_are_drawn():
    """Our parser keeps the order of the file: engine.parser."""
    taken = []
    for top in ("first", "second"):
        d = Drawing()
        d.start(), d.user("a"), d.xor("g"), d.user("first"), d.user("second"), d.user("other")
        d.chain("start", "a", "g")
        d.flow("g", "first", "x == '1'"), d.flow("g", "second", "x == '1'")
        d.flow("g", "other", default=True)
        d.shapes[top] = (900, 10, 100, 80)
        workflow = start(d, x="1")
        do(workflow, "a")
        taken += names(workflow)

    assert taken == ["first", "second"]


def test_fact_7_an_invisible_flow_in_a_foreign_namespace_runs():
    """Our parser sees flows of BPMN only; the gate refuses foreign elements."""
    d = Drawing()
    d.start(), d.user("a"), d.user("hidden")
    d.chain("start", "a")
    d.extra = '<x:sequenceFlow xmlns:x="urn:x" id="f" sourceRef="a" targetRef="hidden" />'
    workflow = start(d)

    do(workflow, "a")

    assert names(workflow) == ["hidden"]


def test_fact_8_timer_text_is_evaluated_as_an_expression():
    """Our timers carry their text and never evaluate it: engine.waits."""
    parser = BpmnParser()
    parser.add_bpmn_xml(read(SAMPLES["catch"]()["main"]))
    workflow = BpmnWorkflow(parser.get_spec("main"))
    workflow.do_engine_steps()

    with pytest.raises(WorkflowException, match="P5D"):
        do(workflow, "a")


def test_fact_8_timers_read_the_machine_clock_and_offer_no_hook():
    """Only the runner fires timers."""
    source = inspect.getsource(DurationTimerEventDefinition.has_fired)

    assert source.count("datetime.now(timezone.utc)") == 2
    assert "LOCALTZ" in inspect.getsource(TimerEventDefinition.get_datetime)


def test_fact_10_a_second_pass_through_instances_with_an_output_list_raises():
    """The gate allows a literal count only; votes live in a table of ours."""
    d = Drawing()
    d.start(), d.user("sign"), d.xor("g"), d.end()
    d.nodes["sign"]["body"] += (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
        '<bpmn:loopDataOutputRef>votes</bpmn:loopDataOutputRef><bpmn:outputDataItem id="vote" />'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    d.flow("start", "sign"), d.flow("sign", "g")
    d.flow("g", "sign", "x == '1'"), d.flow("g", "end", default=True)
    workflow = start(d, x="1")

    def sign():
        for task in ready(workflow):
            task.set_data(vote=1)
            task.run()
        workflow.do_engine_steps()

    with pytest.raises(NameError, match="data_ouput"):
        sign()


def test_fact_11_naively_appending_a_step_leaves_the_old_boundary_timer_alive():
    """`engine.returns` cancels what stands beside the task first."""
    workflow = stock_workflow(SAMPLES["boundary"](), DATA)
    do(workflow, "a")
    (task,) = ready(workflow)

    task._set_state(TaskState.CANCELLED)
    child = task._add_child(workflow.spec.task_specs["a"], TaskState.FUTURE)
    child.task_spec._update(child)
    workflow.do_engine_steps()

    waiting = [t for t in workflow.tasks.values() if t.state == TaskState.WAITING]
    assert "late" in {t.task_spec.name for t in waiting}


def test_fact_12_the_callback_after_a_task_is_not_called_for_user_tasks():
    """The runner writes the step itself."""
    workflow = stock_workflow(SAMPLES["sequence"](), DATA)
    seen = []
    ready(workflow)[0].run()
    workflow.do_engine_steps(did_complete_task=lambda task: seen.append(task.task_spec.name))

    assert "a" not in seen


def test_fact_13_one_parser_cannot_hold_two_versions_of_a_process():
    """A parser per version: engine.parser."""
    parser = BpmnParser()
    parser.add_bpmn_xml(read(SAMPLES["sequence"]()["main"]))

    with pytest.raises(ValidationException, match="Duplicate process ID"):
        parser.add_bpmn_xml(read(SAMPLES["parallel"]()["main"]))


@pytest.mark.parametrize("levels", [4, 6, 8])
def test_fact_15_unjoined_splits_multiply_the_predicted_tasks(levels):
    """The gate asks for a join of every split; `Limits.created` stops the rest."""
    d = Drawing()
    d.start()
    for level in range(levels):
        d.par(f"p{level}")
    d.user("a"), d.end()
    d.flow("start", "p0")
    for level in range(levels - 1):
        d.flow(f"p{level}", f"p{level + 1}"), d.flow(f"p{level}", f"p{level + 1}")
    d.flow(f"p{levels - 1}", "a"), d.flow("a", "end")
    parser = StockParser()
    parser.add_bpmn_xml(read(d.xml()))

    workflow = BpmnWorkflow(parser.get_spec("main"))

    counts = Counter(t.task_spec.name for t in workflow.tasks.values())
    assert counts[f"p{levels - 1}"] == 2 ** (levels - 1)


def parse_a_dangling_data_object(pipe):
    d = Drawing()
    d.start(), d.inside("block"), d.start("s2"), d.user("b"), d.end("e2"), d.outside(), d.end()
    d.chain("start", "block", "end"), d.chain("s2", "b", "e2")
    d.nodes["b"]["body"] += (
        '<bpmn:dataInputAssociation id="di"><bpmn:sourceRef>ref</bpmn:sourceRef>'
        "</bpmn:dataInputAssociation>"
    )
    d.extra = '<bpmn:dataObjectReference id="ref" dataObjectRef="nowhere" />'
    parser = BpmnParser()
    parser.add_bpmn_xml(read(d.xml()))
    pipe.send("begun")
    parser.get_subprocess_specs("main")
    pipe.send("done")


def test_fact_16_a_dangling_data_object_in_a_sub_process_parses_for_ever():
    """The gate refuses data objects and looks at files in a child process it can kill."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=parse_a_dangling_data_object, args=(theirs,))
    child.start()
    assert ours.recv() == "begun"
    is_stuck = not ours.poll(1)
    child.kill()
    child.join()

    assert is_stuck


def test_parallel_branches_let_a_stale_value_win():
    """`engine.flow_specs.merged` takes over only what a branch changed."""
    workflow = stock_workflow(SAMPLES["parallel"](), DATA)
    do(workflow, "before", claimed="no")
    do(workflow, "a", claimed="yes")
    do(workflow, "a2")
    do(workflow, "b")

    assert ready(workflow)[0].data["claimed"] == "no"


def test_parallel_branches_lose_list_writes():
    """Routing values are scalars: engine.turn.clean."""
    workflow = stock_workflow(SAMPLES["parallel"](), {**DATA, "list": []})
    do(workflow, "before")
    do(workflow, "a", list=["a"])
    do(workflow, "a2")
    do(workflow, "b", list=["b"])

    assert sorted(ready(workflow)[0].data["list"]) != ["a", "b"]


def test_a_parallel_join_in_a_loop_opens_after_one_branch_in_the_second_round():
    """`engine.flow_specs.TokenJoin` counts tokens; the profile forbids the shape."""
    d = Drawing()
    d.start(), d.user("z"), d.par("p"), d.user("b"), d.user("c"), d.par("j"), d.user("d")
    d.xor("g"), d.end()
    d.chain("start", "z", "p", "b", "j", "d", "g"), d.chain("p", "c", "j")
    d.flow("g", "z", "review == 'fix'"), d.flow("g", "end", default=True)
    workflow = start(d)
    for name in ("z", "b", "c"):
        do(workflow, name)
    do(workflow, "d", review="fix")
    do(workflow, "z")

    do(workflow, "c")

    assert names(workflow) == ["b", "d"]


def test_a_deadlock_stays_without_an_error():
    """The runner raises InstanceStuck."""
    d = Drawing()
    d.start(), d.user("a"), d.xor("g"), d.user("b"), d.user("c"), d.par("j"), d.end()
    d.chain("start", "a", "g")
    d.flow("g", "b", "x == '1'"), d.flow("g", "c", default=True)
    d.chain("b", "j", "end"), d.flow("c", "j")
    workflow = start(d)
    do(workflow, "a")
    do(workflow, names(workflow)[0])

    assert not ready(workflow)
    assert not workflow.is_completed()


def test_an_endless_loop_of_gateways_is_reported_completed():
    """The gate wants a task or a timer in every loop, the runner counts automatic steps."""
    d = Drawing()
    d.start(), d.user("a"), d.xor("m", ""), d.xor("g"), d.end()
    d.chain("start", "a", "m", "g")
    d.flow("g", "end", "x == '1'"), d.flow("g", "m", default=True)
    workflow = start(d, x="0")

    do(workflow, "a")

    assert workflow.is_completed()
    assert all(t.task_spec.name != "end" for t in workflow.get_tasks(state=TaskState.COMPLETED))


@pytest.mark.parametrize("value", [Decimal("1.50"), date(2026, 3, 2)])
def test_money_and_dates_cannot_be_saved(value):
    """Case facts live in tables; routing values are scalars."""
    workflow = stock_workflow(SAMPLES["sequence"](), {"value": value})

    with pytest.raises(TypeError):
        BpmnWorkflowSerializer().serialize_json(workflow)


def test_a_value_named_typename_makes_a_case_unloadable():
    """`typename` is refused at every door."""
    workflow = stock_workflow(SAMPLES["sequence"](), {"value": {"typename": "x"}})
    serializer = BpmnWorkflowSerializer()
    text = serializer.serialize_json(workflow)

    with pytest.raises(TypeError):
        serializer.deserialize_json(text)


def test_old_formats_are_migrated_by_eval():
    """`tests.engine.library_json` never migrates; the codec refuses every foreign format."""
    sources = [p.read_text() for p in (LIBRARY / "bpmn/serializer/migration").glob("*.py")]

    assert any(re.search(r"(?<![\w.])eval\(|script_engine", text) for text in sources)


def test_the_rewind_of_the_library_deletes_history():
    """`engine.returns` grows the tree instead."""
    workflow = stock_workflow(SAMPLES["sequence"](), DATA)
    do(workflow, "a")
    do(workflow, "b")
    first = next(t for t in workflow.tasks.values() if t.task_spec.name == "a")

    workflow.reset_from_task_id(first.id)

    assert ((), "b", "COMPLETED") not in picture(workflow)


def test_dropping_predicted_tasks_loses_timers_not_yet_reached():
    """The codec writes predicted tasks too."""
    workflow = stock_workflow(SAMPLES["boundary"](), DATA)
    for task in list(workflow.tasks.values()):
        if task.id in workflow.tasks and task.state & TaskState.PREDICTED_MASK:
            workflow._remove_task(task.id)
    do(workflow, "a")

    assert not any(t.state == TaskState.WAITING for t in workflow.tasks.values())


def test_the_parser_fails_on_a_few_hundred_steps_in_a_row():
    """The gate allows two hundred nodes."""

    def line(length):
        d = Drawing()
        d.start()
        for n in range(length):
            d.user(f"t{n}")
        d.end()
        d.chain("start", *(f"t{n}" for n in range(length)), "end")
        return d.text()

    parse(line(200))
    with pytest.raises((RecursionError, ValidationException)):
        parse(line(600))
