"""The upload gate: hostile files are refused by name and line, harmless ones are accepted."""

import random
import re
from time import monotonic, process_time

import pytest

from engine import gate
from engine.diagram import Diagram
from engine.errors import EngineError
from engine.gate import check_file
from engine.gate_file import inspect
from engine.parser import parse_bundle
from engine.workflow import EngineWorkflow
from tests.engine.drawing import Drawing
from tests.engine.hostile import CLEAN, HOSTILE, drawn, edit
from tests.engine.samples import SAMPLES, shipped
from tests.engine.walking import INSTANCE, NOON

SHIPPED = shipped()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(name):
    xml, reason = HOSTILE[name]

    findings = inspect(xml)

    assert findings
    assert all(f.severity == "block" and f.rule.startswith("gate.") for f in findings)
    assert all(re.search(r"[\u4e00-\u9fff]", f.message) for f in findings)
    assert reason is None or any(reason in f.message for f in findings), findings
    assert all(f.rule in ("gate.file", "gate.size") or f.elements or f.line for f in findings)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_harmless_files_are_accepted(name):
    for xml in SAMPLES[name]().values():
        assert inspect(xml) == []


@pytest.mark.parametrize("process", sorted(SHIPPED))
def test_shipped_files_are_accepted(process):
    assert inspect(SHIPPED[process]) == []


def harmless(build):
    return inspect(drawn(build))


def test_named_operators_are_accepted_where_the_platform_offers_them():
    def build(d):
        d.start(), d.node("serviceTask", "op", props={"operator": "number"}), d.end()
        d.chain("start", "op", "end")

    assert inspect(drawn(build), frozenset({"number"})) == []


def test_colors_notes_and_comments_are_accepted():
    note = (
        '<bpmn:textAnnotation id="note"><bpmn:text>说明</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="link" sourceRef="a" targetRef="note" /></bpmn:process>'
    )
    drawing = (
        '<bpmndi:BPMNShape id="note_di" bpmnElement="note"><dc:Bounds x="40" y="600" width="90"'
        ' height="40" /></bpmndi:BPMNShape><bpmndi:BPMNEdge id="link_di" bpmnElement="link">'
        '<di:waypoint x="1" y="1" /><di:waypoint x="2" y="2" /></bpmndi:BPMNEdge>'
        "</bpmndi:BPMNPlane>"
    )
    color = 'id="b_di" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" bioc:stroke="#f00"'

    assert (
        inspect(
            edit(
                ("</bpmn:process>", note),
                ("</bpmndi:BPMNPlane>", drawing),
                ('id="b_di"', color),
                ("<bpmn:laneSet", "<!-- 泳道 --><bpmn:laneSet"),
            )
        )
        == []
    )


def test_nested_blocks_loops_and_skipped_branches_are_accepted():
    def build(d):
        d.start(), d.user("z"), d.any("p"), d.par("q"), d.user("a"), d.user("b"), d.par("r")
        d.user("c"), d.any("j"), d.xor("g"), d.end()
        d.chain("start", "z", "p", "q", "a", "r", "j", "g"), d.chain("q", "b", "r")
        d.flows[2].update(cond="x == '1'", name="x")
        d.flow("p", "c", "y == '1'"), d.flow("c", "j"), d.flow("p", "j", default=True)
        d.flow("g", "z", "x == '1'"), d.flow("g", "end", default=True)

    assert harmless(build) == []


def test_the_child_answers_in_time_and_gives_the_same_findings():
    began = monotonic()
    findings = check_file(HOSTILE["orphan"][0])

    assert findings == inspect(HOSTILE["orphan"][0])
    assert check_file(CLEAN.encode()) == []
    assert monotonic() - began < 4


def blocks(count):
    """Nest parallel blocks in one another."""
    d = Drawing()
    d.start()
    for n in range(count):
        d.par(f"p{n}"), d.user(f"t{n}")
    d.user("middle")
    for n in range(count):
        d.par(f"j{n}")
    d.end()
    d.chain("start", *(f"p{n}" for n in range(count)), "middle")
    d.chain("middle", *(f"j{n}" for n in reversed(range(count))), "end")
    for n in range(count):
        d.chain(f"p{n}", f"t{n}", f"j{n}")
    return d.xml()


