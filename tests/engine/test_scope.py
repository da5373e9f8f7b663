"""Where a value counts: the last write of all branches, and what leaves an activity."""

import pytest

from tests.engine.drawing import Drawing
from tests.engine.samples import SAMPLES
from tests.engine.walking import Walk


def told(walk, *moves):
    """Complete tasks one after the other, saved and restored in between; return what is open."""
    for name, *written in moves:
        walk.complete(name, **(written[0] if written else {}))
        walk.save_and_restore()
    return {task.task_spec.bpmn_id: task.data for task in walk.open()}


def review(value):
    return {"review": value}


def test_a_write_counts_also_when_it_says_what_was_there_before():
    walk = Walk(SAMPLES["parallel"]())

    open_now = told(
        walk, ("before", review("fix")), ("a", review("pass")), ("a2",), ("b", review("fix"))
    )

    assert open_now["after"]["review"] == "fix"


def test_whoever_wrote_last_counts_not_the_branch_that_ended_last():
    walk = Walk(SAMPLES["parallel"]())

    open_now = told(
        walk, ("before", review("fix")), ("a", review("pass")), ("b", review("transfer")), ("a2",)
    )

    assert open_now["after"]["review"] == "transfer"


def test_what_nobody_wrote_stays_as_it_was():
    walk = Walk(SAMPLES["parallel"]())

    open_now = told(walk, ("before", review("fix")), ("b",), ("a", {"x": "1"}), ("a2",))

    assert (open_now["after"]["review"], open_now["after"]["x"]) == ("fix", "1")


@pytest.mark.parametrize("order", ["a b c", "c b a", "b a c"])
def test_of_three_branches_the_last_write_counts(order):
    walk = Walk(SAMPLES["three_branches"]())
    told(walk, ("before", review("fix")))

    open_now = told(walk, *((name, {"review": name, name: name}) for name in order.split()))

    after = open_now["after"]
    assert after["review"] == order[-1]
    assert [after[name] for name in "abc"] == list("abc")


def test_inner_branches_keep_the_time_of_their_writes():
    walk = Walk(SAMPLES["nested_parallel"]())
    told(walk, ("before", review("fix")), ("b", review("pass")), ("c", {"x": "0"}))

    open_now = told(walk, ("a", review("transfer")), ("inner",))

    assert open_now["after"]["review"] == "transfer"


def test_a_branch_that_was_done_again_counts_by_its_new_writes():
    walk = Walk(SAMPLES["parallel"]())
    told(walk, ("before", review("fix")), ("a", review("pass")), ("a2",), ("b", review("fix")))
    from engine.returns import send_back

    walk.begin()
    send_back(walk.open()[0], "a")
    walk.workflow.run()
    walk.save_and_restore()

    assert told(walk, ("a", review("reinvestigate")), ("a2",))["after"]["review"] == "reinvestigate"


def calls_in_branches():
    main, called = Drawing("main"), Drawing("called")
    main.start(), main.user("before"), main.par("p"), main.call("c", "called"), main.user("b")
    main.par("j"), main.user("after"), main.end()
    main.chain("start", "before", "p", "c", "j", "after", "end"), main.chain("p", "b", "j")
    called.start(), called.user("x"), called.user("y"), called.end()
    called.chain("start", "x", "y", "end")
    return {"main": main.xml(), "called": called.xml()}


def test_a_call_writes_when_it_ends_also_what_was_there_before():
    walk = Walk(calls_in_branches())

    open_now = told(
        walk, ("before", review("fix")), ("x", review("fix")), ("b", review("pass")), ("y",)
    )

    assert open_now["after"]["review"] == "fix"


def test_a_call_that_wrote_nothing_overwrites_nothing():
    walk = Walk(calls_in_branches())

    open_now = told(walk, ("before", review("fix")), ("x",), ("b", review("pass")), ("y",))

    assert open_now["after"]["review"] == "pass"


def test_one_of_several_instances_writes_what_it_wrote_and_not_what_it_inherited():
    walk = Walk(SAMPLES["instances"]())
    told(walk, ("a", review("fix")), ("sign", review("pass")))

    open_now = told(walk, ("sign", {"x": "1"}), ("sign",))

    assert (open_now["z"]["review"], open_now["z"]["x"]) == ("pass", "1")


def test_of_several_instances_the_last_write_counts():
    walk = Walk(SAMPLES["instances"]())
    told(walk, ("a", review("fix")), ("sign", review("pass")), ("sign", review("fix")))

    assert told(walk, ("sign",))["z"]["review"] == "fix"


@pytest.mark.parametrize("inside", ["call", "block", "sign"])
def test_what_is_interrupted_by_a_timer_leaves_nothing(inside):
    d = Drawing()
    d.start(), d.user("a")
    if inside == "block":
        d.inside("block"), d.start("s"), d.user("x"), d.user("y"), d.end("e"), d.outside()
        d.chain("s", "x", "y", "e")
    elif inside == "call":
        d.call("call", "called")
    else:
        d.user("sign")
        d.nodes["sign"]["body"] += (
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality"
            ' xsi:type="bpmn:tFormalExpression">2</bpmn:loopCardinality>'
            "</bpmn:multiInstanceLoopCharacteristics>"
        )
    d.timer("late", inside), d.user("z"), d.end(), d.end("end2")
    d.chain("start", "a", inside, "end"), d.chain("late", "z", "end2")
    walk = Walk({**calls_in_branches(), "main": d.xml()})
    told(walk, ("a", review("fix")), ("sign" if inside == "sign" else "x", review("pass")))

    walk.fire("late")

    assert [(t.task_spec.bpmn_id, t.data["review"]) for t in walk.open()] == [("z", "fix")]
