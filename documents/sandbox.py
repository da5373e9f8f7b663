"""Compose a template and a context into HTML, in a sandbox: project files only, strict undefined.

People who edit templates are legal staff whose accounts can be stolen, so a template is hostile
until proven harmless: no globals, a short list of filters, no arithmetic.
"""

import hashlib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import (
    ChainableUndefined,
    DictLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    Undefined,
    nodes,
)
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_environment
from markupsafe import Markup

from documents import printing
from documents.errors import TemplateRefused, UnknownDocument, ValueMissing
from documents.roots import roots, texts

BLANK = Markup('<span class="blank">　　　</span>')
TESTS = ("defined", "odd", "even", "string", "mapping", "sequence", "divisibleby", "none")
FILTERS = ("escape", "e", "first", "join", "last", "length", "list", "trim", "batch", "string")

BRINGING = (nodes.Extends, nodes.Import, nodes.Include, nodes.FromImport)
"""Template statements that bring another template in."""

Sources = Mapping[str, str]


@lru_cache(maxsize=1)
def project_sources() -> Sources:
    """Return every template and stylesheet of the project by name, such as ``base.html``."""
    own, *added = roots()
    styles = ((f"styles/{name}", text) for name, text in texts(own, "styles", ".css"))
    found = dict(texts(own, "templates", ".html")) | dict(styles)
    for root in added:
        found |= {
            name: text for name, text in texts(root, "templates", ".html") if name not in found
        }
    return found


def preview_style(sources: Sources) -> str:
    """Return the style sheet of previews: the page's own, then what only screens need."""
    return sources["styles/official.css"] + sources["styles/preview.css"]


