"""The diagrams shipped with the project (流程图) by process id, after which each file is named."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable


class Library(Mapping[str, bytes]):
    """All ``.bpmn`` files below this package, read when first asked for."""

    def __getitem__(self, process: str) -> bytes:
        return self._files[process].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    @cached_property
    def _files(self) -> dict[str, Traversable]:
        return dict(sorted(_find(files("processes"))))


def _find(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _find(entry)
        elif entry.name.endswith(".bpmn"):
            yield entry.name.removesuffix(".bpmn"), entry


LIBRARY = Library()
