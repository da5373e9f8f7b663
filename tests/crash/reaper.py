"""Kills processes of a running platform (强杀进程), at moments and of kinds that a seed decides."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Event
from time import monotonic

import psutil

from webapp.demo.platform import Platform

WEB, MASTER, WORKER = "web", "master", "worker"
KINDS = {WEB: 38, MASTER: 4, WORKER: 8}
"""Kind of process → how often: serving requests, keeping those alive, working on jobs."""

REST = 6.0
"""Seconds between two kills of a kind that the supervisor restarts itself: it gives up on a program
that ends five times in twenty seconds."""

LEAST = 19
"""How little of the machine workers get while others want it."""

LATEST = 0.04
"""Seconds after an answer within which the blow falls, somewhere in the middle of the next work."""


@dataclass
class Reaper:
    """Strikes whenever so much more has been acknowledged as it drew beforehand."""

    platform: Platform
    progress: Callable[[], int]
    expected: int
    seed: int
    killed: Counter[str] = field(default_factory=Counter)
    _last: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Draw when and what."""
        self.random = Random(self.seed)
        self.kinds = [kind for kind, times in KINDS.items() for _ in range(times)]
        self.random.shuffle(self.kinds)
        span = range(1, self.expected)
        self.moments = sorted(self.random.sample(span, len(self.kinds)), reverse=True)
        self.delay = Event()

    @property
    def is_done(self) -> bool:
        """Tell whether every blow has fallen."""
        return not self.kinds

    def look(self) -> None:
        """Strike if it is time to."""
        if self.is_done or self.progress() < self.moments[-1]:
            return
        kind = next((one for one in self.kinds if self._rested(one)), None)
        victims = self._victims(kind) if kind else []
        if kind is None or not victims:
            return
        self.delay.wait(self.random.uniform(0, LATEST))
        try:
            self.random.choice(victims).kill()
        except psutil.NoSuchProcess:
            return
        self.kinds.remove(kind)
        self.moments.pop()
        self._let_web_first()
        self.killed[kind] += 1
        self._last[kind] = monotonic()

    def _let_web_first(self) -> None:
        """Leave to workers, who would render for minutes, what the web leaves them."""
        for one in self._victims(WORKER):
            try:
                one.nice(LEAST)
            except psutil.Error:
                continue

    def _rested(self, kind: str) -> bool:
        return kind == WEB or monotonic() - self._last.get(kind, -REST) >= REST

    def _victims(self, kind: str) -> list[psutil.Process]:
        assert self.platform.server is not None
        supervisor = psutil.Process(self.platform.server.pid)
        try:
            word = "worker" if kind == WORKER else "gunicorn"
            found = [one for one in supervisor.children() if word in one.cmdline()]
            return [below for one in found for below in one.children()] if kind == WEB else found
        except psutil.Error:
            return []