class Missing(StrictUndefined):
    """A value the context does not give: any use of it fails and names it."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return self._undefined_hint or str(self._undefined_name)


class BlankValue(ChainableUndefined):
    """A missing value in a preview: prints as a marked blank, holds nothing."""

    __slots__ = ()

    def __html__(self) -> str:
        """Print a marked blank."""
        return str(BLANK)


@pass_environment
def pick(env: "Sandbox", rows: Sequence[Any], key: str) -> list[Any]:
    """Take one key of every row; only plain dictionaries have keys."""
    return [env.getitem(row, key) for row in rows if isinstance(row, Mapping)]


class Sandbox(ImmutableSandboxedEnvironment):
    """The one Jinja environment of documents."""

    intercepted_binops = frozenset({"*", "**", "%", "/", "//", "+", "-"})

    def __init__(self, sources: Sources, *, blanks: bool) -> None:
        super().__init__(
            loader=DictLoader(dict(sources)),
            undefined=BlankValue if blanks else Missing,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_mark_blank if blanks else None,
            extensions=(),
        )
        self.globals.clear()
        own: dict[str, Callable[..., Any]] = {**printing.FILTERS, "pick": pick}
        self.filters = {name: self.filters[name] for name in FILTERS} | own
        self.filters["join"] = printing.join
        self.tests = {name: self.tests[name] for name in TESTS} | {
            name: self.tests[name] for name in ("==", "eq", "in") if name in self.tests
        }

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse arithmetic: templates compute nothing."""
        raise SecurityError(f"模板中不得运算（{operator}）")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow loop counters, macros and blocks; plain data has items, not attributes."""
        return not attr.startswith("_") and type(obj).__module__.startswith("jinja2.")

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read ``a.b`` of plain data as an item, never as an attribute or method."""
        if isinstance(obj, Mapping):
            return self._item(obj, attribute)
        if isinstance(obj, Undefined) or type(obj).__module__.startswith("jinja2."):
            return super().getattr(obj, attribute)
        return self.unsafe_undefined(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Read ``a["b"]`` and ``a[0]`` of plain data; nothing else has items."""
        if isinstance(obj, Mapping):
            return self._item(obj, argument)
        if isinstance(obj, Undefined):
            return obj[argument]
        if isinstance(obj, list | tuple) and isinstance(argument, int):
            return obj[argument] if argument < len(obj) else self.undefined(name=str(argument))
        return self.unsafe_undefined(obj, str(argument))

    def _item(self, obj: Mapping[str, Any], key: str) -> Any:
        return obj[key] if key in obj else self.undefined(obj=obj, name=key)


def _mark_blank(value: Any) -> Any:
    """In previews print an empty value as a marked blank."""
    return BLANK if isinstance(value, Undefined) or (type(value) is str and not value) else value


def digest(sources: Sources) -> str:
    """Return the digest that identifies a set of templates."""
    state = hashlib.sha256()
    for name in sorted(sources):
        state.update(f"{name}\0{sources[name]}\0".encode())
    return state.hexdigest()


_environments: dict[tuple[str, bool], Sandbox] = {}


def environment(sources: Sources | None = None, *, blanks: bool = False) -> Sandbox:
    """Return the sandbox over these sources (default: the project's); a few are kept."""
    given = project_sources() if sources is None else sources
    key = (digest(given) if sources is not None else "", blanks)
    if key not in _environments:
        if len(_environments) >= 8:
            _environments.pop(next(iter(_environments)))
        _environments[key] = Sandbox(given, blanks=blanks)
    return _environments[key]


def compose(
    address: str,
    context: Mapping[str, Any],
    sources: Sources | None = None,
    *,
    blanks: bool = False,
) -> str:
    """Return the HTML of a document; with ``blanks`` missing values show as marked blanks."""
    try:
        return environment(sources, blanks=blanks).get_template(f"{address}.html").render(context)
    except TemplateNotFound as error:
        raise UnknownDocument(f"没有文书模板“{error.name}”") from error
    except UndefinedError as error:
        name = _full_name(context, str(error), address, sources)
        raise ValueMissing(f"文书模板 {address} 用到的“{name}”没有给出") from error
    except SecurityError as error:
        raise TemplateRefused(f"文书模板 {address} 越权：{error}") from error
    except TemplateError as error:
        raise TemplateRefused(f"文书模板 {address} 写法有误：{error}") from error
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
        raise TemplateRefused(f"文书模板 {address} 无法生成：{error}") from error


def _full_name(context: Mapping[str, Any], name: str, address: str, sources: Sources | None) -> str:
    """Return the dotted name under which a template asks for a missing value."""
    asked = sorted(variables(address, sources))
    return next(
        (path for path in asked if path.split(".")[-1] == name and not _has(context, path)), name
    )


def _has(context: Mapping[str, Any], path: str) -> bool:
    here: Any = context
    for part in path.split("."):
        if not isinstance(here, Mapping) or part not in here:
            return False
        here = here[part]
    return True


def variables(address: str, sources: Sources | None = None) -> frozenset[str]:
    """Return the dotted names a template reads from its context, bases and macros included."""
    trees = list(_trees(address, sources))
    imported = {str(node.target) for tree in trees for node in tree.find_all(nodes.Import)}
    return frozenset().union(*(_paths(tree, imported) for tree in trees))


def _trees(address: str, sources: Sources | None) -> Iterator[nodes.Template]:
    """Yield a template and everything it brings in; what a base imports its children see."""
    env = environment(sources)
    given = project_sources() if sources is None else sources
    waiting, seen = [f"{address}.html"], set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in given:
            continue
        seen.add(name)
        tree = env.parse(given[name])
        yield tree
        for node in tree.find_all(BRINGING):
            named = getattr(node, "template", None)
            if isinstance(named, nodes.Const):
                waiting.append(str(named.value))


def _paths(tree: nodes.Template, imported: Container[str]) -> set[str]:
    """Collect ``a.b.c`` chains that start at a name the template does not declare itself."""
    free = {name for name in find_undeclared_variables(tree) if name not in imported} - {"self"}
    inner: set[int] = set()
    found: set[str] = set()
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        if id(node) in inner:
            continue
        parts: list[str] = []
        here: nodes.Node = node
        while isinstance(here, nodes.Getattr):
            parts.append(here.attr)
            here = here.node
            inner.add(id(here))
        if isinstance(here, nodes.Name) and here.name in free:
            found.add(".".join([here.name, *reversed(parts)]))
    return found
