"""Procedures (流程) and their immutable versions (流程版本)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from engine.diagram import Diagram, Node
from engine.errors import DiagramError
from engine.parser import parse_bundle
from engine.specs import Specs

UNDECIDED = "undecided"
ABOUT = "about"
"""The routing variable that says whether a procedure is about the whole matter or one party."""


@dataclass(frozen=True)
class Opens:
    """How a procedure is opened as a matter of its own (启动方式).

    `form` is what its first task takes and `role` who may open it; `series` is the series of the
    numbers under which it is entered, and `act` what entering is called.
    """

    form: str
    role: str
    series: str
    act: str


@dataclass(frozen=True)
class Procedure:
    """A procedure as it is shipped or edited (流程): its main process and the files it may call.

    All that is particular to it stands here, in words that the engine does not read. One that
    `opens` is the main procedure of matters of its own; one with a `menu` is started beside another
    from that group of its menu, by the kinds of matter in `needs` (none: by every kind that
    `offers` the group), while the matter is in a status of `during` (`otherwise` says so), and only
    if the values of the matter in `requires` are there (each with what is said if not).
    """

    key: str
    title: str
    main: str
    diagrams: Mapping[str, bytes]
    menu: str | None = None
    opens: Opens | None = None
    needs: tuple[str, ...] = ()
    during: tuple[str, ...] = ()
    otherwise: str = ""
    requires: Mapping[str, str] = field(default_factory=dict)
    #: Whom it may be about where there are several parties: "matter" all of them, "party" one of
    #: them, "any" either, "undecided" all while nothing is decided, then one about whom nothing is.
    about: str = "any"
    offers: tuple[str, ...] = ()
    #: What lists call it, the title where it has no shorter name (列表简称).
    short: str = ""
    #: The clock by which it is measured (办理期限).
    main_clock: str = ""
    #: The stages in their order (环节).
    stages: tuple[str, ...] = ()
    #: Those of them that only some matters go through.
    rare: tuple[str, ...] = ()
    #: What its dossier must hold, by what came of the matter; papers of one line stand for another.
    dossier: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    has_party: bool = True
    #: Supervision sees no content before the decision (第三十七条).
    is_protected: bool = True
    #: Who may know of its matters from their opening on (知悉范围).
    secrecy: str = "ORDINARY"

    def begins_with(self, *, is_about_all: bool = True) -> dict[str, str]:
        """Return the routing values with which it starts: whom it is about, where its ways part."""
        if self.about != UNDECIDED:
            return {}
        return {ABOUT: "matter" if is_about_all else "party"}

    @property
    def name(self) -> str:
        """Return what lists call it."""
        return self.short or self.title

    def needed(self) -> dict[str, bytes]:
        """Keep the files of the main process and of everything it calls."""
        found: dict[str, bytes] = {}
        stack = [self.main]
        while stack:
            process = stack.pop()
            if process in found:
                continue
            if process not in self.diagrams:
                raise DiagramError(f"缺少流程“{process}”的流程图")
            found[process] = self.diagrams[process]
            stack += [node.called for node in Diagram.read(found[process]).calls()]
        return dict(sorted(found.items()))

    def digest(self) -> str:
        """Return the SHA-256 over the needed files."""
        return digest(self.needed())


def digest(sources: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over files and their names."""
    total = sha256()
    for name, xml in sorted(sources.items()):
        total.update(name.encode() + b"\0" + sha256(xml).digest())
    return total.hexdigest()


class ProcedureVersion:
    """One version of a procedure: never changes; diagrams and specifications are read once."""

    def __init__(
        self, id: int, key: str, number: int, title: str, main: str, sources: Mapping[str, bytes]
    ) -> None:
        self.id, self.key, self.number = id, key, number
        self.title, self.main, self.sources = title, main, dict(sources)

    @classmethod
    def of(cls, procedure: Procedure, *, id: int = 1, number: int = 1) -> ProcedureVersion:
        """Make a version of a procedure from the files it needs."""
        return cls(id, procedure.key, number, procedure.title, procedure.main, procedure.needed())

    @cached_property
    def hash(self) -> str:
        """Return the digest of its files."""
        return digest(self.sources)

    @cached_property
    def diagrams(self) -> Mapping[str, Diagram]:
        """Return the diagrams by process id."""
        diagrams = (Diagram.read(xml) for xml in self.sources.values())
        return {diagram.process_id: diagram for diagram in diagrams}

    @cached_property
    def specs(self) -> Specs:
        """Return the parsed specifications, shared by every instance in this worker."""
        return parse_bundle(self.sources, self.main)

    def node(self, process: str, node: str) -> Node:
        """Return a node of one of its processes; raises `LookupError` when there is none."""
        return self.diagrams[process].nodes[node]

    def process_of(self, scope: str) -> str:
        """Return the process that holds a process or sub-process of this id."""
        return self._owners[scope]

    @cached_property
    def _owners(self) -> dict[str, str]:
        return {
            scope: diagram.process_id
            for diagram in self.diagrams.values()
            for scope in diagram.scopes()
        }
