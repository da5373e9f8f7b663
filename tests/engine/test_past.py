"""What is behind an instance costs no step anything, and comes back when a return asks for it."""

import random
import statistics
import time
from datetime import timedelta
from uuid import uuid4

import pytest

from engine import clock, codec, past, returns
from engine.errors import ReturnRefused
from engine.past import LEAST, MOST
from engine.procedure import ProcedureVersion
from engine.runner import Engine
from engine.store import MemoryStore
from engine.warm import Warm
from tests.engine.drawing import Drawing
from tests.engine.library_json import thaw
from tests.engine.roundtrip import compare, picture
from tests.engine.samples import SAMPLES
from tests.engine.test_returns import targets
from tests.engine.walking import INSTANCE, NOON, Walk


def looped(rounds, name="loop"):
    """Walk round and round, saved and restored at every step."""
    walk = Walk(SAMPLES[name]())
    for _ in range(rounds):
        walk.complete("a")
        walk.save_and_restore()
        walk.complete("b", review="fix")
        walk.save_and_restore()
    return walk


def test_the_past_is_let_go_and_nothing_else():
    walk = looped(60)

    assert walk.names() == ["a"]
    assert len(walk.workflow.tasks) < 2 * LEAST + 16
    assert 1 <= len(walk.workflow.past) <= 3
    thaw(walk.workflow)
    assert [t.task_spec.name for t in walk.workflow.tasks.values()].count("b") >= 60
    assert walk.workflow.past == []


def test_what_was_let_go_comes_back_as_it_was():
    untouched, saved = Walk(SAMPLES["loop"]()), Walk(SAMPLES["loop"]())
    for round in range(80):
        for walk in (untouched, saved):
            walk.complete("a", x=str(round % 3))
            walk.complete("b", review="fix")
        saved.save_and_restore()

    thaw(saved.workflow)

    assert picture(saved.workflow) == picture(untouched.workflow)


@pytest.mark.parametrize("name", ["loop", "embedded", "nested", "parallel", "boundary"])
def test_bytes_and_library_agree_on_a_state_with_a_past(name):
    walk = Walk(SAMPLES[name](), seed=5)
    walk.random = random.Random(5)
    for _ in range(300):
        if not walk.step():
            break
        walk.save_and_restore()

    compare(walk.workflow)


def test_a_return_recalls_only_as_much_as_it_needs():
    d = Drawing()
    d.start(), d.user("first"), d.user("a"), d.user("b", returns="a first"), d.xor("g"), d.end()
    d.chain("start", "first", "a", "b", "g")
    d.flow("g", "a", 'review == "fix"'), d.flow("g", "end", default=True)
    walk = Walk({"main": d.xml()})
    walk.complete("first", x="0")
    for round in range(120):
        walk.complete("a", x=str(round % 2))
        walk.complete("b", review="fix")
        walk.save_and_restore()
    walk.complete("a")
    lines = len(walk.workflow.past)
    assert lines >= 2

    returns.send_back(walk.open()[0], "a")
    assert len(walk.workflow.past) == lines
    walk.workflow.run()
    walk.complete("a")
    walk.save_and_restore()
    returns.send_back(walk.open()[0], "first")
    walk.workflow.run()

    assert walk.names() == ["first"]
    assert walk.workflow.past == []
    compare(walk.workflow)
    walk.save_and_restore()
    for name in ("first", "a", "b"):
        walk.complete(name, review="pass")
    assert walk.workflow.is_completed()


def test_a_return_to_what_was_never_done_is_refused_with_the_whole_past_looked_at():
    walk = looped(60)
    walk.complete("a")

    with pytest.raises(ReturnRefused, match="没有要退回的环节"):
        returns.send_back(walk.open()[0], "ghost")


def test_a_task_of_the_past_is_not_withdrawn():
    walk = Walk(SAMPLES["loop"]())
    first = walk.open()[0].id
    for _ in range(60):
        walk.complete("a")
        walk.complete("b", review="fix")
        walk.save_and_restore()

    with pytest.raises(ReturnRefused, match="已经办理"):
        returns.withdraw(walk.workflow, first)
    with pytest.raises(ReturnRefused, match="未办结"):
        returns.withdraw(walk.workflow, uuid4())


