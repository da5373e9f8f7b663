"""Processes that the tests of the engine run: every construct of the palette in small."""

from pathlib import Path

from tests.engine.drawing import Drawing

PROCESSES = Path(__file__).parents[2] / "processes"


def sequence():
    d = Drawing()
    d.start(), d.user("a"), d.user("b", returns="a"), d.user("c", returns="a b"), d.end()
    d.chain("start", "a", "b", "c", "end")
    return {"main": d.xml()}


def choice():
    d = Drawing()
    d.start(), d.user("a"), d.xor("g"), d.user("b"), d.user("c"), d.xor("m", ""), d.end()
    d.chain("start", "a", "g")
    d.flow("g", "b", 'filing == "yes"')
    d.flow("g", "c", default=True)
    d.flow("b", "m"), d.flow("c", "m"), d.flow("m", "end")
    return {"main": d.xml()}


def loop():
    d = Drawing()
    d.start(), d.user("a"), d.user("b", returns="a"), d.xor("g"), d.end()
    d.chain("start", "a", "b", "g")
    d.flow("g", "a", 'review == "fix"')
    d.flow("g", "end", default=True)
    return {"main": d.xml()}


def parallel():
    d = Drawing()
    d.start(), d.user("before"), d.par("split")
    d.user("a"), d.user("a2", returns="a before"), d.user("b"), d.par("join")
    d.user("after", returns="a b before"), d.end()
    d.chain("start", "before", "split", "a", "a2", "join", "after", "end")
    d.chain("split", "b", "join")
    return {"main": d.xml()}


def three_branches():
    d = Drawing()
    d.start(), d.user("before"), d.par("split")
    for branch in "abc":
        d.user(branch, returns="before")
    d.par("join"), d.user("after", returns="before c"), d.end()
    d.chain("start", "before", "split", "a", "join", "after", "end")
    d.chain("split", "b", "join"), d.chain("split", "c", "join")
    return {"main": d.xml()}


def nested_parallel():
    """Build a block in a branch of a block, with a choice and a timer inside."""
    d = Drawing()
    d.start(), d.user("before"), d.par("p"), d.user("a"), d.par("q"), d.user("b")
    d.timer("late", "b"), d.user("c"), d.xor("g"), d.user("c2"), d.xor("m", ""), d.xor("n", "")
    d.par("r"), d.user("inner"), d.par("j"), d.user("after"), d.end()
    d.chain("start", "before", "p", "a", "j", "after", "end")
    d.chain("p", "q", "b", "n", "r", "inner", "j"), d.flow("late", "n")
    d.chain("q", "c", "g")
    d.flow("g", "c2", "x == '1'"), d.flow("g", "m", default=True)
    d.chain("c2", "m", "r")
    return {"main": d.xml()}


def inclusive():
    d = Drawing()
    d.start(), d.user("before"), d.any("split"), d.user("a"), d.user("b"), d.user("c")
    d.any("join"), d.user("after", returns="before a"), d.end()
    d.chain("start", "before", "split")
    d.flow("split", "a", 'x == "1"'), d.flow("split", "b", 'y == "1"')
    d.flow("split", "c", default=True)
    d.flow("a", "join"), d.flow("b", "join"), d.flow("c", "join")
    d.chain("join", "after", "end")
    return {"main": d.xml()}


def boundary(interrupting=True):
    d = Drawing()
    (
        d.start(),
        d.user("a"),
        d.user("b", returns="a"),
        d.timer("late", "b", interrupting=interrupting),
    )
    d.timer("warn", "a", "P3D", interrupting=False)
    d.user("c", returns="a b"), d.user("d"), d.end(), d.end("end2"), d.end("end3")
    d.chain("start", "a", "b", "c", "end"), d.chain("late", "d", "end2"), d.chain("warn", "end3")
    return {"main": d.xml()}


def side_path():
    return boundary(interrupting=False)


def catch():
    d = Drawing()
    d.start(), d.user("a"), d.catch("wait", deadline="DL-17"), d.user("b", returns="a"), d.end()
    d.chain("start", "a", "wait", "b", "end")
    return {"main": d.xml()}


