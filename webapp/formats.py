"""How dates, times and amounts are printed on screens (显示格式); documents have their own."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask

from engine.clock import ZONE

NONE = "—"
WEEKDAYS = "一二三四五六日"


def init_app(app: Flask) -> None:
    """Offer the formats to templates as filters."""
    app.jinja_env.filters.update(
        day=day, short_day=short_day, long_day=long_day, moment=moment, short_moment=short_moment,
        money=money, yes=yes,
    )  # fmt: skip


def day(value: date | datetime | None) -> str:
    """2026-05-18."""
    return _local(value).strftime("%Y-%m-%d") if value else NONE


def short_day(value: date | datetime | None) -> str:
    """05-18, where the year is clear."""
    return _local(value).strftime("%m-%d") if value else NONE


def long_day(value: date | datetime | None) -> str:
    """2026年5月18日 星期一, for headings."""
    if not value:
        return NONE
    local = _local(value)
    return f"{local.year}年{local.month}月{local.day}日 星期{WEEKDAYS[local.weekday()]}"


def moment(value: datetime | None) -> str:
    """2026-05-18 10:30."""
    return value.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if value else NONE


def short_moment(value: datetime | None) -> str:
    """05-18 10:30, where the year is clear."""
    return value.astimezone(ZONE).strftime("%m-%d %H:%M") if value else NONE


def money(value: Decimal | int | None) -> str:
    """58,640.00, without the unit."""
    return NONE if value is None else f"{value:,.2f}"


def yes(value: bool | None) -> str:
    """是 or 否."""
    return NONE if value is None else "是" if value else "否"


def _local(value: date | datetime) -> date:
    return value.astimezone(ZONE) if isinstance(value, datetime) else value
