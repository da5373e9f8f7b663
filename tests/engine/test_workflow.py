"""Our workflow against the stock one, and where it has to be better."""

import random
import re
from pathlib import Path

import pytest
from SpiffWorkflow.util.task import TaskState

from engine import codec
from engine.errors import ConditionFailed, LimitExceeded, OperatorFailed
from engine.parser import parse_bundle
from engine.waits import fire
from engine.workflow import EngineWorkflow, Limits
from tests.engine.drawing import Drawing
from tests.engine.samples import SAMPLES, shipped
from tests.engine.stock import picture, stock_workflow, waiting_for_somebody
from tests.engine.walking import INSTANCE, NOON, ROUTES, Walk

SHIPPED = shipped()
ROOT = Path(__file__).parents[2]


def lockstep(files, main, seed, steps=60):
    """Do the same at random in the stock workflow and in ours; they must agree at every step."""
    chance = random.Random(seed)
    data = {name: chance.choice(values) for name, values in ROUTES.items()}
    stock = stock_workflow(files, data, main)
    ours = EngineWorkflow(parse_bundle(files, main), INSTANCE)
    ours.start(NOON, data)
    for step in range(steps):
        assert picture(ours) == picture(stock)
        theirs, mine = waiting_for_somebody(stock), waiting_for_somebody(ours)
        assert [t.data for t in mine] == [t.data for t in theirs]
        assert ours.is_completed() == stock.is_completed()
        if not mine:
            return
        choice = chance.randrange(len(mine))
        for workflow, task in ((stock, theirs[choice]), (ours, mine[choice])):
            if task.task_spec.manual:
                task.set_data(**{f"step_{step}": step})
                task.run()
            else:
                fire(task)
            workflow.do_engine_steps()


@pytest.mark.parametrize("name", sorted(SAMPLES))
@pytest.mark.parametrize("seed", range(4))
def test_our_workflow_agrees_with_the_stock_one(name, seed):
    lockstep(SAMPLES[name](), "main", seed)


@pytest.mark.parametrize("main", sorted(SHIPPED))
def test_our_workflow_agrees_with_the_stock_one_on_shipped_processes(main):
    lockstep(SHIPPED, main, seed=len(main))


def test_five_hundred_rework_loops_stay_visible_and_finish():
    walk = Walk(SAMPLES["loop"]())
    for _ in range(520):
        walk.complete("a")
        walk.complete("b", review="fix")
    walk.save_and_restore()

    assert walk.names() == ["a"]
    assert not walk.workflow.is_completed()
    walk.complete("a")
    walk.complete("b", review="pass")
    assert walk.workflow.is_completed()


def test_parallel_joins_work_below_any_depth():
    d = Drawing()
    d.start(), d.user("a"), d.xor("g"), d.par("p"), d.user("b"), d.user("c"), d.par("j")
    d.user("z"), d.end()
    d.chain("start", "a", "g")
    d.flow("g", "a", 'review == "fix"')
    d.flow("g", "p", default=True)
    d.chain("p", "b", "j", "z", "end"), d.chain("p", "c", "j")
    walk = Walk({"main": d.xml()})
    for _ in range(600):
        walk.complete("a", review="fix")
    walk.complete("a", review="pass")
    walk.complete("b")

    assert walk.names() == ["c"]
    walk.complete("c")
    walk.complete("z")
    assert walk.workflow.is_completed()


def test_what_one_branch_changed_is_not_overwritten_by_the_other():
    walk = Walk(SAMPLES["parallel"]())
    walk.complete("before", hearing_claimed="no", defense="waived")
    walk.complete("a", hearing_claimed="yes")
    walk.complete("a2")
    walk.save_and_restore()
    walk.complete("b", defense="stated")

    after = walk.open()[0]
    assert (after.data["hearing_claimed"], after.data["defense"]) == ("yes", "stated")


