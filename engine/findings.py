"""Findings (检查结论): what the gate and the rules say about a diagram, in one shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

BLOCK = "block"
WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """One thing wrong with a diagram.

    `rule` names the rule (`gate.doctype`, `profile.default`, `S-P-03`), `kind` its family, `run`
    the ids of a counterexample in firing order, `complete` is False when a limit cut the search.
    """

    rule: str
    kind: str
    message: str
    severity: str = BLOCK
    basis: str = ""
    elements: tuple[str, ...] = ()
    line: int | None = None
    run: tuple[str, ...] = ()
    choices: tuple[dict[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    approximate: tuple[str, ...] = ()
    complete: bool = True
    process: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the finding as the plain values that pages and `faxun check` print."""
        return {
            "rule": self.rule,
            "kind": self.kind,
            "severity": self.severity,
            "message": self.message,
            "basis": self.basis,
            "elements": list(self.elements),
            "line": self.line,
            "run": list(self.run),
            "choices": [dict(choice) for choice in self.choices],
            "missing": list(self.missing),
            "approximate": list(self.approximate),
            "complete": self.complete,
            "process": self.process,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Finding:
        """Restore a finding from its plain values."""
        restored: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in values.items()
        }
        return cls(**restored)


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Keep the findings that forbid publication."""
    return [finding for finding in findings if finding.severity == BLOCK]
