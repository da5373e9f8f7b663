"""One clock for several walks (同一时钟): time moves on when everybody waits for it to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition


@dataclass
class Pace:
    """Moves the clock to the earliest moment that anybody waits for; it never goes back."""

    move: Callable[[datetime], None]
    walkers: int
    at: datetime | None = None
    _wanted: dict[object, datetime] = field(default_factory=dict)
    _turn: Condition = field(default_factory=Condition)

    def wait(self, who: object, until: datetime) -> None:
        """Wait until the clock has come so far."""
        with self._turn:
            self._wanted[who] = until
            self._go_on()
            while who in self._wanted:
                self._turn.wait()

    def leave(self) -> None:
        """Be waited for no longer."""
        with self._turn:
            self.walkers -= 1
            self._go_on()

    def _go_on(self) -> None:
        if not self._wanted or len(self._wanted) < self.walkers:
            return
        earliest = min(self._wanted.values())
        if self.at is None or earliest > self.at:
            self.at = earliest
            self.move(earliest)
        ready = [who for who, until in self._wanted.items() if until <= self.at]
        for who in ready:
            del self._wanted[who]
        self._turn.notify_all()
