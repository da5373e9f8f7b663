"""How dates, times and amounts are shown on screens and typed (显示格式); papers have their own."""

import re
from datetime import date, datetime
from decimal import Decimal

from flask import Flask, request

from engine.clock import ZONE
from processes import fields
from webapp.errors import Invalid

NONE = "—"
SHORT_LAWS = {
    "行政处罚法": "处罚法",
    "行政强制法": "强制法",
    "民事诉讼法": "民诉法",
    "行政执法机关移送涉嫌犯罪案件的规定": "移送规定",
    **fields.nicknames(),
}
"""How officers call the laws cited most, where room is short."""
CITATION = re.compile(r"《([^》]+)》(第[^；，、《]*)?")
WEEKDAYS = "一二三四五六日"


def init_app(app: Flask) -> None:
    """Offer the formats to templates as filters."""
    app.jinja_env.filters.update(
        day=day, short_day=short_day, long_day=long_day, moment=moment, short_moment=short_moment,
        money=money, yes=yes, article=article,
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


def article(basis: str) -> str:
    """处罚法 第四十四条: the first article of a basis, where room is short."""
    found = CITATION.search(basis)
    if not found:
        return basis
    law = SHORT_LAWS.get(found[1], found[1])
    place = (found[2] or "").split("第", 2)
    number = f"第{place[1]}" if len(place) > 1 else ""
    return f"{law} {number.partition('条')[0]}条" if "条" in number else law


def yes(value: bool | None) -> str:
    """是 or 否."""
    return NONE if value is None else "是" if value else "否"


def _local(value: date | datetime) -> date:
    return value.astimezone(ZONE) if isinstance(value, datetime) else value


def typed_day(name: str) -> date:
    """Read a day that a small form asks for, or say that it is missing."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise Invalid("请填写日期。", {name: "请填写日期"}) from None
