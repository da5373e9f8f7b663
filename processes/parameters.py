"""The register of legal parameters (法定参数): values by national law, and what each one means.

`parameters.json` has title, unit, basis and the direction in which a lower layer may move each.
Where national law is silent (`silent`) the value is the platform's and 待核: a field, a province or
a body settles it. `layers` puts the layers on top.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from engine.deadlines import Unit

#: Kinds of pauses (扣除) as a clock names them.
SUSPENDED, HEARING, ANNOUNCED = "中止", "听证", "公告"
APPRAISAL, IDENTIFICATION, REFUND = "检测鉴定", "权利人辨认", "责令退款"
HEARING_DEFERRED, HEARING_SUSPENDED = "听证延期", "听证中止"

#: Order of severity, form A of the two published ones (《行政处罚法》第九条).
KIND_RANK: Mapping[str, int] = {
    "0101": 1,  # 警告
    "0102": 2,  # 通报批评
    "0201": 3,  # 罚款
    "0202": 4,  # 没收违法所得
    "0203": 5,  # 没收非法财物
    "0301": 6,  # 暂扣许可证件
    "0302": 7,  # 降低资质等级
    "0303": 8,  # 吊销许可证件
    "0401": 9,  # 限制开展生产经营活动
    "0402": 10,  # 责令停产停业
    "0403": 11,  # 责令关闭
    "0404": 12,  # 限制从业
    "0501": 13,  # 行政拘留
    "0699": 14,  # 其他：轻重未定，从严列在最后
}
HEARING_KINDS = frozenset({"0302", "0303", "0402", "0403", "0404"})
FAILED_FIRST = frozenset({"deliver", "mail"})


class May(Enum):
    """In which direction a lower layer may move a parameter (下层可以怎样调整)."""

    RAISE = "只能提高"
    LOWER = "只能降低"
    TURN_ON = "只能改为是"
    TURN_OFF = "只能改为否"
    ADD = "只能增加"
    CHOOSE = "可以自行确定"
    NOTHING = "不能改动"


class Group(Enum):
    """What a parameter is about: the sections of the page (参数类别)."""

    FILING = "立案与办案期限"
    PRESERVATION = "先行登记保存"
    REVIEW = "审核"
    NOTICE = "告知与陈述申辩"
    HEARING = "听证"
    DECISION = "集体讨论与裁量"
    SERVICE = "送达与公示"
    EXECUTION = "履行、救济与结案"
    REFERRAL = "移送与协助"
    OFFICE = "机关内部"


@dataclass(frozen=True)
class Parameter:
    """One row of the register (参数).

    `silent`: national law leaves the value open, whoever settles it first is free. `yields`: the
    field's own rule gives way to the province (从其规定).
    """

    key: str
    title: str
    unit: str
    basis: str
    default: Any
    group: Group
    may: May = May.NOTHING
    silent: bool = False
    yields: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether any lower layer may move it."""
        return self.silent or self.may is not May.NOTHING

    def say(self, value: Any) -> str:
        """Write a value as people read it."""
        if isinstance(value, bool):
            return "是" if value else "否"
        named = dict(self.choices)
        if isinstance(value, frozenset):
            return "、".join(named.get(one, one) for one in sorted(value)) or "无"
        if value is None:
            return "无"
        if isinstance(value, Unit):
            return value.value
        if isinstance(value, Decimal):
            return f"{value.normalize():,f} {self.unit}"
        if isinstance(value, Mapping):
            return "按《行政处罚法》第九条的次序"
        return f"{named.get(str(value), value)} {self.unit}".strip()


@dataclass(frozen=True)
class Parameters:
    """The values settled for one body on one day (参数取值); `sources` says by which lower rule."""

    verification_days: int = 15
    verification_extension_days: int = 15
    verification_unit: Unit = Unit.WORKDAY
    verification_pauses: frozenset[str] = frozenset()
    decision_days: int = 90
    extension_days: int = 0
    further_extension: str = "none"
    further_extension_max: int | None = None
    decision_pauses: frozenset[str] = frozenset()
    pause_ends_count: bool = True

    preservation_days: int = 7
    preservation_backfile_hours: int | None = None
    preservation_lapses: bool = False

    review_days: int = 10
    review_order: str = "before"
    proposal_approved_first: bool = True
    legal_review_amount: Decimal | None = Decimal(1_000_000)
    legal_review_kinds: frozenset[str] = frozenset()
    legal_qualification_since: date = date(2018, 1, 1)

    defense_days: int = 5
    basis_must_match_notice: bool = True

    hearing_request_days: int = 5
    hearing_waiver_revocable: bool = True
    hearing_late_with_cause: bool = False
    hearing_person: Decimal = Decimal(10_000)
    hearing_organization: Decimal = Decimal(100_000)
    sole_trader_as_person: bool = True
    hearing_kinds: frozenset[str] = HEARING_KINDS
    hearing_appointment_days: int | None = None
    hearing_notification_days: int | None = None
    hearing_notice_days: int = 7
    hearing_public_days: int | None = None
    hearing_days: int | None = None
    hearing_panel_minimum: int = 1
    hearing_panel_odd: bool = False
    hearing_panel_certificates: bool = False
    hearing_evidence_examined: bool = True

    panel_minimum: int = 3
    panel_for_reviewed_cases: bool = False
    panel_for_hearing_scope: bool = False
    panel_for_heard_cases: bool = False
    panel_amount: Decimal | None = Decimal(1_000_000)
    panel_kinds: frozenset[str] = HEARING_KINDS
    panel_without_presenter: bool = True
    deviation_needs_panel: bool = True
    kind_rank: Mapping[str, int] = field(default_factory=lambda: KIND_RANK)

    service_days: int = 7
    announcement_days: int = 30
    announcement_after: frozenset[str] = FAILED_FIRST
    publication_days: int = 7
    publication_months: int = 36
    publication_months_light: int = 3
    publication_low_fine: Decimal | None = None
    warning_alone_shown: bool = True
    withdrawal_days: int = 3

    payment_days: int = 15
    surcharge_percent: int = 3
    reconsideration_days: int = 60
    suit_months: int = 6
    suit_after_review_days: int = 15
    closing_days: int = 15

    crime_approval_days: int = 3
    crime_approval_unit: Unit = Unit.DAY
    assistance_days: int = 15
    seal_on_approval: bool = True

    #: By which rule of a lower layer a value holds, as documents print it.
    sources: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        """Return the value of a parameter by its key."""
        return getattr(self, key)

    def basis(self, key: str) -> str:
        """Return the law and, after it, the rule of the lower layer that settles a value (依据)."""
        return "；".join(filter(None, (register()[key].basis, self.sources.get(key, ""))))


NATIONAL = Parameters()
"""National law alone (全国统一规定)."""


@cache
def register() -> Mapping[str, Parameter]:
    """Return every parameter by its key (参数登记册)."""
    text = resources.files("processes").joinpath("parameters.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return {row["key"]: _parameter(row, data["choices"]) for row in data["parameters"]}


def _parameter(row: Mapping[str, Any], choices: Mapping[str, list[list[str]]]) -> Parameter:
    return Parameter(
        key=row["key"],
        title=row["title"],
        unit=row.get("unit", ""),
        basis=row.get("basis", ""),
        default=getattr(NATIONAL, row["key"]),
        group=Group[row["group"]],
        may=May[row["may"]],
        silent=row.get("silent", False),
        yields=row.get("yields", False),
        choices=tuple((code, words) for code, words in choices.get(row.get("choices", ""), ())),
    )
