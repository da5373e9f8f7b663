"""Reading the holidays of a year as somebody types them, held against the law (放假安排录入).

《全国年节及纪念日放假办法》: thirteen days in a year. What falls on a weekend is made up for,
so that rest days from Monday to Friday less make-up working days are thirteen, too.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from engine.workdays import DAY, HOLIDAY_NAMES, Override
from webapp.errors import Invalid

STATUTORY = 13
FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
SPAN = re.compile(r"(\S+?)[\s：:]+(\d{1,2}-\d{1,2})(?:\s*至\s*(\d{1,2}-\d{1,2}))?")
SATURDAY = 5


def read_year(year: int, rests: str, workdays: str, reason: str) -> tuple[Override, ...]:
    """Return every day that differs from the week, or say what cannot be (录入核对)."""
    off = list(_spans(year, rests))
    on = [_day(year, one, "workdays") for one in re.findall(r"[^\s、，,；;]+", workdays)]
    _check_names(off)
    _check_days(year, {each.on for each in off}, on)
    extra = sum(each.on.weekday() < SATURDAY for each in off) - len(on)
    if extra != STATUTORY and not reason.strip():
        sentence = (
            f"周一至周五放假的天数减去调休上班的天数为 {extra} 天，法定节假日为 {STATUTORY} 天，"
            "请对照通知核对；通知另有安排的，写明说明。"
        )
        raise Invalid(sentence, {"reason": "请核对，或者写明说明"})
    return (*off, *(Override(day, workday=True, name="调休上班") for day in on))


def written(days: Iterable[Override]) -> tuple[str, str]:
    """Return rest days and make-up days as `read_year` takes them."""
    spans: list[list[Override]] = []
    kept = sorted(days, key=lambda one: one.on)
    for one in (each for each in kept if not each.workday):
        if spans and spans[-1][-1].on + DAY == one.on and spans[-1][-1].name == one.name:
            spans[-1].append(one)
        else:
            spans.append([one])
    rests = (
        f"{span[0].name} {span[0].on:%m-%d}" + (f" 至 {span[-1].on:%m-%d}" if len(span) > 1 else "")
        for span in spans
    )
    return "\n".join(rests), "、".join(f"{one.on:%m-%d}" for one in kept if one.workday)


def _spans(year: int, text: str) -> Iterator[Override]:
    for line in filter(None, (one.strip() for one in text.splitlines())):
        found = SPAN.fullmatch(line)
        if found is None:
            raise Invalid(
                f"“{line}”无法识别，请写作“春节 02-05 至 02-11”。", {"rests": "请按格式填写"}
            )
        name, first, last = found.groups()
        on, end = _day(year, first, "rests"), _day(year, last or first, "rests")
        if end < on:
            raise Invalid(f"“{line}”的起止日期颠倒。", {"rests": "起止日期颠倒"})
        while on <= end:
            yield Override(on, workday=False, name=name)
            on += DAY


def _day(year: int, text: str, field: str) -> date:
    try:
        month, day = map(int, text.split("-"))
        return date(year, month, day)
    except ValueError:
        sentence = f"“{text}”不是{year}年的日期，请写作“02-05”。"
        raise Invalid(sentence, {field: "日期无法识别"}) from None


def _check_names(off: Iterable[Override]) -> None:
    """Ask for each of the seven holidays; two may fall together (国庆节、中秋节)."""
    named = {name for each in off for name in each.name.split("、")}
    wanted = list(HOLIDAY_NAMES.values())
    lacking, strange = [one for one in wanted if one not in named], sorted(named - set(wanted))
    if lacking or strange:
        told = [f"缺少{'、'.join(lacking)}"] * bool(lacking)
        told += [f"“{'、'.join(strange)}”不是法定节日"] * bool(strange)
        raise Invalid(f"放假日期{'，'.join(told)}。", {"rests": "请写全七个节日"})


def _check_days(year: int, off: set[date], on: list[date]) -> None:
    wanted = [date(year, month, day) for month, day in FIXED]
    worked = "、".join(f"{one:%m-%d}" for one in wanted if one not in off)
    if worked:
        raise Invalid(
            f"{worked}是法定节假日，应当放假（《全国年节及纪念日放假办法》）。",
            {"rests": "缺少法定节假日"},
        )
    wrong = [one for one in on if one.weekday() < SATURDAY or one in off]
    if wrong or len(set(on)) < len(on):
        told = "、".join(f"{one:%m-%d}" for one in wrong) or "重复的日期"
        raise Invalid(f"{told}不能是调休上班日：应为不放假的周末。", {"workdays": "应为周末"})
