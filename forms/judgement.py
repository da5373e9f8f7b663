"""What became of one submission: values, problems by path, and what is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.errors import FieldError
from forms.messages import Path_, place

Json = Mapping[str, Any]


@dataclass
class Judgement:
    """The state that the steps of validation share."""

    schema: Json
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[Path_, str] = field(default_factory=dict)
    hidden: set[Path_] = field(default_factory=set)
    typed: dict[str, Any] = field(default_factory=dict)

    def add(self, path: Path_, message: str) -> None:
        """Keep the first message at a path."""
        self.problems.setdefault(path, message)

    def hide(self, path: Path_) -> None:
        """Take a field out of judgment, with what was said about it."""
        self.hidden.add(path)
        for known in [known for known in self.problems if known[: len(path)] == path]:
            del self.problems[known]

    def forget(self, path: Path_) -> None:
        """Forget what was hidden inside an untouched row: the next row takes its number."""
        self.hidden = {gone for gone in self.hidden if gone[: len(path)] != path}

    def is_hidden(self, path: Path_) -> bool:
        """Tell whether a path lies in a field that is not shown."""
        return any(path[: len(gone)] == gone for gone in self.hidden)

    def is_bad(self, path: Path_) -> bool:
        """Tell whether a path, something inside it or what it lies in is in error already."""
        return any(
            known[: len(path)] == path or path[: len(known)] == known for known in self.problems
        )

    def errors(self) -> tuple[FieldError, ...]:
        """Return the errors in the order of the form."""
        found = []
        for path, message in sorted(self.problems.items(), key=lambda item: self._order(item[0])):
            words, title = place(self.schema, path, message)
            found.append(FieldError(".".join(map(str, path)), words, title, message))
        return tuple(found)

    def _order(self, path: Path_) -> tuple[int, ...]:
        here: Any = self.schema
        order = []
        for step in path:
            if isinstance(step, int):
                here, rank = here.get("items", {}), step
            else:
                names = list(here.get("properties", {}))
                rank = names.index(step) if step in names else len(names)
                here = here.get("properties", {}).get(step, {})
            order.append(rank)
        return tuple(order)