def test_a_join_in_a_block_that_is_entered_again_waits_for_both_branches():
    walk = Walk(SAMPLES["embedded"]())
    walk.complete("a")
    for review in ("fix", "fix", "pass"):
        walk.complete("b")
        assert walk.names() == ["c"]
        walk.save_and_restore()
        walk.complete("c")
        walk.complete("z", review=review)

    assert walk.workflow.is_completed()


def test_a_terminate_end_clears_what_is_left():
    walk = Walk(SAMPLES["terminate"]())
    walk.fire("stop")
    assert walk.names() == ["a", "b"]

    walk.complete("a")

    assert walk.workflow.is_completed()
    assert not walk.names()


def test_gateways_ask_in_file_order_wherever_their_targets_are_drawn():
    d = Drawing()
    d.start(), d.user("a"), d.xor("g"), d.end("high"), d.end("low"), d.end("other")
    d.chain("start", "a", "g")
    d.flow("g", "low", "x == '1'")
    d.flow("g", "high", "x == '1' or y == '1'")
    d.flow("g", "other", default=True)
    d.shapes["low"] = (900, 700, 36, 36)
    walk = Walk({"main": d.xml()})

    walk.complete("a", x="1", y="1")

    assert [node for _, node in walk.workflow.passed] == ["a", "g", "low"][1:]


def test_a_message_wakes_who_waits_for_it():
    walk = Walk(SAMPLES["messages"]())
    walk.complete("a")
    assert walk.names() == []
    walk.save_and_restore()

    walk.fire("answer")

    assert walk.names() == ["b"]


def test_a_thrown_message_wakes_the_instance_or_goes_to_the_platform():
    d = Drawing()
    d.start(), d.user("a"), d.receive("tell", "通知", kind="sendTask"), d.end()
    d.nodes["tell"]["attributes"] = {"messageRef": "m_0"}
    d.nodes["tell"]["body"] = ""
    d.chain("start", "a", "tell", "end")
    walk = Walk({"main": d.xml()})

    walk.complete("a")

    assert walk.workflow.thrown == ["通知"]
    assert walk.workflow.is_completed()


def test_an_error_end_is_caught_on_the_calling_activity():
    main, called = Drawing("main"), Drawing("called")
    main.start(), main.call("c", "called"), main.node(
        "boundaryEvent", "failed", host="c", attachedToRef="c",
        body='<bpmn:errorEventDefinition errorRef="e1" />',
    )  # fmt: skip
    main.user("mend"), main.end(), main.end("end2")
    main.chain("start", "c", "end"), main.chain("failed", "mend", "end2")
    (
        called.start(),
        called.user("x"),
        called.end("end", '<bpmn:errorEventDefinition errorRef="e1" />'),
    )
    called.chain("start", "x", "end")
    error = '<bpmn:error id="e1" name="失败" errorCode="E1" /><bpmn:process'
    files = {
        name: drawing.text().replace("<bpmn:process", error, 1).encode()
        for name, drawing in (("main", main), ("called", called))
    }
    walk = Walk(files)

    walk.complete("x", filing="no")
    walk.save_and_restore()

    assert walk.names() == ["mend"]
    assert walk.open()[0].data["filing"] == "no"


def operator_process(name):
    d = Drawing()
    (
        d.start(),
        d.user("a"),
        d.node("serviceTask", "op", props={"operator": name}),
        d.user("b"),
        d.end(),
    )
    d.chain("start", "a", "op", "b", "end")
    return parse_bundle({"main": d.xml()}, "main")


def test_named_operators_set_values_and_unknown_ones_are_refused():
    def number(values):
        return {"number": f"{values['filing']}-1"}

    workflow = EngineWorkflow(operator_process("number"), INSTANCE, operators={"number": number})
    workflow.start(NOON, {"filing": "yes"})
    workflow.open_tasks()[0].run()
    workflow.run()
    assert workflow.open_tasks()[0].data["number"] == "yes-1"

    workflow = EngineWorkflow(operator_process("os.system"), INSTANCE)
    workflow.start(NOON, {})
    workflow.open_tasks()[0].run()
    with pytest.raises(OperatorFailed, match=r"os\.system"):
        workflow.run()


