"""Every rule of drawing has a page, a bad drawing that breaks it alone, and a good one."""

import pytest

from engine.diagram import Diagram
from engine.diagram_rules import OF_ONE_FILE, RULES, check, check_bundle
from engine.gate_file import inspect
from engine.rules.rule import PAGES

PLATFORM = {
    "outside": {"hear.request"},
    "known_fields": {"review": {"pass", "fix"}},
    "lengths": {"DL-09": "P5D"},
}
WRITTEN = {"form/review": {"review": True}}
UNKNOWN = {"nobody", "ghost", "DL-00", "phantom"}


def drawings(rule, kind):
    """Read the files of a drawing by process id."""
    files = [path.read_bytes() for path in sorted((PAGES / rule).glob(f"{kind}*.bpmn"))]
    return {diagram.process_id: diagram for diagram in map(Diagram.read, files)}


def found(diagrams):
    """List what all rules find in a drawing."""
    findings = check_bundle(diagrams, "main", written=lambda form: WRITTEN.get(form, {}))
    for diagram in diagrams.values():
        findings += check(diagram, lambda kind, name: name not in UNKNOWN, **PLATFORM)
    return findings


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_drawing_breaks_the_rule_and_no_other(rule):
    findings = found(drawings(rule.id, "bad"))

    assert {finding.rule for finding in findings} == {rule.id}
    for finding in findings:
        assert finding.message.startswith("“")
        assert "{" not in finding.message
        assert finding.severity == rule.severity
        assert finding.elements


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_good_drawing_passes_the_gate_and_every_rule(rule):
    assert found(drawings(rule.id, "good")) == []
    for path in (PAGES / rule.id).glob("good*.bpmn"):
        assert inspect(path.read_bytes()) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_page_names_its_rule_and_shows_both_drawings(rule):
    page = rule.page.read_text("utf-8")

    assert page.startswith(f"# {rule.title}（{rule.id}）\n")
    assert "[bad.bpmn](bad.bpmn)" in page
    assert "[good.bpmn](good.bpmn)" in page
    assert "**怎样改**" in page


def test_there_is_one_page_for_every_rule_and_none_besides():
    ids = [rule.id for rule in RULES]

    assert len(ids) == len(set(ids))
    assert sorted(ids) == sorted(path.name for path in PAGES.iterdir())
    assert len({rule.message for rule in RULES}) == len(RULES)
    assert all(rule.look.__doc__ for rule in OF_ONE_FILE)