def messages():
    d = Drawing()
    d.start(), d.user("a"), d.receive("answer", "答复"), d.user("b"), d.end()
    d.chain("start", "a", "answer", "b", "end")
    return {"main": d.xml()}


def receive():
    """Build a receive task with a timer beside it."""
    d = Drawing()
    d.start(), d.user("a"), d.receive("answer", "答复", "receiveTask"), d.timer("late", "answer")
    d.user("b", returns="a"), d.end(), d.end("end2")
    d.chain("start", "a", "answer", "b", "end"), d.chain("late", "end2")
    return {"main": d.xml()}


def nested():
    """Three levels: main calls outer, outer calls inner twice, with a timer on one call."""
    main = Drawing("main")
    (
        main.start(),
        main.user("a"),
        main.call("outer", "outer", stage="调查"),
        main.user("z", returns="outer a"),
    )
    main.end()
    main.chain("start", "a", "outer", "z", "end")
    outer = Drawing("outer")
    outer.start(), outer.user("b", returns="a"), outer.call("first", "inner", serves="form/b")
    outer.timer("late", "first"), outer.user("c", returns="b")
    outer.call("second", "inner"), outer.user("d"), outer.end(), outer.end("end2")
    outer.chain("start", "b", "first", "c", "second", "end"), outer.chain("late", "d", "end2")
    inner = Drawing("inner")
    inner.start(), inner.user("x"), inner.user("y", returns="x b a"), inner.end()
    inner.chain("start", "x", "y", "end")
    return {"main": main.xml(), "outer": outer.xml(), "inner": inner.xml()}


def embedded():
    d = Drawing()
    d.start(), d.user("a"), d.inside("block"), d.start("s2"), d.par("p"), d.user("b"), d.user("c")
    d.par("j"), d.end("e2"), d.outside(), d.user("z", returns="block a"), d.xor("g"), d.end()
    d.chain("start", "a", "block", "z", "g")
    d.flow("g", "block", 'review == "fix"')
    d.flow("g", "end", default=True)
    d.chain("s2", "p", "b", "j", "e2"), d.chain("p", "c", "j")
    return {"main": d.xml()}


def parallel_calls():
    main = Drawing("main")
    main.start(), main.par("split"), main.call("left", "called"), main.call("right", "called")
    main.par("join"), main.user("z", returns="left"), main.end()
    main.chain("start", "split", "left", "join", "z", "end"), main.chain("split", "right", "join")
    called = Drawing("called")
    called.start(), called.user("x"), called.timer("late", "x"), called.user("y", returns="x")
    called.xor("m", ""), called.end()
    called.chain("start", "x", "y", "m", "end"), called.chain("late", "m")
    return {"main": main.xml(), "called": called.xml()}


def terminate():
    d = Drawing()
    d.start(), d.user("a"), d.timer("stop", "a", interrupting=False), d.user("b")
    d.end("end", "<bpmn:terminateEventDefinition id='t' />"), d.end("end2")
    d.chain("start", "a", "end"), d.chain("stop", "b", "end2")
    return {"main": d.xml()}


def instances():
    d = Drawing()
    d.start(), d.user("a")
    d.user("sign", returns="a")
    d.nodes["sign"]["body"] += (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality"
        ' xsi:type="bpmn:tFormalExpression">3</bpmn:loopCardinality>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    d.user("z", returns="a"), d.end()
    d.chain("start", "a", "sign", "z", "end")
    return {"main": d.xml()}


SAMPLES = {
    f.__name__: f
    for f in (
        sequence, choice, loop, parallel, three_branches, nested_parallel, inclusive, boundary,
        side_path, catch, messages, receive, nested, embedded, parallel_calls, terminate, instances,
    )
}  # fmt: skip


def shipped():
    """Read the files of processes/, by process id."""
    return {path.stem: path.read_bytes() for path in sorted(PROCESSES.rglob("*.bpmn"))}
