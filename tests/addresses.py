"""What the shipped diagrams tie together: each paper of a procedure, its forms and its template."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

import documents
import forms
from documents.sandbox import environment
from engine.diagram import Diagram, Node
from processes.diagrams import LIBRARY

ADDRESSES = frozenset(forms.addresses())
TEMPLATES = frozenset(name.removesuffix(".html") for name in documents.sources())


@dataclass(frozen=True)
class Paper:
    """A document of one procedure with the tasks that contribute to it, in their order."""

    process: str
    address: str
    tasks: tuple[Node, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the forms of its tasks, each once."""
        return tuple(dict.fromkeys(task.get("form") for task in self.tasks))

    def __str__(self) -> str:
        return f"{self.address} in {self.process}"


def tasks() -> Iterator[tuple[str, Node]]:
    """Yield every user task of every diagram, with the process it stands in."""
    for process, xml in LIBRARY.items():
        for task in Diagram.read(xml).user_tasks():
            yield process, task


def papers() -> list[Paper]:
    """Return every paper of every procedure."""
    found: dict[tuple[str, str], list[Node]] = {}
    for process, task in tasks():
        found.setdefault((task.get("document"), process), []).append(task)
    drawn = [Paper(process, address, tuple(of)) for (address, process), of in found.items()]
    return sorted(drawn, key=lambda paper: (paper.address, paper.process))


def tree_of(address: str) -> nodes.Template:
    """Return a template as Jinja reads it."""
    return environment().parse(documents.sources()[f"{address}.html"])


def chain(address: str) -> str:
    """Return the text of a template and of every base it stands on."""
    text = documents.sources()[f"{address}.html"]
    base = re.match(r'(?:{#.*?#}\s*)?{% extends "(\w+)\.html" %}', text, re.DOTALL)
    return text + chain(base.group(1)) if base else text


def always(node: nodes.Node) -> set[str]:
    """Return the names that a template prints without asking first whether they are there."""
    if isinstance(node, nodes.If | nodes.CondExpr) and named(node.test):
        return set()
    if isinstance(node, nodes.Or):
        return always(node.right)
    found = {node.attr} if is_slot(node) else set()
    return found.union(*(always(child) for child in node.iter_child_nodes()))


def named(node: nodes.Node) -> set[str]:
    """Return the names below `f` anywhere in a part of a template."""
    return {one.attr for one in (node, *node.find_all(nodes.Getattr)) if is_slot(one)}


def is_slot(node: nodes.Node) -> bool:
    """Tell whether a part of a template reads a field, `f.<name>`."""
    owner = getattr(node, "node", None)
    return isinstance(node, nodes.Getattr) and isinstance(owner, nodes.Name) and owner.name == "f"


def columns(address: str) -> Iterator[tuple[str, str]]:
    """Yield slot and column of every table and loop over rows of a template."""
    for call in tree_of(address).find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "rows_table":
            table, rows = call.args
            slots = named(rows)
            for key in table.find_all(nodes.Tuple):
                yield next(iter(slots)), key.items[0].as_const()
    for loop in tree_of(address).find_all(nodes.For):
        slots = named(loop.iter)
        if len(slots) != 1 or not isinstance(loop.target, nodes.Name):
            continue
        for part in loop.find_all(nodes.Getattr):
            if isinstance(part.node, nodes.Name) and part.node.name == loop.target.name:
                yield next(iter(slots)), part.attr
