"""The shipped diagrams: drawn to be read, bound to acts, addresses and roles that exist."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml import etree

import processes
from documents.catalogue import DOCUMENTS
from engine.diagram import Diagram
from engine.elements import Shape
from processes.acts import acts

ROOT = Path(processes.__file__).parent
FILES = sorted(ROOT.rglob("*.bpmn"))
READ = [Diagram.read(file.read_bytes()) for file in FILES]
DIAGRAMS = {diagram.process_id: diagram for diagram in READ}
TASKS = [
    pytest.param(diagram, task, id=f"{key}.{task.id}")
    for key, diagram in DIAGRAMS.items()
    for task in diagram.user_tasks()
]

#: Article words that every legal basis must carry.
ARTICLE = "条"

#: Characters of a call activity's name that fit one line.
ONE_LINE = 7

DI = "http://www.omg.org/spec/BPMN/20100524/DI"


@pytest.fixture(params=sorted(DIAGRAMS), ids=str)
def diagram(request):
    return DIAGRAMS[request.param]


def test_every_file_is_named_after_its_process():
    assert {f.stem for f in FILES} == set(DIAGRAMS)


def test_called_processes_exist(diagram):
    called = {node.called for node in diagram.nodes.values() if node.kind == "callActivity"}

    assert called <= set(DIAGRAMS)


@pytest.mark.parametrize(("diagram", "task"), TASKS)
def test_tasks_carry_acts_within_their_binding(diagram, task):
    assert task.acts
    for code in task.acts:
        act = acts()[code]
        assert task.lane in act.roles
        assert not act.documents or task.get("document") in act.documents


@pytest.mark.parametrize(("diagram", "task"), TASKS)
def test_tasks_name_their_legal_basis_and_document(diagram, task):
    assert "《" in task.get("basis")
    assert ARTICLE in task.get("basis")
    assert task.get("form")
    assert task.get("document") in DOCUMENTS


@pytest.mark.parametrize(("diagram", "task"), TASKS)
def test_returns_lead_back_to_an_earlier_task_of_the_same_diagram(diagram, task):
    for target in task.returns:
        assert diagram.nodes[target].is_task
        assert task.id in _reachable(diagram, target)


def test_waits_for_outside_parties_have_a_timer_beside_them(diagram):
    timed = {node.attached_to for node in diagram.nodes.values() if node.event == "timer"}
    waits = {t.id for t in diagram.user_tasks() if any(acts()[code].awaits for code in t.acts)}

    assert waits <= timed


def test_no_two_flows_cross(diagram):
    """Flows with a common end may share a line; all others keep apart."""
    crossings = []
    for one, two in combinations(diagram.flows.values(), 2):
        may_join = one.source == two.source or one.target == two.target
        touch = _pierce if may_join else _meet
        for p in _segments(diagram.edges[one.id]):
            crossings += [(one.id, two.id) for q in _segments(diagram.edges[two.id]) if touch(p, q)]

    assert crossings == []


def test_labels_stand_clear_of_flows_and_of_each_other(diagram):
    labels = _labels(diagram)
    lines = [
        (flow, segment) for flow, points in diagram.edges.items() for segment in _segments(points)
    ]

    assert [(key, flow) for key, box in labels for flow, line in lines if _cuts(line, box)] == []
    assert [(one, two) for (one, a), (two, b) in combinations(labels, 2) if _overlap(a, b)] == []


def test_names_of_called_processes_leave_room_for_the_mark_below_them(diagram):
    calls = [node.name for node in diagram.nodes.values() if node.kind == "callActivity"]

    assert [name for name in calls if len(name) > ONE_LINE] == []


def test_flows_do_not_run_through_shapes(diagram):
    through = []
    for flow in diagram.flows.values():
        for node in diagram.nodes.values():
            if node.id in (flow.source, flow.target) or node.attached_to == flow.source:
                continue
            if diagram.nodes[flow.source].attached_to == node.id:
                continue
            box = diagram.shapes[node.id]
            if any(_cuts(segment, box) for segment in _segments(diagram.edges[flow.id])):
                through.append((flow.id, node.id))

    assert through == []


def test_flows_lead_from_left_to_right_except_loops(diagram):
    """A flow may lead left only back to a step from which its own source is reached."""
    for flow in diagram.flows.values():
        left, right = diagram.shapes[flow.source], diagram.shapes[flow.target]
        if right.center[0] < left.center[0] - 1:
            assert flow.source in _reachable(diagram, flow.target), flow.id


def _reachable(diagram, start):
    seen, todo = set(), [start]
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        todo += [flow.target for flow in diagram.flows.values() if flow.source == node]
        todo += [event.id for event in diagram.nodes.values() if event.attached_to == node]
    return seen


def _segments(points):
    return list(pairwise(points))


def _meet(p, q):
    """Tell whether two upright or level segments touch."""
    (ax, ay), (bx, by) = p
    (cx, cy), (dx, dy) = q
    return (
        min(ax, bx) <= max(cx, dx)
        and min(cx, dx) <= max(ax, bx)
        and min(ay, by) <= max(cy, dy)
        and min(cy, dy) <= max(ay, by)
    )


def _pierce(p, q):
    """Tell whether an upright and a level segment run across each other, not only end there."""
    level, upright = (p, q) if p[0][1] == p[1][1] else (q, p)
    (ax, ay), (bx, by) = level
    (cx, cy), (dx, dy) = upright
    return (
        ay == by and cx == dx and min(ax, bx) < cx < max(ax, bx) and min(cy, dy) < ay < max(cy, dy)
    )


def _labels(diagram):
    """Return the boxes of the texts that stand outside their elements."""
    found = []
    file = next(file for file in FILES if file.stem == diagram.process_id)
    for label in etree.parse(file).iter(f"{{{DI}}}BPMNLabel"):
        bounds = label[0]
        box = Shape(*(float(bounds.get(key)) for key in ("x", "y", "width", "height")))
        found.append((label.getparent().get("bpmnElement"), box))
    return found


def _overlap(a, b):
    return (
        a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    )


def _cuts(segment, box):
    (ax, ay), (bx, by) = segment
    return (
        max(ax, bx) > box.x + 1
        and min(ax, bx) < box.x + box.width - 1
        and max(ay, by) > box.y + 1
        and min(ay, by) < box.y + box.height - 1
    )
