"""Engine profile, hygiene and soundness of diagrams: what must hold beyond the gate.

The gate asks whether a file may be read and run at all; these rules ask whether
the library means by it what BPMN means, and whether people will find what they need in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from engine.diagram import Diagram
from engine.errors import LimitExceeded
from engine.findings import Finding, blocking
from engine.rules import calls, soundness, values, ways, words
from engine.rules.rule import Bundle, Drawn, Exists, Fields, Rule, anything, nothing
from engine.variables import Written

OF_ONE_FILE: tuple[Rule[Drawn], ...] = (
    ways.start, ways.end, ways.split, ways.gateway, ways.loop, ways.wait, ways.starts,
    ways.clock,
    words.label, words.lane, words.empty_lane, words.role, words.act, words.form, words.document,
    words.deadline, words.opens, words.basis, words.opinion, words.final, words.returns,
    words.field, words.value,
)  # fmt: skip
SHAPE = (ways.start, ways.end, ways.split)
"""What must be in order before anything can be proven."""

OF_CALLS: tuple[Rule[Bundle], ...] = (calls.missing, calls.cycle, calls.depth)
OF_A_BUNDLE: tuple[Rule[Bundle], ...] = (
    calls.id, calls.idle, calls.returns, calls.error, values.branches, values.interrupted,
    values.unread,
)  # fmt: skip
OF_THE_PROOF: tuple[Rule[Bundle], ...] = (
    soundness.deadlock, soundness.doubled, soundness.endless, soundness.dead, soundness.undecided,
)  # fmt: skip
RULES: tuple[Rule[Any], ...] = (*OF_ONE_FILE, *OF_CALLS, *OF_A_BUNDLE, *OF_THE_PROOF)


def check(
    diagram: Diagram,
    exists: Exists = anything,
    *,
    outside: Collection[str] = (),
    known_fields: Fields | None = None,
    lengths: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Judge one diagram that passed the gate; the keywords are those of `Drawn`."""
    drawn = Drawn(diagram, exists, outside, known_fields, lengths or {})
    return [
        replace(finding, process=diagram.process_id)
        for rule in OF_ONE_FILE
        for finding in rule.findings(drawn)
    ]


def check_bundle(
    diagrams: Mapping[str, Diagram],
    main: str,
    *,
    written: Written = nothing,
    around: Mapping[str, Diagram] | None = None,
) -> list[Finding]:
    """Judge a process together with those it calls; `around` are those that may call it."""
    bundle = Bundle({**(around or {}), **diagrams}, main, written=written)
    findings = [finding for rule in OF_CALLS for finding in rule.findings(bundle)]
    if findings:
        return findings
    bundle = replace(bundle, order=tuple(_order(bundle.diagrams, main)))
    try:
        findings = [finding for rule in OF_A_BUNDLE for finding in rule.findings(bundle)]
    except LimitExceeded:
        return soundness.undecided.findings(bundle)
    shapes = [Drawn(bundle.diagrams[process]) for process in bundle.order]
    if blocking(findings) or any(rule.findings(each) for rule in SHAPE for each in shapes):
        return findings
    return findings + [finding for rule in OF_THE_PROOF for finding in rule.findings(bundle)]


def _order(diagrams: Mapping[str, Diagram], main: str) -> Iterable[str]:
    """List the processes so that what is called comes before who calls it."""
    done: dict[str, None] = {}

    def visit(process: str) -> None:
        for call in diagrams[process].calls():
            visit(call.called)
        done[process] = None

    visit(main)
    return done
