"""The only place that reads the time: now() and today() in Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

Source = Callable[[], datetime]


def real() -> datetime:
    """Read the machine's clock."""
    return datetime.now(ZONE)


_source: Source = real
_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def set_source(source: Source | None) -> None:
    """Take the time from `source` from now on; None puts the machine's clock back."""
    global _source
    _source = source or real


def now() -> datetime:
    """Tell the time, aware, in Asia/Shanghai."""
    return _fixed.get() or _source().astimezone(ZONE)


def today() -> date:
    """Tell the date in Asia/Shanghai."""
    return now().date()


def local(at: datetime) -> datetime:
    """Express an aware time in Asia/Shanghai; refuse a naive one."""
    if at.tzinfo is None:
        raise ValueError("naive time: every time needs its zone")
    return at.astimezone(ZONE)


@contextmanager
def fixed(at: datetime) -> Iterator[datetime]:
    """Stop the clock at `at` inside the block, for tests and training."""
    at = local(at)
    token = _fixed.set(at)
    try:
        yield at
    finally:
        _fixed.reset(token)


class FileClock:
    """A source that adds an offset kept in a small file: the movable clock of the demo.

    The file holds seconds as text. It is read again when it changes, so the web server and the
    workers share one clock; a missing or unreadable file means real time.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta()

    def offset(self) -> timedelta:
        """Return the present offset."""
        try:
            stat = self.path.stat()
        except OSError:
            self._seen, self._offset = None, timedelta()
            return self._offset
        seen = (stat.st_mtime_ns, stat.st_size)
        if seen != self._seen:
            try:
                self._offset = timedelta(seconds=float(self.path.read_text(encoding="ascii")))
            except (OSError, ValueError, OverflowError):
                self._offset = timedelta()
            self._seen = seen
        return self._offset

    def move(self, offset: timedelta) -> None:
        """Set the offset for every process that reads the same file."""
        fresh = self.path.with_name(self.path.name + ".new")
        fresh.write_text(str(offset.total_seconds()), encoding="ascii")
        fresh.replace(self.path)

    def __call__(self) -> datetime:
        """Tell the shifted time."""
        return real() + self.offset()
