"""Judging diagrams (检查流程图): gate, engine profile, hygiene, addresses and bindings of acts.

The safeguards on every path and soundness are proved by a later part (checks.md); nothing here runs
a diagram.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import forms
from documents.catalogue import DOCUMENTS
from engine import diagram_rules, gate
from engine.diagram import Diagram, Node
from engine.findings import Finding, blocking
from processes.acts import ACTS
from processes.deadlines import RULES
from webapp.accounts.roles import ROLES

OUTSIDE = frozenset(act.code for act in ACTS.values() if act.awaits)
"""Acts that wait for somebody outside the body, and so need a timer beside them."""

KNOWN = {
    "act": frozenset(ACTS),
    "document": frozenset(DOCUMENTS),
    "role": frozenset(ROLES),
    "deadline": frozenset(rule.id for rule in RULES),
}


def exists(kind: str, name: str) -> bool:
    """Tell whether there is an act, form, document, role or deadline of this name."""
    if kind == "form":
        return name in forms.addresses()
    return name in KNOWN[kind]


def judge_file(xml: bytes) -> list[Finding]:
    """Judge one file by itself; what the gate refuses is not looked at any further."""
    findings = list(_gate(xml))
    if blocking(findings):
        return findings
    diagram = Diagram.read(xml)
    findings += diagram_rules.check(diagram, exists, outside=OUTSIDE)
    for task in diagram.user_tasks():
        findings += _binding(diagram, task)
    return findings


def judge(files: Mapping[str, bytes], main: str) -> list[Finding]:
    """Judge a process with everything it calls."""
    findings = [finding for xml in files.values() for finding in judge_file(xml)]
    if blocking(findings):
        return findings
    diagrams = {diagram.process_id: diagram for diagram in map(Diagram.read, files.values())}
    return findings + diagram_rules.check_bundle(diagrams, main)


@lru_cache(maxsize=256)
def _gate(xml: bytes) -> tuple[Finding, ...]:
    return tuple(gate.check_file(xml))


def _binding(diagram: Diagram, task: Node) -> Iterator[Finding]:
    """Check that the role and the document of a task may carry its acts: a label fakes no act."""
    for code in task.acts:
        act = ACTS.get(code)
        if act is None:
            continue
        if task.lane not in act.roles:
            yield _finding("role", diagram, task, f"“{act.title}”不能由该泳道的岗位办理")
        if act.documents and task.get("document") not in act.documents:
            yield _finding("document", diagram, task, f"“{act.title}”不能用该文书记录")


def _finding(rule: str, diagram: Diagram, task: Node, reason: str) -> Finding:
    return Finding(
        f"binding.{rule}",
        "binding",
        f"环节“{task.name or task.id}”：{reason}",
        elements=(task.id,),
        line=task.line,
        process=diagram.process_id,
    )
