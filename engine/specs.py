"""The specifications of one version, parsed once and shared by its instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

from engine.flow_specs import FlowProcess


@dataclass(frozen=True)
class Specs:
    """The specifications of one version: the main process and every process below it.

    `names` lists the tasks of each specification in a fixed order, the index of the codec;
    `fingerprint` changes when that list does.
    """

    main: FlowProcess
    below: Mapping[str, FlowProcess]

    @cached_property
    def all(self) -> dict[str, FlowProcess]:
        """Return every specification by name, sorted."""
        specs = {self.main.name: self.main, **self.below}
        return dict(sorted(specs.items()))

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the ordered task names of each specification."""
        return {name: tuple(sorted(spec.task_specs)) for name, spec in self.all.items()}

    @cached_property
    def positions(self) -> dict[str, int]:
        """Return the place of each specification."""
        return {name: n for n, name in enumerate(self.all)}

    @cached_property
    def places(self) -> dict[str, dict[str, int]]:
        """Return the place of each task name of each specification."""
        return {
            name: {task: n for n, task in enumerate(tasks)} for name, tasks in self.names.items()
        }

    @cached_property
    def ordered(self) -> dict[str, list[Any]]:
        """Return the task specifications of each specification, in the order of `names`."""
        return {
            name: [self.all[name].task_specs[task] for task in tasks]
            for name, tasks in self.names.items()
        }

    @cached_property
    def fingerprint(self) -> bytes:
        """Return four bytes that stand for the names and their order."""
        lines = "\n".join(f"{name}:{','.join(tasks)}" for name, tasks in self.names.items())
        return crc32(lines.encode()).to_bytes(4, "big")
