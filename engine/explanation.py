"""How a period was counted, in the office Chinese a person reads beside a clock (期限说明)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Row:
    """One line of a reckoning: what happened and how much it counts."""

    text: str
    amount: str


@dataclass(frozen=True)
class Explanation:
    """A sentence for the page and the rows behind it (期限说明)."""

    sentence: str
    rows: tuple[Row, ...]
    basis: str = ""


@dataclass(frozen=True)
class PausedTime:
    """What one pause took away: kind, days, document and the amount subtracted."""

    kind: str
    start: date
    end: date | None
    document: str
    amount: int


@dataclass(frozen=True)
class AddedTime:
    """What one extension added, ready to print, with its document."""

    amount: str
    document: str


@dataclass(frozen=True)
class Reckoning:
    """Everything the words need: filled by `deadlines`, printed here."""

    start: datetime
    event: str
    amount: str
    pause_unit: str
    pauses: tuple[PausedTime, ...]
    additions: tuple[AddedTime, ...]
    basis: str
    hours: bool = False
    first_hour: bool = False
    last: date | None = None
    rest: str = ""
    due: datetime | None = None
    not_before: date | None = None
    missing_year: int | None = None


def day(on: date, *, beside: date) -> str:
    """Write a date, with its year only where it differs from that of `beside`."""
    text = f"{on.month}月{on.day}日"
    return text if on.year == beside.year else f"{on.year}年{text}"


def moment(at: datetime, *, beside: date) -> str:
    """Write a date and time."""
    minutes = f"{at.minute}分" if at.minute else ""
    return f"{day(at.date(), beside=beside)}{at.hour}时{minutes}"


def explain(reckoning: Reckoning) -> Explanation:
    """Put a reckoning into words."""
    text = _opening(reckoning) + "".join(f"，延长 {a.amount}" for a in reckoning.additions)
    taken = _taken(reckoning)
    if taken:
        text += f"，扣除{taken}"
    return Explanation(text + _ending(reckoning), tuple(_rows(reckoning)), reckoning.basis)


def _opening(r: Reckoning) -> str:
    beside = r.start.date()
    if not r.hours:
        return f"自 {day(beside, beside=beside)}{r.event}次日起算 {r.amount}"
    begin = "起算" if r.first_hour else "的下一小时起算"
    return f"自 {moment(r.start, beside=beside)}{r.event}{begin} {r.amount}"


def _taken(r: Reckoning) -> str:
    kinds: dict[str, int] = {}
    for pause in r.pauses:
        if pause.amount:
            kinds[pause.kind] = kinds.get(pause.kind, 0) + pause.amount
    return "、".join(f"{kind} {amount} {r.pause_unit}" for kind, amount in kinds.items())


def _ending(r: Reckoning) -> str:
    beside = r.start.date()
    if r.missing_year is not None and r.not_before is not None:
        limit = day(r.not_before, beside=beside)
        return f"，{r.missing_year}年放假安排尚未录入，届满日待定，不早于 {limit}。"
    if r.due is None:
        pause = next(p for p in r.pauses if p.end is None)
        return f"，自 {day(pause.start, beside=beside)}起因{pause.kind}暂停计时，恢复后继续计算。"
    if r.hours:
        return f"，至 {moment(r.due, beside=beside)}届满。"
    end = day(r.due.date(), beside=beside)
    if r.last is not None and r.last != r.due.date():
        return f"，届满日 {day(r.last, beside=beside)}逢{r.rest}，顺延至 {end}届满。"
    return f"，至 {end}届满。"


def _rows(r: Reckoning) -> list[Row]:
    beside = r.start.date()
    begin = moment(r.start, beside=beside) if r.hours else day(beside, beside=beside)
    rows = [Row(f"起算：{begin}{r.event}", r.amount)]
    for added in r.additions:
        note = f"：{added.document}" if added.document else ""
        rows.append(Row(f"延长{note}", added.amount))
    for p in r.pauses:
        note = f"（{p.document}）" if p.document else ""
        end = f"至 {day(p.end, beside=beside)}" if p.end else "起，尚未恢复"
        amount = f"{p.amount} {r.pause_unit}" if p.end or p.amount else "暂停"
        rows.append(Row(f"扣除：{p.kind} {day(p.start, beside=beside)} {end}{note}", amount))
    if r.due and r.last and not r.hours and r.last != r.due.date():
        gap = (r.due.date() - r.last).days
        end = day(r.due.date(), beside=beside)
        rows.append(Row(f"顺延：{day(r.last, beside=beside)}逢{r.rest}，至 {end}", f"{gap} 日"))
    return rows
