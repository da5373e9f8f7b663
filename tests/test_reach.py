"""What is written is used: operations are reached from a view, the API, a job, command or effect.

Read from the source: who refers to whom, starting where the world comes in (whatever a decorator
registers, what a command or a start-up names). Tests count for nothing.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from webapp.config import ROOT

PACKAGES = ("engine", "processes", "forms", "documents", "webapp")
Name = tuple[str, str]
"""A module and what it defines."""

PLAIN = ("dataclass", "cache", "lru_cache", "contextmanager")
"""Decorators that change a function and hand it to nobody."""

BEGINNINGS = {("webapp.cli", "main"), ("documents.press", "main")}
"""Where programs begin."""


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
        """Yield what a piece of source refers to."""
        for one in ast.walk(node):
            dotted = ast.unparse(one) if isinstance(one, ast.Name | ast.Attribute) else ""
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
        return found | {key for key in self.defined if self._is_face(key)}

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


def unreached(read: Reading, module_ends: str = "") -> list[str]:
    """Return the functions and classes that nobody can come to use."""
    reached = read.reached()
    return [
        f"{module}.{name}"
        for (module, name), node in read.defined.items()
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and module.endswith(module_ends)
        and (module, name) not in reached
    ]


def test_every_operation_is_reached() -> None:
    assert unreached(reading(), ".operations") == []


def test_an_operation_that_only_tests_call_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "webapp" / "cases"
    folder.mkdir(parents=True)
    (folder / "operations.py").write_text("def used(): ...\ndef unused(): ...\n")
    (folder / "views.py").write_text(
        "from webapp.cases import operations\n@bp.post('/')\ndef file():\n    operations.used()\n"
    )

    assert unreached(Reading(tmp_path, ("webapp",))) == ["webapp.cases.operations.unused"]
