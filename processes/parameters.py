"""What a field of law, a province or a body may settle (参数): defaults, domain packs, overrides.

National law is the floor. A domain pack (市监, 农业, 交通, 住建) brings the periods of its
departmental rule; a body may tighten further but never loosen, except where a value of 市监 only
stands in for silent law (`SILENT`, pack general). What could not be read is marked 待核.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
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

#: 《广东省行政处罚听证程序实施办法》第七条；《行政处罚法》第六十三条第三项、第四项.
PERSON_THRESHOLD, ORGANIZATION_THRESHOLD = Decimal(5000), Decimal(100_000)
HEARING_KINDS = frozenset({"0302", "0303", "0402", "0403", "0404"})
FAILED_FIRST = frozenset({"deliver", "mail"})

#: In which direction a body may move a parameter; one without a direction is not the body's.
RAISE, LOWER, TURN_ON, TURN_OFF = ({"may": way} for way in ("raise", "lower", "on", "off"))
ADD = RAISE


class ParameterError(Exception):
    """A parameter is unknown, of the wrong type, or would loosen what the law fixes."""


@dataclass(frozen=True)
class Parameters:
    """The settled values for one body in one field of law (参数)."""

    pack: str = "market"

    # 核查与办案期限：DL-01、DL-02
    verification_days: int = field(default=15, metadata=LOWER)
    verification_extension_days: int = field(default=15, metadata=LOWER)
    verification_pauses: frozenset[str] = frozenset({APPRAISAL, IDENTIFICATION})
    decision_days: int = field(default=90, metadata=LOWER)
    extension_days: int = field(default=30, metadata=LOWER)
    #: Who grants what comes after the head's extension: collective, superior or nobody ("none").
    further_extension: str = "collective"
    further_extension_max: int | None = None
    decision_pauses: frozenset[str] = frozenset(
        {SUSPENDED, HEARING, ANNOUNCED, APPRAISAL, IDENTIFICATION, REFUND}
    )
    pause_ends_count: bool = field(default=True, metadata=TURN_OFF)

    # 先行登记保存：DL-03、DL-04
    preservation_days: int = field(default=7, metadata=LOWER)
    preservation_backfile_hours: int | None = 24
    preservation_lapses: bool = True

    # 审核：DL-08
    review_days: int = field(default=10, metadata=LOWER)
    #: "before" the notice, "after" it, or "open" where the field leaves it to the body.
    review_order: str = "before"
    proposal_approved_first: bool = field(default=True, metadata=TURN_ON)
    legal_qualification_since: date = date(2018, 1, 1)  # 2017 年修法施行日（待核）

    # 告知与陈述申辩：DL-09
    defense_days: int = field(default=5, metadata=RAISE)
    basis_must_match_notice: bool = field(default=True, metadata=TURN_ON)

    # 听证：DL-10 至 DL-15
    hearing_request_days: int = field(default=5, metadata=RAISE)
    hearing_person: Decimal = field(default=PERSON_THRESHOLD, metadata=LOWER)
    hearing_organization: Decimal = field(default=ORGANIZATION_THRESHOLD, metadata=LOWER)
    sole_trader_as_person: bool = field(default=True, metadata=TURN_ON)
    hearing_kinds: frozenset[str] = field(default=HEARING_KINDS, metadata=ADD)
    hearing_appointment_days: int = field(default=5, metadata=LOWER)
    hearing_notification_days: int = field(default=7, metadata=LOWER)
    hearing_notice_days: int = field(default=7, metadata=RAISE)
    hearing_public_days: int = field(default=3, metadata=RAISE)
    hearing_days: int = field(default=30, metadata=LOWER)
    hearing_panel_minimum: int = field(default=3, metadata=RAISE)
    hearing_panel_odd: bool = field(default=True, metadata=TURN_ON)
    hearing_panel_certificates: bool = field(default=True, metadata=TURN_ON)
    hearing_evidence_examined: bool = field(default=True, metadata=TURN_ON)

    # 集体讨论与裁量
    panel_minimum: int = field(default=3, metadata=RAISE)
    panel_for_reviewed_cases: bool = field(default=True, metadata=TURN_ON)
    panel_without_presenter: bool = field(default=True, metadata=TURN_ON)  # 待核
    deviation_needs_panel: bool = field(default=True, metadata=TURN_ON)
    kind_rank: Mapping[str, int] = field(default_factory=lambda: KIND_RANK)

    # 送达、公示、履行、移送、结案：DL-16 至 DL-18、DL-29 至 DL-33、DL-38、DL-40
    service_days: int = field(default=7, metadata=LOWER)
    announcement_days: int = field(default=30, metadata=RAISE)
    #: Ways that must have failed before 公告送达 is lawful (待核: the law says 其他方式).
    announcement_after: frozenset[str] = field(default=FAILED_FIRST, metadata=ADD)
    publication_days: int = field(default=7, metadata=LOWER)
    #: Whether a warning alone is shown to the public: not in 市监.
    warning_alone_shown: bool = False
    withdrawal_days: int = field(default=3, metadata=LOWER)
    payment_days: int = 15
    crime_approval_days: int = field(default=3, metadata=LOWER)
    crime_approval_unit: Unit = Unit.DAY  # 移送规定的“3日”未定义，从严按自然日（待核）
    assistance_days: int = field(default=15, metadata=LOWER)
    closing_days: int = field(default=15, metadata=LOWER)


MARKET = Parameters()

#: 《农业行政处罚程序规定》; the text does not say that an undisposed preservation lapses.
AGRICULTURE = replace(
    MARKET,
    pack="agriculture",
    warning_alone_shown=True,
    verification_days=7,
    verification_extension_days=7,
    verification_pauses=frozenset(),
    further_extension="superior",
    decision_pauses=frozenset({SUSPENDED, HEARING, ANNOUNCED, APPRAISAL}),
    preservation_lapses=False,
    review_days=5,
    review_order="open",
    proposal_approved_first=False,
    defense_days=3,
    panel_for_reviewed_cases=False,
    announcement_days=60,
)

#: 《交通运输行政执法程序规定》; 听证不计入期限: 《广东省行政处罚听证程序实施办法》第三十八条.
TRANSPORT = replace(
    MARKET,
    pack="transport",
    warning_alone_shown=True,
    further_extension="none",
    decision_pauses=frozenset({HEARING}),
    preservation_backfile_hours=None,
    review_order="after",
    proposal_approved_first=False,
    panel_for_reviewed_cases=False,
    announcement_days=60,
)

#: 《住房和城乡建设行政处罚程序规定》; which times are not counted: 待核.
HOUSING = replace(
    MARKET,
    pack="housing",
    warning_alone_shown=True,
    verification_extension_days=10,
    verification_pauses=frozenset(),
    further_extension_max=60,
    decision_pauses=frozenset({SUSPENDED, HEARING, ANNOUNCED, APPRAISAL}),
    preservation_backfile_hours=None,
    review_order="after",
    proposal_approved_first=False,
    panel_for_reviewed_cases=False,
)

#: No departmental rule: national law, and the values of 市监 where national law is silent.
GENERAL = replace(
    MARKET,
    pack="general",
    warning_alone_shown=True,
    preservation_backfile_hours=None,
    preservation_lapses=False,
)

#: Where national law is silent, a body without a departmental rule settles the value itself.
SILENT = frozenset(
    {
        "verification_days",
        "verification_extension_days",
        "review_days",
        "review_order",
        "proposal_approved_first",
        "defense_days",
        "panel_for_reviewed_cases",
        "panel_without_presenter",
        "deviation_needs_panel",
        "assistance_days",
        "closing_days",
    }
)
ORDERS = ("before", "after", "open")

PACKS: Mapping[str, Parameters] = {
    p.pack: p for p in (MARKET, AGRICULTURE, TRANSPORT, HOUSING, GENERAL)
}


def parameters_for(pack: str, body: Mapping[str, Any] | None = None) -> Parameters:
    """Return the parameters of a domain pack as tightened by a body."""
    try:
        base = PACKS[pack]
    except KeyError:
        raise ParameterError(f"没有领域参数包“{pack}”") from None
    changes = {name: _read(base, name, value) for name, value in (body or {}).items()}
    return replace(base, **changes)


def _read(base: Parameters, name: str, value: Any) -> Any:
    declared = {f.name: f for f in fields(Parameters)}.get(name)
    if declared is None:
        raise ParameterError(f"没有参数“{name}”")
    direction = declared.metadata.get("may", "")
    free = base.pack == GENERAL.pack and name in SILENT
    if not direction and not free:
        raise ParameterError(f"参数“{name}”由法律、领域规章确定，不能由机关改动")
    before = getattr(base, name)
    if type(value) is not _json_type(before):
        raise ParameterError(f"参数“{name}”的类型不对")
    try:
        after = type(before)(value)
    except InvalidOperation:
        raise ParameterError(f"参数“{name}”不是金额") from None
    if name == "review_order" and after not in ORDERS:
        raise ParameterError(f"参数“{name}”只能是{'、'.join(ORDERS)}")
    if not free and not _tightens(direction, before, after):
        raise ParameterError(f"参数“{name}”只能从严，不能放宽")
    return after


def _json_type(before: Any) -> type:
    if isinstance(before, Decimal):
        return str
    return list if isinstance(before, frozenset) else type(before)


def _tightens(direction: str, before: Any, after: Any) -> bool:
    if direction == "raise":
        return bool(after >= before)
    if direction == "lower":
        return bool(0 < after <= before)
    return bool(after == before or after is (direction == "on"))
