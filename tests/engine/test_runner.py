# ruff: noqa: D102 - short names for what people do
"""The commands on instances: what they save, and that a refusal saves nothing."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from engine import clock, codec
from engine.advance import Prepared
from engine.errors import (
    ConditionFailed,
    Conflict,
    EngineError,
    ErrorUncaught,
    InstanceMissing,
    InstanceNotRunning,
    InstanceStuck,
    ReturnRefused,
    RoutingRefused,
    TaskNotOpen,
)
from engine.instance import Status
from engine.procedure import Procedure, ProcedureVersion
from engine.runner import Engine
from engine.store import MemoryStore
from engine.trajectory import Kind
from tests.benchmarks.case import procedure
from tests.engine.drawing import Drawing
from tests.engine.samples import SAMPLES
from tests.engine.walking import INSTANCE, NOON, ROUTES

WANG = {"actor": "wang", "role": "officer", "body": "b1"}
LI = {"actor": "li", "role": "unit_head", "body": "b1"}
DAY = timedelta(days=1)


class EngineDesk:
    """An engine on a store in memory and one instance, with a clock that people move."""

    def __init__(self, name, routing=None):
        self._begin(ProcedureVersion(7, name, 1, "测试流程", "main", SAMPLES[name]()), routing)

    @classmethod
    def on(cls, version, routing=None):
        desk = cls.__new__(cls)
        desk._begin(version, routing)
        return desk

    def _begin(self, version, routing):
        self.version = version
        self.store = MemoryStore()
        self.engine = Engine(self.store, {7: self.version}.__getitem__)
        self.at = NOON
        with clock.fixed(self.at):
            self.started = self.engine.start(self.version, INSTANCE, routing=routing, **WANG)

    def todo(self, node=None):
        todos = [t for t in self.store.todos.values() if node in (None, t.node)]
        return min(todos, key=lambda t: t.opened_at)

    def do(self, command, *args, **order):
        self.at += DAY
        with clock.fixed(self.at):
            return getattr(self.engine, command)(*args, **{**WANG, **order})

    def complete(self, node=None, **order):
        return self.do("complete", self.todo(node).id, INSTANCE, **order)

    def back(self, node, target, **order):
        return self.do("send_back", self.todo(node).id, INSTANCE, target, **order)

    def fire(self, node):
        key = next(t.key for t in self.store.timers.values() if t.node == node)
        return self.do("wake", INSTANCE, key)

    def nodes(self):
        return sorted(t.node for t in self.store.todos.values())

    def stored(self):
        return self.store.instances[INSTANCE]


def frozen(store):
    return {name: dict(value) for name, value in vars(store).items()}


def test_a_start_opens_the_first_task_and_writes_one_step():
    desk = EngineDesk("sequence", {"filing": "yes"})

    (step,) = desk.engine.trajectory(INSTANCE)
    assert (step.seq, step.kind, step.actor, step.body) == (1, Kind.START, "wang", "b1")
    assert step.outcome == {"filing": "yes"}
    assert step.passed == ("start",)
    assert step.state_digest == sha256(desk.stored().blob).hexdigest()
    assert (desk.stored().ver, desk.stored().status) == (1, Status.RUNNING)
    assert desk.started.opened == (desk.todo(),)


def test_a_todo_carries_all_that_its_diagram_says():
    desk = EngineDesk("nested")
    for node in ("a", "b"):
        desk.complete(node)

    todo = desk.todo("x")

    assert (todo.process, todo.node, todo.name, todo.role) == ("inner", "x", "x", "officer")
    assert (todo.acts, todo.act, todo.form, todo.document) == (
        ("act.x",),
        "act.x",
        "form/x",
        "form/x",
    )
    assert todo.scope == ("outer", "first")
    assert (todo.stage, todo.serves, todo.previous) == ("调查", ("form/b",), "b")
    assert todo.opened_at == desk.at
    assert desk.stored().stage == "调查"
    seen = desk.engine.look(INSTANCE)
    assert seen.todos == (todo,)
    assert (seen.status, seen.ver, seen.stage) == (Status.RUNNING, 3, "调查")
    desk.complete("x")
    assert desk.todo("y").returns == ("x", "b", "a")


def test_a_step_tells_who_did_what_when_and_where_it_went():
    desk = EngineDesk("nested")
    desk.complete("a")

    advance = desk.complete("b", routing={"review": "pass"}, digest="d1", **LI)

    step = advance.step
    assert step == desk.engine.trajectory(INSTANCE)[-1]
    assert (step.seq, step.kind, step.process, step.node) == (3, Kind.COMPLETE, "outer", "b")
    assert (step.actor, step.role, step.body) == ("li", "unit_head", "b1")
    assert (step.scope, step.acts, step.previous) == (("outer",), ("act.b",), "a")
    assert (step.opened_at, step.at) == (NOON + DAY, NOON + 2 * DAY)
    assert (step.outcome, step.digest, step.version) == ({"review": "pass"}, "d1", 7)
    assert step.passed == ("outer/first/start",)
    assert step.todo in advance.closed


def test_a_receive_task_waits_with_its_timer_beside_it():
    desk = EngineDesk("receive")

    opened = {timer.node: timer for timer in desk.complete("a").timers_set}

    assert {node: timer.kind for node, timer in opened.items()} == {
        "answer": "message", "late": "timer"
    }  # fmt: skip
    assert (opened["answer"].host, opened["answer"].task) == ("", None)
    assert (opened["late"].host, opened["late"].task) == ("answer", opened["answer"].key)
    assert desk.fire("answer").timers_dropped == (opened["answer"].key, opened["late"].key)
    assert desk.nodes() == ["b"]


def test_the_timer_beside_a_receive_task_ends_the_wait():
    desk = EngineDesk("receive")
    desk.complete("a")

    assert desk.fire("late").is_completed


def ending_in_error(caught_by=None):
    """Draw a called process with an error end, and who catches what around the call."""
    error = "<bpmn:errorEventDefinition id='{}' errorRef='{}' />"
    codes = "<bpmn:error id='e1' name='超期' errorCode='{}' />"
    main, called = Drawing("main"), Drawing("called")
    main.start(), main.user("a"), main.call("call", "called")
    if caught_by:
        main.node(
            "boundaryEvent", "caught", body=error.format("c1", "e1"), host="call",
            attachedToRef="call",
        )  # fmt: skip
    main.user("z"), main.end()
    main.chain("start", "a", "call", "z", "end")
    if caught_by:
        main.user("mend"), main.end("end2"), main.chain("caught", "mend", "end2")
    called.start(), called.user("x"), called.xor("g"), called.end()
    called.end("failed", error.format("t1", "e1"))
    called.chain("start", "x", "g")
    called.flow("g", "failed", "x == '1'"), called.flow("g", "end", default=True)
    files = {"main": main.text(), "called": called.text()}
    given = {"main": codes.format(caught_by), "called": codes.format("late")}
    return {
        name: text.replace("<bpmn:process", given[name] + "<bpmn:process", 1).encode()
        for name, text in files.items()
    }


def at_error(files):
    version = ProcedureVersion(7, "main", 1, "测试流程", "main", files)
    desk = EngineDesk.on(version)
    desk.complete("a")
    return desk


@pytest.mark.parametrize("caught_by", [None, "other"])
def test_an_error_that_nobody_catches_is_no_end(caught_by):
    desk = at_error(ending_in_error(caught_by))
    before = frozen(desk.store)

    with pytest.raises(ErrorUncaught) as caught:
        desk.complete("x", routing={"x": "1"})

    assert (caught.value.process, caught.value.node) == ("called", "failed")
    assert frozen(desk.store) == before
    assert desk.complete("x", routing={"x": "0"}).opened[0].node == "z"


def test_an_error_that_is_caught_goes_on_there_and_carries_its_values():
    desk = at_error(ending_in_error("late"))

    advance = desk.complete("x", routing={"x": "1", "review": "fix"})

    assert [todo.node for todo in advance.opened] == ["mend"]
    (task,) = codec.load(desk.stored().blob, desk.version.specs, INSTANCE).open_tasks()
    assert task.data == {"x": "1", "review": "fix"}


def test_an_instance_runs_to_its_end():
    desk = EngineDesk("sequence")
    for _ in range(3):
        advance = desk.complete()

    assert advance.is_completed
    assert desk.stored().status is Status.COMPLETED
    assert not desk.store.todos
    assert [s.node for s in desk.engine.trajectory(INSTANCE)] == ["", "a", "b", "c"]
    assert desk.engine.todos(INSTANCE) == []


def test_the_second_of_two_officers_is_told_who_was_first():
    desk = EngineDesk("sequence")
    first = desk.todo().id
    desk.complete(**LI)
    before = frozen(desk.store)

    with pytest.raises(TaskNotOpen, match="已办理") as caught:
        desk.do("complete", first, INSTANCE)

    assert caught.value.step.actor == "li"
    assert frozen(desk.store) == before


def test_the_last_task_tells_its_winner_too():
    desk = EngineDesk("sequence")
    for _ in range(3):
        last = desk.todo().id
        desk.complete(**LI)

    with pytest.raises(TaskNotOpen) as caught:
        desk.do("complete", last, INSTANCE)
    assert caught.value.step.actor == "li"


def test_a_task_that_was_never_open_is_not_open():
    desk = EngineDesk("sequence")

    with pytest.raises(TaskNotOpen, match="不在待办状态") as caught:
        desk.do("complete", uuid4(), INSTANCE)
    assert caught.value.step is None


def test_an_unknown_instance_is_missing():
    desk = EngineDesk("sequence")

    with pytest.raises(InstanceMissing):
        desk.do("complete", uuid4(), uuid4())


def test_a_change_between_load_and_save_is_a_conflict_and_writes_nothing():
    desk = EngineDesk("parallel")
    desk.complete("before")
    a, b = desk.todo("a"), desk.todo("b")

    def meanwhile(advance):
        if not meanwhile.done:
            meanwhile.done = True
            desk.do("complete", b.id, INSTANCE, **LI)

    meanwhile.done = False
    with pytest.raises(Conflict) as caught:
        desk.do("complete", a.id, INSTANCE, prepare=meanwhile)
    assert caught.value.winner.actor == "li"
    assert desk.nodes() == ["a"]

    desk.complete("a")
    assert desk.nodes() == ["a2"]


def test_one_key_sent_ten_times_has_one_effect_and_equal_answers():
    desk = EngineDesk("sequence")
    todo = desk.todo().id
    calls = []

    def prepare(advance):
        calls.append(advance)
        return Prepared(answer={"number": "1"})

    answers = [
        desk.do("complete", todo, INSTANCE, request_key="k1", prepare=prepare) for _ in range(10)
    ]

    assert len(calls) == 1
    assert {a.answer["number"] for a in answers} == {"1"}
    assert [a.replayed for a in answers] == [False] + [True] * 9
    assert desk.stored().ver == 2


def test_a_start_with_a_key_is_done_once():
    desk = EngineDesk("sequence")
    for _ in range(2):
        advance = desk.engine.start(desk.version, UUID(int=5), request_key="s1", **WANG)

    assert advance.replayed
    assert desk.store.instances[UUID(int=5)].ver == 1


def refuse(advance):
    raise EngineError("证据不足")


def test_what_the_platform_refuses_saves_nothing():
    desk = EngineDesk("sequence")
    before = frozen(desk.store)

    for hook in ("before", "prepare"):
        with pytest.raises(EngineError, match="证据不足"):
            desk.complete(**{hook: refuse})

    assert frozen(desk.store) == before
    desk.complete("a")


def test_a_failed_condition_saves_nothing_and_can_be_repaired():
    desk = EngineDesk("choice")
    before = frozen(desk.store)

    with pytest.raises(ConditionFailed, match="没有“filing”这一项"):
        desk.complete("a")
    assert frozen(desk.store) == before

    step = desk.do("retry", INSTANCE, routing={"filing": "yes"}, **LI).step
    assert (step.kind, step.outcome) == (Kind.REPAIR, {"filing": "yes"})
    desk.complete("a")
    assert desk.nodes() == ["b"]


def test_the_platform_sees_the_task_under_the_lock_before_it_runs():
    desk = EngineDesk("sequence")
    seen = []

    desk.complete(before=seen.append)

    assert [t.node for t in seen] == ["a"]


def test_timers_carry_their_deadline_and_get_their_due_from_the_platform():
    desk = EngineDesk("boundary")
    due = NOON + 5 * DAY

    advance = desk.complete(
        "a", prepare=lambda a: Prepared(dues={t.key: due for t in a.timers_set})
    )

    (timer,) = desk.store.timers.values()
    assert advance.timers_set == (timer,)
    assert (timer.node, timer.kind, timer.duration, timer.host) == ("late", "timer", "P5D", "b")
    assert timer.task == desk.todo("b").id
    assert (timer.due, timer.set_at) == (due, desk.at)
    assert desk.engine.timers(INSTANCE) == [replace(timer, due=None)]


def test_a_due_timer_fires_once():
    desk = EngineDesk("boundary")
    desk.complete("a")
    (key,) = desk.store.timers

    advance = desk.do("wake", INSTANCE, key, desk.at + 3 * DAY, actor=None)

    assert (advance.step.kind, advance.step.node, advance.step.actor) == (Kind.TIMER, "late", None)
    assert advance.step.at == NOON + 4 * DAY
    assert desk.nodes() == ["d"]
    assert not desk.store.timers
    assert desk.do("wake", INSTANCE, key) is None


def test_a_timer_of_a_completed_task_is_dropped():
    desk = EngineDesk("boundary")
    desk.complete("a")
    (key,) = desk.store.timers

    advance = desk.complete("b")

    assert advance.timers_dropped == (key,)
    assert desk.do("wake", INSTANCE, key) is None


def test_a_message_is_delivered_by_the_same_command():
    desk = EngineDesk("messages")
    desk.complete("a")
    (wait,) = desk.store.timers.values()
    assert (wait.kind, wait.node) == ("message", "answer")

    advance = desk.do("wake", INSTANCE, wait.key, routing={"x": "1"})

    assert advance.step.kind is Kind.MESSAGE
    assert advance.step.outcome == {"x": "1"}
    assert desk.nodes() == ["b"]


def test_a_return_goes_only_where_the_diagram_allows():
    desk = EngineDesk("sequence")
    desk.complete("a")

    with pytest.raises(ReturnRefused, match="不允许"):
        desk.back("b", "c")
    advance = desk.back("b", "a", routing={"x": "1"}, digest="d")

    assert (advance.step.kind, advance.step.node, advance.step.target) == (Kind.RETURN, "b", "a")
    assert desk.nodes() == ["a"]
    assert desk.todo("a").previous == "b"
    desk.complete("a")
    desk.complete("b")
    desk.complete("c")
    assert desk.stored().status is Status.COMPLETED


def test_a_return_to_the_calling_process_drops_its_timers():
    desk = EngineDesk("nested")
    for node in ("a", "b", "x"):
        desk.complete(node)
    assert [t.node for t in desk.store.timers.values()] == ["late"]

    advance = desk.back("y", "b")

    assert desk.nodes() == ["b"]
    assert len(advance.timers_dropped) == 1
    assert not desk.store.timers


def test_a_task_is_taken_back_by_who_completed_it():
    desk = EngineDesk("sequence")
    first = desk.todo().id
    desk.complete("a")

    advance = desk.do("withdraw", first, INSTANCE)

    assert (advance.step.kind, advance.step.node, advance.step.todo) == (Kind.WITHDRAW, "a", first)
    assert desk.nodes() == ["a"]
    desk.complete("a")
    with pytest.raises(ReturnRefused):
        desk.do("withdraw", first, INSTANCE)


def test_a_suspended_instance_stands_still_and_opens_the_same_tasks_again():
    desk = EngineDesk("boundary")
    desk.complete("a")
    todos, timers = set(desk.store.todos), set(desk.store.timers)
    todo = desk.todo()

    advance = desk.do("suspend", INSTANCE, digest="d")
    assert set(advance.closed) == todos
    assert set(advance.timers_dropped) == timers
    assert desk.stored().status is Status.SUSPENDED
    assert desk.engine.todos(INSTANCE) == []
    with pytest.raises(TaskNotOpen):
        desk.do("complete", todo.id, INSTANCE)
    with pytest.raises(InstanceNotRunning, match="已中止"):
        desk.do("suspend", INSTANCE)
    assert desk.do("wake", INSTANCE, next(iter(timers))) is None

    desk.do("resume", INSTANCE)
    assert set(desk.store.todos) == todos
    assert set(desk.store.timers) == timers
    assert desk.todo().opened_at == todo.opened_at
    assert desk.todo().previous == "a"
    with pytest.raises(InstanceNotRunning, match="办理中"):
        desk.do("resume", INSTANCE)
    desk.complete("b")


@pytest.mark.parametrize("status", [Status.TERMINATED, Status.WITHDRAWN])
@pytest.mark.parametrize("suspended", [False, True])
def test_a_halted_instance_is_over(status, suspended):
    desk = EngineDesk("nested")
    for node in ("a", "b"):
        desk.complete(node)
    if suspended:
        desk.do("suspend", INSTANCE)

    advance = desk.do("halt", INSTANCE, status, **LI)

    assert (advance.status, advance.step.kind) == (status, Kind.HALT)
    assert not desk.store.todos
    assert not desk.store.timers
    for command in ("suspend", "resume", "halt", "retry"):
        with pytest.raises(InstanceNotRunning):
            desk.do(command, INSTANCE)


def test_an_instance_is_not_halted_into_a_running_state():
    with pytest.raises(ValueError, match="terminated or withdrawn"):
        EngineDesk("sequence").do("halt", INSTANCE, Status.COMPLETED)


@pytest.mark.parametrize(
    "routing",
    [
        {"a": 1.5},
        {"a": [1]},
        {"a": {"b": 1}},
        {"typename": "x"},
        {"": "x"},
        {"a": "x" * 1001},
        {1: "x"},
    ],
)
def test_only_plain_routing_values_are_taken(routing):
    desk = EngineDesk("sequence")

    with pytest.raises(RoutingRefused):
        desk.complete(routing=routing)
    assert desk.stored().ver == 1


def test_an_instance_that_nobody_could_move_is_refused():
    d = Drawing()
    d.start(), d.user("a"), d.xor("g"), d.par("join"), d.user("z"), d.end()
    d.chain("start", "a", "g")
    d.flow("g", "join", "x == '1'")
    d.flow("g", "join", default=True)
    d.chain("join", "z", "end")
    d.par("other"), d.flow("other", "join"), d.flow("g", "other", "x == '2'")
    version = ProcedureVersion(1, "k", 1, "死锁", "main", {"main": d.xml()})
    engine = Engine(MemoryStore(), {1: version}.__getitem__)
    (todo,) = engine.start(version, INSTANCE).opened

    with pytest.raises(InstanceStuck, match="停滞"):
        engine.complete(todo.id, INSTANCE, routing={"x": "3"})


def test_an_instance_stays_on_the_version_it_began_with():
    first = ProcedureVersion(1, "k", 1, "一版", "main", SAMPLES["sequence"]())
    second = ProcedureVersion(2, "k", 2, "二版", "main", SAMPLES["parallel"]())
    engine = Engine(MemoryStore(), {1: first, 2: second}.__getitem__)
    old, new = UUID(int=1), UUID(int=2)
    (a,) = engine.start(first, old).opened
    (b,) = engine.start(second, new).opened

    assert [t.node for t in engine.complete(a.id, old).opened] == ["b"]
    assert [t.node for t in engine.complete(b.id, new).opened] == ["a", "b"]


def test_called_processes_side_by_side_know_where_they_are():
    desk = EngineDesk("parallel_calls")

    assert sorted(t.scope for t in desk.store.todos.values()) == [("left",), ("right",)]
    assert {t.task for t in desk.store.timers.values()} == set(desk.store.todos)


def shipped_case():
    """Go the longest way through the shipped penalty procedure, hearing included."""
    version = ProcedureVersion.of(procedure(), id=3)
    store = MemoryStore()
    engine = Engine(store, {3: version}.__getitem__)
    values = {name: options[0] for name, options in ROUTES.items()}
    sizes = []
    engine.start(version, INSTANCE, routing=values, **WANG)
    while store.todos or store.timers:
        for todo in list(store.todos.values()):
            if todo.id in store.todos:
                engine.complete(todo.id, INSTANCE, routing=values, **WANG)
                sizes.append(len(store.instances[INSTANCE].blob))
    return engine, store, sizes


def test_a_shipped_case_ends_small_and_its_trajectory_hangs_together():
    engine, store, sizes = shipped_case()

    assert store.instances[INSTANCE].status is Status.COMPLETED
    steps = engine.trajectory(INSTANCE)
    assert len(sizes) >= 34
    assert sizes[33] <= 3100
    assert sizes[-1] <= 4096
    assert [s.seq for s in steps] == list(range(1, len(steps) + 1))
    done = {s.node for s in steps}
    assert all(s.previous in done for s in steps)
    assert steps[-1].scope == ("closing",)


def test_a_procedure_names_a_missing_diagram():
    with pytest.raises(EngineError, match="缺少流程“outer”"):
        Procedure("k", "标题", "main", {"main": SAMPLES["nested"]()["main"]}).needed()


def test_the_digest_of_a_procedure_covers_what_it_calls():
    files = SAMPLES["nested"]()
    one = Procedure("k", "标题", "main", {**files, "unrelated": b"x"})
    other = Procedure("k", "标题", "main", {**files, "inner": files["inner"] + b" "})

    assert one.digest() == ProcedureVersion.of(one).hash != other.digest()


def test_a_message_sets_values_over_those_of_earlier_steps():
    """What a wait takes over from the step before must not undo what the message brings."""
    drawing = Drawing()
    drawing.start(), drawing.user("a"), drawing.receive("wait", "办结", "receiveTask")
    drawing.xor("gate"), drawing.user("again"), drawing.user("on"), drawing.end("e1")
    drawing.end("e2")
    drawing.chain("start", "a", "wait", "gate", "again", "e1"), drawing.chain("on", "e2")
    drawing.flow("gate", "on", cond='x == "new"')
    for flow in drawing.flows:
        if (flow["source"], flow["target"]) == ("gate", "again"):
            drawing.nodes["gate"]["attributes"]["default"] = flow["id"]
    desk = EngineDesk.on(ProcedureVersion(7, "t", 1, "测试流程", "main", {"main": drawing.xml()}))
    desk.complete("a", routing={"x": "old"})
    (wait,) = desk.store.timers.values()

    desk.do("wake", INSTANCE, wait.key, routing={"x": "new"})

    assert desk.nodes() == ["on"]
