"""Workflows used last, kept by what they hold, so that the next command need not restore them.

The key is the digest of the saved state: what is found is what would be restored, or nothing is
found. So nothing here can be stale, whoever saved the instance meanwhile and whatever was rolled
back. A workflow is in one hand at a time: taking it removes it.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from engine.specs import Specs
from engine.workflow import EngineWorkflow

KEPT = 256


class Warm:
    """A few workflows ready to go on; safe for threads."""

    def __init__(self, most: int = KEPT) -> None:
        self.most = most
        self._kept: OrderedDict[tuple[UUID, str], EngineWorkflow] = OrderedDict()
        self._lock = Lock()

    def take(self, instance: UUID, digest: str, specs: Specs) -> EngineWorkflow | None:
        """Hand out the workflow of an instance whose saved state has this digest."""
        with self._lock:
            found = self._kept.pop((instance, digest), None)
        return found if found is not None and found.specs is specs else None

    def put(self, workflow: EngineWorkflow, digest: str) -> None:
        """Keep a workflow that was just saved under this digest."""
        oldest = None
        with self._lock:
            self._kept[workflow.instance, digest] = workflow
            if len(self._kept) > self.most:
                _, oldest = self._kept.popitem(last=False)
        if oldest is not None:
            oldest.release()

    def __len__(self) -> int:
        return len(self._kept)