def test_a_branch_with_a_long_past_joins_by_its_last_writes():
    d = Drawing()
    d.start(), d.user("before"), d.par("p"), d.call("left", "rework"), d.user("right"), d.par("j")
    d.user("after", returns="before"), d.end()
    d.chain("start", "before", "p", "left", "j", "after", "end"), d.chain("p", "right", "j")
    files = {"main": d.xml(), "rework": SAMPLES["loop"]()["main"].replace(b'"main"', b'"rework"')}
    walk = Walk(files)
    walk.complete("before", review="pass", x="1", y="1")
    walk.complete("a", y="1")
    walk.complete("right", y="0", x="0")
    for _ in range(60):
        walk.complete("b", review="fix")
        walk.save_and_restore()
        walk.complete("a")
    walk.complete("b", review="pass")

    after = walk.open()[0]
    assert (after.task_spec.bpmn_id, after.data["review"]) == ("after", "pass")
    assert (after.data["x"], after.data["y"]) == ("0", "1")


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"instances"}))
@pytest.mark.parametrize("seed", range(4))
def test_random_returns_do_the_same_with_the_past_let_go(name, seed, monkeypatch):
    """Two walks are told the same; one is never saved, the other lets go of all it can."""
    monkeypatch.setattr(past, "LEAST", 1)
    monkeypatch.setattr(past, "MOST", 4)
    whole, cut = Walk(SAMPLES[name](), seed=seed), Walk(SAMPLES[name](), seed=seed)
    choose = random.Random(seed)
    for step in range(60):
        cut.save_and_restore()
        assert whole.names() == cut.names()
        if not whole.open():
            break
        here = choose.randrange(len(whole.open()))
        choices = targets(whole.open()[here]) if step < 45 and choose.random() < 0.4 else []
        target, written = choose.choice(choices or [""]), {f"v{step}": step, "x": str(step % 2)}
        for walk in (whole, cut):
            walk.begin()
            task = walk.open()[here]
            task.write({**written, "review": "pass"})
            returns.send_back(task, target) if target else task.run()
            walk.workflow.run()
    thaw(cut.workflow)

    assert picture(cut.workflow) == picture(whole.workflow)


def spent(warm, moves, rounds):
    """Return the processor time of each command of a loop."""
    version = ProcedureVersion(7, "loop", 1, "测试流程", "main", SAMPLES["loop"]())
    store = MemoryStore()
    engine = Engine(store, {7: version}.__getitem__, warm=Warm() if warm else None)
    at, times = NOON, []
    with clock.fixed(at):
        engine.start(version, INSTANCE, actor="wang")
    for _ in range(rounds):
        for command, *arguments, order in moves:
            at += timedelta(hours=5)
            (todo,) = store.todos
            with clock.fixed(at):
                begun = time.process_time()
                getattr(engine, command)(todo, INSTANCE, *arguments, actor="wang", **order)
                times.append(time.process_time() - begun)
    return times


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
@pytest.mark.parametrize(
    "moves",
    [
        [("complete", {}), ("complete", {"routing": {"review": "fix"}})],
        [("complete", {}), ("send_back", "a", {})],
    ],
    ids=["loop", "return"],
)
def test_the_last_of_sixty_rounds_cost_what_the_first_did(warm, moves):
    ratios = []
    for _ in range(7):
        times = spent(warm, moves, 60)
        quarter = len(times) // 4
        ratios.append(statistics.median(times[-quarter:]) / statistics.median(times[:quarter]))

    assert statistics.median(ratios) <= 1.5


def test_five_hundred_rounds_are_a_few_kilobytes():
    walk = looped(499)

    assert len(walk.workflow.tasks) < 2 * LEAST + 16
    assert len(walk.workflow.past) < 499 * 3 / (MOST / 2) + 3
    assert len(codec.dump(walk.workflow)) < 8192
    walk.complete("a")
    walk.complete("b", review="pass")
    assert walk.workflow.is_completed()
