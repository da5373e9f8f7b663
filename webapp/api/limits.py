"""How often one account may ask (访问频率): a bucket of requests that fills up again."""

import math
import time
from dataclasses import dataclass, field
from threading import Lock

from webapp.errors import TooMany

RATE = 30.0
"""Requests a second in the long run, per account and process."""

BURST = 400
"""Requests that may come at once."""

MOST_BUCKETS = 10_000


class OverLimit(TooMany):
    """The account asks too often; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"访问过于频繁，请在 {seconds} 秒后重试。")


@dataclass
class Buckets:
    """Counts what accounts have left; lives in one process and forgets when it ends."""

    rate: float = RATE
    burst: float = BURST
    _left: dict[int, tuple[float, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, account_id: int, now: float | None = None) -> None:
        """Take one request out of an account's bucket or raise `OverLimit`."""
        now = time.monotonic() if now is None else now
        with self._lock:
            if len(self._left) > MOST_BUCKETS:
                self._left.clear()
            left, since = self._left.get(account_id, (float(self.burst), now))
            left = min(float(self.burst), left + (now - since) * self.rate)
            if left < 1:
                raise OverLimit(max(1, math.ceil((1 - left) / self.rate)))
            self._left[account_id] = (left - 1, now)
