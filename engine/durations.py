"""ISO 8601 durations of timers (时长): read as text, added to a time, never evaluated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.counting import add_months

FORM = re.compile(
    r"P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?"
    r"(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,6})M)?)?"
)


@dataclass(frozen=True)
class Duration:
    """A length of time: whole months, days and minutes."""

    months: int
    days: int
    minutes: int

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `P5D`, `P1M`, `PT24H` …; raises `ValueError` for anything else."""
        match = FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"not a duration: {text!r}")
        years, months, weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
        return cls(years * 12 + months, weeks * 7 + days, hours * 60 + minutes)

    @property
    def about_minutes(self) -> int:
        """Return its length in minutes, a month taken for thirty days, a year for 365."""
        years, months = divmod(self.months, 12)
        return (years * 365 + months * 30 + self.days) * 1440 + self.minutes

    def after(self, start: datetime) -> datetime:
        """Add the duration to a time; a day that a month lacks becomes its last."""
        moved = datetime.combine(add_months(start.date(), self.months), start.timetz())
        return moved + timedelta(days=self.days, minutes=self.minutes)


def end_of(text: str, start: datetime) -> datetime | None:
    """Return when a duration that begins at a time is over, or None where none is drawn."""
    return Duration.parse(text).after(start) if text else None
