"""Procedures (流程) and their immutable versions (流程版本)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from engine.diagram import Diagram, Node
from engine.errors import DiagramError
from engine.parser import parse_bundle
from engine.specs import Specs


@dataclass(frozen=True)
class Procedure:
    """A procedure as it is shipped or edited (流程): its main process and the files it may call.

    `menu` names the group of the case menu from which it is started, if it is one of those.
    """

    key: str
    title: str
    main: str
    diagrams: Mapping[str, bytes]
    menu: str | None = None

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
