"""Judging diagrams (检查流程图): gate, engine profile, hygiene, addresses and bindings of acts.

Soundness is proved on the drawing (`engine.proof`), the safeguards on every way by a later part;
nothing here runs a diagram.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

import forms
from documents.catalogue import DOCUMENTS
from engine import diagram_rules, gate
from engine.deadlines import Unit
from engine.diagram import Diagram, Node
from engine.findings import Finding, blocking
from engine.procedure import ABOUT
from processes.acts import acts
from processes.catalogue import MAIN, PROCEDURES
from processes.clocks import length_of
from processes.deadlines import rules
from processes.diagrams import LIBRARY
from processes.parameters import Parameters
from webapp.accounts.roles import ROLES

OUTSIDE = frozenset(act.code for act in acts().values() if act.awaits)
"""Acts that wait for somebody outside the body, and so need a timer beside them."""

KNOWN = {
    "act": frozenset(acts()),
    "document": frozenset(DOCUMENTS),
    "role": frozenset(ROLES),
    "procedure": frozenset(PROCEDURES),
    "deadline": frozenset(rule.id for rule in rules()),
    "main": frozenset(MAIN),
}


def exists(kind: str, name: str) -> bool:
    """Tell whether there is an act, form, document, role, deadline or main procedure."""
    if kind == "form":
        return name in forms.addresses()
    return name in KNOWN[kind]


@cache
def routes() -> Mapping[str, frozenset[str]]:
    """Return each routing variable with the values that forms and platform give it (流程变量)."""
    found: dict[str, set[str]] = {ABOUT: {"matter", "party"}}
    for address in forms.addresses():
        for field in forms.load(address).routes:
            values = field.enum or (field.schema["const"],)
            found.setdefault(field.name, set()).update(values)
    return {name: frozenset(values) for name, values in found.items()}


@cache
def written(address: str) -> Mapping[str, bool]:
    """Return the routing variables a form writes: True where it always does."""
    if address not in forms.addresses():
        return {}
    routes = forms.load(address).routes
    return {field.name: field.required or field.is_constant for field in routes}


@cache
def lengths() -> Mapping[str, str]:
    """Return how long each statutory clock is by national law, as a duration is drawn."""
    letters = {Unit.WORKDAY: "P{}D", Unit.DAY: "P{}D", Unit.HOUR: "PT{}H", Unit.MONTH: "P{}M",
               Unit.YEAR: "P{}Y"}  # fmt: skip
    national, found = Parameters(), dict[str, list[str]]()
    for rule in rules():
        length = length_of(rule, national)
        unit = getattr(national, rule.unit) if isinstance(rule.unit, str) else rule.unit
        if length is not None:
            found.setdefault(rule.id, []).append(letters[unit].format(length))
    return {id: each[0] for id, each in found.items() if len(each) == 1}


@cache
def forms_of_acts() -> Mapping[str, frozenset[str]]:
    """Return the forms that carry each act in the shipped diagrams: they ask what its law needs."""
    found: dict[str, set[str]] = {}
    for diagram in map(Diagram.read, LIBRARY.values()):
        for task in diagram.user_tasks():
            for code in task.acts:
                found.setdefault(code, set()).add(task.get("form"))
    return {code: frozenset(addresses) for code, addresses in found.items()}


def judge_file(xml: bytes) -> list[Finding]:
    """Judge one file by itself; what the gate refuses is not looked at any further."""
    findings = list(_gate(xml))
    if blocking(findings):
        return findings
    diagram = Diagram.read(xml)
    findings += diagram_rules.check(
        diagram, exists, outside=OUTSIDE, known_fields=routes(), lengths=lengths()
    )
    for task in diagram.user_tasks():
        findings += _binding(diagram, task)
    return findings


def judge(files: Mapping[str, bytes], main: str) -> list[Finding]:
    """Judge a process with everything it calls."""
    findings = [finding for xml in files.values() for finding in judge_file(xml)]
    if blocking(findings):
        return findings
    diagrams = {diagram.process_id: diagram for diagram in map(Diagram.read, files.values())}
    return findings + judge_bundle(diagrams, main)


def judge_bundle(
    diagrams: Mapping[str, Diagram], main: str, around: Mapping[str, Diagram] | None = None
) -> list[Finding]:
    """Judge how a process and those it calls fit together, and that every document gets final.

    `around` are the processes that may call it.
    """
    found = diagram_rules.check_bundle(diagrams, main, written=written, around=around)
    return found + list(_never_final(diagrams.values()))


def _never_final(diagrams: Iterable[Diagram]) -> Iterator[Finding]:
    tasks = [(diagram, task) for diagram in diagrams for task in diagram.user_tasks()]
    final = {task.get("document") for _, task in tasks if task.get("final") == "yes"}
    open_ones = {task.get("document"): (diagram, task) for diagram, task in reversed(tasks)}
    for address in sorted(set(open_ones) & set(DOCUMENTS) - final):
        title = DOCUMENTS[address].title
        reason = f"文书“{title}”没有定稿的环节，会一直是草稿"
        yield _finding("final", *open_ones[address], reason)


@lru_cache(maxsize=256)
def _gate(xml: bytes) -> tuple[Finding, ...]:
    return tuple(gate.check_file(xml))


def _binding(diagram: Diagram, task: Node) -> Iterator[Finding]:
    """Check that the role and the document of a task may carry its acts: a label fakes no act."""
    for code in task.acts:
        act = acts().get(code)
        if act is None:
            continue
        if task.lane not in act.roles:
            yield _finding("role", diagram, task, f"“{act.title}”不能由该泳道的岗位办理")
        if act.documents and task.get("document") not in act.documents:
            yield _finding("document", diagram, task, f"“{act.title}”不能用该文书记录")
        if task.get("form") not in forms_of_acts().get(code, frozenset({task.get("form")})):
            yield _finding("form", diagram, task, f"“{act.title}”不能用该表单办理")


def _finding(rule: str, diagram: Diagram, task: Node, reason: str) -> Finding:
    return Finding(
        f"binding.{rule}",
        "binding",
        f"“{task.name or task.id}”：{reason}",
        elements=(task.id,),
        line=task.line,
        process=diagram.process_id,
    )