def repeated(text, marker):
    """Fill a file up to a megabyte."""
    return edit((marker, text * (900_000 // len(text)) + marker))


SETTING = '<spiffworkflow:property name="x" value="1" />'
NEXT_TASK = '</bpmn:userTask>\n<bpmn:userTask id="c"'
MANY = " ".join(f'a{n}=">"' for n in range(700))
LARGE = {
    "deep blocks": blocks(60),
    "properties": repeated(SETTING, "</spiffworkflow:properties>"),
    "flows listed": repeated("<bpmn:incoming>f0</bpmn:incoming>", NEXT_TASK),
    "ids": repeated('<bpmn:userTask id="a" name="x" />', "</bpmn:process>"),
    "messages": repeated('<bpmn:message id="m" name="m" />', "<bpmn:process"),
    "shapes": repeated('<bpmndi:BPMNShape bpmnElement="a" />', "</bpmndi:BPMNPlane>"),
    "comments": repeated("<!-- -->", "</bpmn:process>"),
    "attributes": edit(('name="b"', " ".join(f'a{n}="1"' for n in range(60_000)))),
    "attributes everywhere": repeated(f"<bpmn:userTask {MANY} />", "</bpmn:process>"),
    "names": edit(('name="b"', f'name="{"名" * 250_000}"')),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_file_made_to_be_slow_is_answered_in_two_seconds(name):
    began = process_time()

    inspect(LARGE[name])

    assert process_time() - began < 2


def test_a_child_that_takes_too_long_is_killed(monkeypatch):
    monkeypatch.setattr(gate, "CODE", "import time; time.sleep(60)")

    (finding,) = check_file(CLEAN.encode(), seconds=0.2)

    assert finding.message == "检查超时，文件过于复杂"
    assert not finding.complete


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise SystemExit(3)"])
def test_a_child_that_dies_means_refused(monkeypatch, code):
    monkeypatch.setattr(gate, "CODE", code)

    (finding,) = check_file(CLEAN.encode())

    assert "不予接受" in finding.message


def test_the_child_may_use_no_more_than_its_memory(monkeypatch):
    code = "from engine.gate_child import main\nimport engine.gate_child as c\n"
    code += "c.inspect = lambda xml, names: bytearray(2**31)\nmain()"
    monkeypatch.setattr(gate, "CODE", code)

    (finding,) = check_file(CLEAN.encode())

    assert "资源耗尽" in finding.message


def test_a_large_file_never_reaches_the_child(monkeypatch):
    monkeypatch.setattr(gate.subprocess, "run", None)

    (finding,) = check_file(b" " * 1_000_001)

    assert "1 MB" in finding.message


@pytest.mark.parametrize("seed", range(150))
def test_mutated_files_never_crash_the_gate_and_accepted_ones_run(seed):
    """Change, drop, double or swap pieces of a file; what passes must parse and start."""
    chance = random.Random(seed)
    name = chance.choice(["choice", "parallel", "boundary", "embedded", "instances"])
    text = SAMPLES[name]()["main"].decode()
    pieces = re.split(r"(?=[<\"])", text)
    for _ in range(chance.randrange(1, 4)):
        here, there = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        kind = chance.randrange(4)
        if kind == 0:
            pieces[here] = ""
        elif kind == 1:
            pieces[here] += pieces[there]
        elif kind == 2:
            pieces[here], pieces[there] = pieces[there], pieces[here]
        else:
            letters = list(pieces[here])
            letters[chance.randrange(len(letters))] = chance.choice("ax1<>\"'&/ 字\u202e")
            pieces[here] = "".join(letters)
    xml = "".join(pieces).encode()

    findings = inspect(xml)

    if findings:
        return
    Diagram.read(xml)
    try:
        EngineWorkflow(parse_bundle({"main": xml}, "main"), INSTANCE).start(NOON, {})
    except EngineError as error:
        pytest.fail(f"accepted but cannot be run: {error}")