def test_a_condition_over_an_unknown_field_names_the_gateway():
    walk = Walk(SAMPLES["choice"]())
    task = walk.open()[0]
    task.data = {}

    task.run()
    with pytest.raises(ConditionFailed, match=r"环节“g”的条件.*没有“filing”这一项") as caught:
        walk.workflow.run()
    assert (caught.value.process, caught.value.node) == ("main", "g")


def endless():
    d = Drawing()
    d.start(), d.user("a"), d.xor("m", ""), d.xor("g"), d.end()
    d.chain("start", "a", "m", "g")
    d.flow("g", "end", "x == '1'")
    d.flow("g", "m", default=True)
    return {"main": d.xml()}


def test_an_automatic_loop_stops_at_the_limit():
    walk = Walk(endless())

    with pytest.raises(LimitExceeded, match="自动步骤数超过 500"):
        walk.complete("a", x="0")


def test_too_many_live_tasks_stop_the_command():
    specs = parse_bundle(SAMPLES["instances"](), "main")
    workflow = EngineWorkflow(specs, INSTANCE, limits=Limits(live=3))
    workflow.start(NOON, {})
    workflow.open_tasks()[0].run()

    with pytest.raises(LimitExceeded, match="在办任务数超过 3"):
        workflow.run()


def test_a_burst_of_predicted_tasks_is_stopped_at_creation():
    d = Drawing()
    d.start()
    for level in range(14):
        d.par(f"p{level}")
    d.end()
    d.flow("start", "p0")
    for level in range(13):
        d.flow(f"p{level}", f"p{level + 1}"), d.flow(f"p{level}", f"p{level + 1}")
    d.flow("p13", "end")
    workflow = EngineWorkflow(parse_bundle({"main": d.xml()}, "main"), INSTANCE)

    with pytest.raises(LimitExceeded, match="产生的任务数"):
        workflow.start(NOON, {})


def test_time_is_limited():
    workflow = EngineWorkflow(
        parse_bundle(SAMPLES["sequence"](), "main"), INSTANCE, limits=Limits(seconds=-1)
    )

    with pytest.raises(LimitExceeded, match="秒数"):
        workflow.start(NOON, {})


def test_a_moment_never_goes_back():
    walk = Walk(SAMPLES["sequence"]())
    walk.complete("a")
    opened = walk.open()[0].last_state_change

    walk.at = NOON.replace(year=2020)
    walk.complete("b")

    assert walk.open()[0].last_state_change > opened


def test_the_whole_instance_can_be_canceled():
    walk = Walk(SAMPLES["nested"]())
    for name in ("a", "b"):
        walk.complete(name)

    walk.workflow.cancel()

    assert walk.workflow.is_completed()
    assert not walk.open()
    assert not walk.waits()
    states = {t.state for w in walk.workflow.subprocesses.values() for t in w.tasks.values()}
    assert not states & {TaskState.READY, TaskState.WAITING, TaskState.STARTED}
    codec.load(codec.dump(walk.workflow), walk.specs, INSTANCE)


ELSEWHERE = re.compile(
    r"(?<![\w.])(eval|exec)\(|PythonScriptEngine\(|TaskDataEnvironment|BpmnWorkflow\(|pickle"
    r"|BpmnSubWorkflow\(|BpmnParser\(|SpiffBpmnParser|deserialize_json\(|SpiffWorkflow\.spiff"
)


def test_no_other_engine_or_workflow_is_built_anywhere():
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for package in ("engine", "processes", "forms", "documents", "webapp")
        for path in (ROOT / package).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if ELSEWHERE.search(line) and not line.startswith("class ")
    ]

    assert found == []
