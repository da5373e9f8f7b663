"""How often one may ask (访问频率): a bucket of requests per account or address that fills up."""

import math
import time
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock

from webapp.errors import TooMany

RATE = 30.0
"""Requests a second in the long run, per account and process."""

BURST = 400
"""Requests that may come at once."""

MOST_BUCKETS = 10_000


class OverLimit(TooMany):
    """Somebody asks too often; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"访问过于频繁，请在 {seconds} 秒后重试。")


@dataclass
class Buckets:
    """Counts what each has left; lives in one process and forgets when it ends."""

    rate: float = RATE
    burst: float = BURST
    _left: dict[Hashable, tuple[float, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, who: Hashable, now: float | None = None) -> None:
        """Take one request out of somebody's bucket or raise `OverLimit`."""
        now = time.monotonic() if now is None else now
        with self._lock:
            if len(self._left) > MOST_BUCKETS:
                self._left.clear()
            left, since = self._left.get(who, (float(self.burst), now))
            left = min(float(self.burst), left + (now - since) * self.rate)
            if left < 1:
                raise OverLimit(max(1, math.ceil((1 - left) / self.rate)))
            self._left[who] = (left - 1, now)
