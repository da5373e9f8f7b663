"""What is written is used: reached from a view, the API, a job, a command, an effect, a migration.

Read from the source: who refers to whom, starting where the world comes in (whatever a decorator
registers, what a command or a start-up names). Tests count for nothing.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from webapp.config import ROOT

PACKAGES = ("engine", "processes", "forms", "documents", "webapp", "migrations")
Name = tuple[str, str]
"""A module and what it defines."""

LATE = re.compile(r"import_module\('([\w.]+)'\)\.(\w+)")
"""A name that is looked up in a module imported when it is needed."""

PLAIN = ("dataclass", "cache", "lru_cache", "contextmanager")
"""Decorators that change a function and hand it to nobody."""

BEGINNINGS = {("webapp.cli", "main"), ("documents.press", "main")}
"""Where programs begin."""

MIGRATION = ("upgrade", "downgrade")
"""What Alembic calls of a revision."""

AHEAD = {
    "engine.proof.claims": "the order of acts proven on every way of a drawing, for its editor",
    "engine.order.MustInclude": "kinds of declaration with which a body may tighten a procedure",
    "engine.order.Excludes": "likewise",
    "engine.store.MemoryStore": "the store of whoever runs the engine without a database",
}
"""Written ahead of its user, with the reason; whoever comes to use it strikes the line out."""


class Reading:
    """The source of some packages: what each module defines, imports and refers to."""

    def __init__(self, root: Path, packages: tuple[str, ...]) -> None:
        self.trees: dict[str, ast.Module] = {}
        self.packages: dict[str, str] = {}
        for package in packages:
            for path in sorted((root / package).rglob("*.py")):
                name = ".".join(path.relative_to(root).with_suffix("").parts)
                is_package = path.name == "__init__.py"
                name = name.removesuffix(".__init__")
                self.trees[name] = ast.parse(path.read_text(encoding="utf-8"))
                self.packages[name] = name if is_package else name.rpartition(".")[0]
        self.defined = {
            (module, name): node
            for module, tree in self.trees.items()
            for node in tree.body
            for name in names_of(node)
        }
        self.imported = {module: self._imports(tree) for module, tree in self.trees.items()}

    def _imports(self, tree: ast.Module) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {one.asname or one.name: one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    found[one.asname or one.name] = f"{node.module}.{one.name}"
        return found

    def find(self, dotted: str) -> Name | None:
        """Return what a full name stands for, however often it is imported on."""
        for _ in range(5):
            module, _, name = dotted.rpartition(".")
            while module and module not in self.trees:
                module, _, name = module.rpartition(".")
            if not module or (module, name) in self.defined:
                return (module, name) if module else None
            if name not in self.imported[module]:
                return None
            dotted = self.imported[module][name]
        return None

    def references(self, module: str, node: ast.AST) -> Iterator[Name]:
        """Yield what a piece of source refers to, by `import_module("…").Name` too."""
        for one in ast.walk(node):
            dotted = ast.unparse(one) if isinstance(one, ast.Name | ast.Attribute) else ""
            if late := LATE.fullmatch(dotted):
                if (found := self.find(".".join(late.groups()))) is not None:
                    yield found
                continue
            first, _, rest = dotted.partition(".")
            if (module, first) in self.defined:
                yield (module, first)
            elif first in self.imported[module]:
                full = f"{self.imported[module][first]}.{rest}".strip(".")
                if (found := self.find(full)) is not None:
                    yield found

    def beginnings(self) -> set[Name]:
        """Return where the world comes in: what decorators register, what modules do at once."""
        found = {name for name in BEGINNINGS if name in self.defined}
        for module, tree in self.trees.items():
            for node in tree.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    said = [ast.unparse(one).split("(")[0] for one in node.decorator_list]
                    if any(one.split(".")[-1] not in PLAIN for one in said):
                        found.add((module, node.name))
                elif not isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign):
                    found |= set(self.references(module, node))
        found |= {key for key in self.defined if self._is_revision(key)}
        return found | {key for key in self.defined if self._is_face(key)}

    def _is_revision(self, key: Name) -> bool:
        """Tell whether Alembic calls something by its name."""
        module, name = key
        return module.startswith("migrations.") and name in MIGRATION

    def _is_face(self, key: Name) -> bool:
        """Tell whether something is gathered by its name: families of acts, faces of slices."""
        _, name = key
        return name.isupper() and isinstance(self.defined[key], ast.Assign | ast.AnnAssign)

    def reached(self) -> set[Name]:
        """Return everything that can come to be used."""
        found: set[Name] = set()
        waiting = list(self.beginnings())
        while waiting:
            key = waiting.pop()
            if key not in found and key in self.defined:
                found.add(key)
                waiting += self.references(key[0], self.defined[key])
        return found


def names_of(node: ast.stmt) -> list[str]:
    """Return the names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return [one.id for one in targets if isinstance(one, ast.Name)]


@cache
def reading() -> Reading:
    """Return the reading of our packages."""
    return Reading(ROOT, PACKAGES)


def unreached(read: Reading) -> list[str]:
    """Return the functions and classes that nobody can come to use."""
    reached = read.reached()
    return [
        f"{module}.{name}"
        for (module, name), node in read.defined.items()
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and (module, name) not in reached
    ]


def test_every_function_and_class_is_reached() -> None:
    missed = [one for one in unreached(reading()) if not is_ahead(one)]

    assert missed == []


@pytest.mark.parametrize("name", AHEAD)
def test_what_is_written_ahead_is_still_unused(name: str) -> None:
    assert any(is_ahead(one, (name,)) for one in unreached(reading())), f"strike out {name}"


def is_ahead(name: str, ahead: Iterable[str] = AHEAD) -> bool:
    """Tell whether something is in the list, or in a module that is."""
    return any(name == one or name.startswith(f"{one}.") for one in ahead)


def test_what_only_tests_call_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "webapp" / "cases"
    folder.mkdir(parents=True)
    (folder / "operations.py").write_text("def used(): ...\ndef unused(): ...\n")
    (folder / "views.py").write_text(
        "from webapp.cases import operations\n@bp.post('/')\ndef file():\n    operations.used()\n"
    )

    assert unreached(Reading(tmp_path, ("webapp",))) == ["webapp.cases.operations.unused"]
