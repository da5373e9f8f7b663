"""How far away a deadline is, in words and tone (期限标志): the same on every page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine import clock
from engine.deadlines import State, Unit
from engine.errors import CalendarMissing
from processes.deadlines import rules
from webapp.calendars.current import calendar
from webapp.instances.todos import NEAR
from webapp.matters.models import DeadlineRecord

WORKDAY_RULES = frozenset(
    rule.id for rule in rules() if rule.unit in (Unit.WORKDAY, "verification_unit")
)
SCALE: Mapping[str, float] = {"个工作日": 7 / 5, "日": 1, "小时": 1 / 24, "个月": 30.4, "年": 365}
EXPIRED = "已届满"
NOBODY_APART: Mapping[int, str] = {}
AMOUNT = re.compile(r"(\d+) ?(个工作日|个月|小时|日|年)")


@dataclass(frozen=True)
class Badge:
    """A deadline in a word: the tone is that of the badges of the design system."""

    words: str
    tone: str = ""
    note: str = ""


@dataclass(frozen=True)
class ClockLine:
    """A deadline ready to print: how much is left, the bar, how it was counted (期限)."""

    rule: str
    title: str
    basis: str
    badge: Badge
    sentence: str
    rows: tuple[tuple[str, str], ...]
    used: int
    paused: int
    started: date
    due: datetime | None
    is_open: bool

    @property
    def tone(self) -> str:
        """Return the tone of the bar."""
        tones = {"late": "late", "today": "soon", "soon": "soon"}
        return tones.get(self.badge.tone, "" if self.is_open else "good")


def of_due(due: datetime | None, now: datetime, rule: str = "") -> Badge:
    """Return the badge of a due instant."""
    if due is None:
        return Badge("无期限")
    due, now = clock.local(due), clock.local(now)
    days = (due.date() - now.date()).days
    end = f"{due:%m-%d} 届满"
    if due < now:
        return Badge(f"超期 {-days} 天" if days else "今日超期", "late", end)
    if days == 0:
        return Badge("今日到期", "today", f"{due:%H:%M} 届满" if due.hour < 23 else end)
    tone = "soon" if due - now <= NEAR else "good"
    return Badge(f"剩 {_left(now.date(), due.date(), rule)}", tone, end)


def of_deadline(line: DeadlineRecord, now: datetime) -> Badge:
    """Return the badge of a deadline of a matter, met ones included."""
    if line.met_on is not None:
        late = line.state in (State.MET_LATE, State.MET_EARLY)
        return Badge(line.state.value, "late" if late else "good", f"{line.met_on:%m-%d} 完成")
    if line.earliest is not None:
        return _of_earliest(line.earliest, clock.local(now).date())
    if line.due is None:
        return Badge(line.state.value, "soon" if line.state is State.PAUSED else "")
    counts_workdays = Unit.WORKDAY.value in line.sentence
    found = of_due(line.due, now, line.rule if counts_workdays else "")
    if not line.alarms and found.tone in ("late", "today"):
        # The end of a party's right is nobody's fault.
        words = EXPIRED if found.tone == "late" else "今日届满"
        return Badge(words, "" if found.tone == "late" else "soon", found.note)
    return found


def printed(line: DeadlineRecord, now: datetime, whose: str = "") -> ClockLine:
    """Return a deadline with its bar and explanation, and the party it concerns alone."""
    paused = sum(_days(amount) for text, amount in _rows(line) if text.startswith("扣除"))
    used, share = _shares(line, now, paused)
    return ClockLine(
        rule=line.rule,
        title=f"{line.title}（{whose}）" if whose else line.title,
        basis=line.basis,
        badge=of_deadline(line, now),
        sentence=line.sentence,
        rows=_rows(line),
        used=used,
        paused=share,
        started=clock.local(line.start).date(),
        due=line.due,
        is_open=line.met_on is None,
    )


def all_printed(
    lines: Iterable[DeadlineRecord], now: datetime, names: Mapping[int, str] = NOBODY_APART
) -> list[ClockLine]:
    """Return the deadlines of a matter: running ones first, the most pressing on top.

    `names` are those of several parties, by id: a deadline that concerns one of them says whom.
    """
    found = [printed(line, now, names.get(line.party_id or 0, "")) for line in lines]
    far = datetime.max.replace(tzinfo=clock.ZONE)
    return sorted(found, key=lambda one: (not one.is_open, _is_idle(one), one.due or far))


def _is_idle(line: ClockLine) -> bool:
    """Tell whether a period has run out that nobody has to heed any more."""
    return line.badge.words == EXPIRED


def _of_earliest(earliest: date, today: date) -> Badge:
    """Return the badge of a deadline whose last day waits for the holidays of a year."""
    days = (earliest - today).days
    return Badge(f"至少剩 {days} 天" if days > 0 else "待日历", "", f"不早于 {earliest:%m-%d}")


def _left(today: date, due: date, rule: str) -> str:
    """Count what is left in the unit in which the period is given."""
    days = (due - today).days
    if rule in WORKDAY_RULES and days <= 60:
        try:
            count = sum(
                calendar().is_workday(date.fromordinal(today.toordinal() + offset))
                for offset in range(1, days + 1)
            )
        except CalendarMissing:
            return f"{days} 天"
        return f"{count} 个工作日" if count else f"{days} 天"
    return f"{days} 天"


def _rows(line: DeadlineRecord) -> tuple[tuple[str, str], ...]:
    return tuple((row["text"], row["amount"]) for row in line.rows)


def _days(amount: Any) -> float:
    found = AMOUNT.search(str(amount))
    return int(found[1]) * SCALE[found[2]] if found else 0


def _shares(line: DeadlineRecord, now: datetime, paused: float) -> tuple[int, int]:
    """Return used and paused time as percentages of the whole."""
    until = line.due
    if line.earliest is not None:
        until = datetime.combine(line.earliest, now.timetz())
    if until is None:
        return (0, 100) if line.state is State.PAUSED else (0, 0)
    end = datetime.combine(line.met_on, now.timetz()) if line.met_on else now
    whole = (until - line.start).total_seconds() / 86400
    if whole <= 0:
        return 100, 0
    gone = max(0.0, min((end - line.start).total_seconds() / 86400, whole))
    taken = min(paused, gone)
    return round(100 * (gone - taken) / whole), round(100 * taken / whole)
