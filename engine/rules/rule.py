"""What a rule is: an id, a title, one message and one function that finds who breaks it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from engine.diagram import Diagram, Flow, Lane, Node
from engine.errors import LimitExceeded
from engine.findings import BLOCK, Finding
from engine.proof.building import build
from engine.proof.soundness import Verdict, judge
from engine.variables import Ways, Written

PAGES = Path(__file__).parent / "pages"

Exists = Callable[[str, str], bool]
"""Answers whether an act, form, document, role, deadline or procedure exists, by kind and name."""
Fields = Mapping[str, Collection[object]]
"""Routing variables with the values that forms can give them."""


def anything(kind: str, name: str) -> bool:
    """Take every name for one that exists."""
    return True


def nothing(form: str) -> Mapping[str, bool]:
    """Take a form for one that writes no variable."""
    return {}


@dataclass(frozen=True)
class Drawn:
    """One diagram that passed the gate, and what its platform knows.

    `outside` are the acts that wait for somebody outside the body and so need a timer beside them;
    `known_fields` the routing variables that forms can set, each with its values, where known;
    `lengths` the statutory clocks, each with its length as a duration is drawn.
    """

    diagram: Diagram
    exists: Exists = anything
    outside: Collection[str] = ()
    known_fields: Fields | None = None
    lengths: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bundle:
    """A process with everything it calls; `order` lists what is called before who calls it.

    `diagrams` may hold more than that: who calls the process from elsewhere.
    """

    diagrams: Mapping[str, Diagram]
    main: str
    order: tuple[str, ...] = ()
    written: Written = nothing

    @cached_property
    def ways(self) -> Ways:
        """Return the ways through the process and what it calls."""
        return Ways(self.diagrams, self.main, self.written)

    @cached_property
    def verdict(self) -> Verdict | None:
        """Return what the token game showed, or None where the net is too big to be made."""
        try:
            return judge(build(self.diagrams, self.main))
        except LimitExceeded:
            return None


@dataclass(frozen=True)
class Fault:
    """Who breaks a rule, the words its message leaves open, and a run that shows it."""

    about: Node | Flow | Lane | Diagram
    words: Mapping[str, object]
    others: tuple[str, ...] = ()
    process: str = ""
    run: tuple[str, ...] = ()
    complete: bool = True


Seen = TypeVar("Seen", Drawn, Bundle)
Look = Callable[[Seen], Iterator[Fault]]


@dataclass(frozen=True)
class Rule(Generic[Seen]):
    """One rule of drawing (流程图规则)."""

    id: str
    title: str
    message: str
    look: Look[Seen]
    severity: str = BLOCK

    @property
    def page(self) -> Path:
        """Return its page of documentation."""
        return PAGES / self.id / "page.md"

    def findings(self, seen: Seen) -> list[Finding]:
        """List who breaks the rule, each once, the element first in every message."""
        return list(dict.fromkeys(map(self._finding, self.look(seen))))

    def _finding(self, fault: Fault) -> Finding:
        about = fault.about
        if isinstance(about, Diagram):
            name, id, line = about.title or about.process_id, about.process_id, None
        else:
            name, id, line = about.name or about.id, about.id, about.line
        return Finding(
            rule=self.id,
            kind=self.id.split(".")[0],
            message=f"“{name}”{self.message.format_map(fault.words)}",
            severity=self.severity,
            elements=(id, *fault.others),
            line=line,
            run=fault.run,
            complete=fault.complete,
            process=fault.process,
        )


def rule(
    id: str, title: str, message: str, severity: str = BLOCK
) -> Callable[[Look[Seen]], Rule[Seen]]:
    """Make a rule of the function that finds who breaks it."""
    return lambda look: Rule(id, title, message, look, severity)


def fault(
    about: Node | Flow | Lane | Diagram, *others: str, process: str = "", **words: Any
) -> Fault:
    """Say who breaks a rule."""
    return Fault(about, words, others, process)
