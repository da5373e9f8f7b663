"""The register of statutory clocks (期限): what starts each, what stops it, how long, and why.

Data only; `clocks` reckons with it. A family may bring clocks of its own in its `deadlines`. A
length that names a parameter has its basis from the layers that settle it, and does not run where
nobody settles it. Every basis is cited in full.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from engine.deadlines import Unit
from processes.events import kinds
from processes.families import gather

PENALTY_LAW = "《行政处罚法》"
CRIME_RULE = "《行政执法机关移送涉嫌犯罪案件的规定》"


class Kind(Enum):
    """Which way a clock binds (期限性质)."""

    LATEST = "最迟"  # to be done by its last day
    EARLIEST = "最早"  # not to be done before it has run
    RIGHT = "权利期间"  # the party may act inside it; its end is no fault of the agency


class Consequence(Enum):
    """What an overrun leads to: the scale behind the color of the light (超期后果)."""

    AUTOMATIC = "自动发生法律效果"
    REVOCABLE = "决定可能被撤销或者确认无效"
    CONFIRMED = "可能被确认违法"
    DISCIPLINE = "依法追究责任"


@dataclass(frozen=True)
class Rule:
    """One clock of the register (期限规则).

    `start` and `stops` are kinds of `processes.events`; `length` is a number or the name of a
    parameter, which a longer length on the event itself outdoes. `pauses` names the parameter that
    lists which pauses count. `repeats`: every start has its own clock by procedure instance, else a
    new start replaces an open one. `event` is what started it, for the explanation; `part` tells
    apart two clocks of one id. `joint`: of several parties it starts with the last.
    """

    id: str
    title: str
    start: str
    stops: tuple[str, ...]
    length: int | str
    event: str
    basis: str = ""
    unit: Unit | str = Unit.WORKDAY
    effect: str = "逾期未办的，依法追究责任"
    consequence: Consequence = Consequence.DISCIPLINE
    kind: Kind = Kind.LATEST
    pauses: str | tuple[str, ...] = ()
    repeats: bool = False
    roll_over: bool = True
    near_days: int | None = None
    part: str = ""
    joint: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        "DL-01",
        "线索核查期限",
        start="lead.received",
        stops=("case.filed", "case.declined"),
        length="verification_days",
        unit="verification_unit",
        pauses="verification_pauses",
        event="收到线索",
    ),
    Rule(
        "DL-02",
        "办案期限",
        start="case.filed",
        stops=(
            "case.decided",
            "case.withdrawn",
            "case.terminated",
            "case.merged",
            "case.referred",
            "crime.filed",
        ),
        length="decision_days",
        unit=Unit.DAY,
        pauses="decision_pauses",
        effect="程序违法风险，仍可作出决定，须书面说明超期原因",
        consequence=Consequence.CONFIRMED,
        event="立案",
        near_days=10,
    ),
    Rule(
        "DL-03",
        "登记保存处理期限",
        start="preservation.made",
        stops=("preservation.closed",),
        length="preservation_days",
        effect="先行登记保存措施失效，应当解除并退还",
        consequence=Consequence.AUTOMATIC,
        event="登记保存",
        repeats=True,
    ),
    Rule(
        "DL-08",
        "审核期限",
        start="review.submitted",
        stops=("review.given",),
        length="review_days",
        event="收到审核材料",
    ),
    Rule(
        "DL-09",
        "陈述申辩期",
        start="notice.served",
        stops=("defense.received",),
        length="defense_days",
        effect="未陈述申辩的，视为放弃该权利",
        consequence=Consequence.AUTOMATIC,
        event="告知书送达",
        kind=Kind.RIGHT,
    ),
    Rule(
        "DL-10",
        "要求听证期",
        start="hearing_notice.served",
        stops=("hearing.requested",),
        length="hearing_request_days",
        effect="未要求听证的，视为放弃该权利",
        consequence=Consequence.AUTOMATIC,
        event="听证告知书送达",
        kind=Kind.RIGHT,
    ),
    Rule(
        "DL-11",
        "确定听证人员期限",
        start="hearing.received",
        stops=("hearing.appointed", "hearing.refused"),
        length="hearing_appointment_days",
        event="收到听证要求",
    ),
    Rule(
        "DL-12",
        "送达听证通知期限",
        start="hearing.received",
        stops=("hearing.notified", "hearing.refused"),
        length="hearing_notification_days",
        event="收到听证要求",
    ),
    Rule(
        "DL-13",
        "听证提前通知期",
        start="hearing.notified",
        stops=("hearing.held",),
        length="hearing_notice_days",
        effect="不得提前举行听证",
        consequence=Consequence.REVOCABLE,
        event="听证通知书送达",
        kind=Kind.EARLIEST,
    ),
    Rule(
        "DL-14",
        "听证公告期",
        start="hearing.announced",
        stops=("hearing.held",),
        length="hearing_public_days",
        effect="不得提前举行公开听证",
        consequence=Consequence.REVOCABLE,
        event="听证公告",
        kind=Kind.EARLIEST,
    ),
    Rule(
        "DL-15",
        "听证期限",
        start="hearing.received",
        stops=("hearing.closed", "hearing.refused"),
        length="hearing_days",
        unit=Unit.DAY,
        pauses=("听证延期", "听证中止"),
        event="收到听证要求",
    ),
    Rule(
        "DL-16",
        "决定书送达期限",
        start="case.decided",
        stops=("decision.served",),
        length="service_days",
        effect="程序轻微违法，可能被确认违法",
        consequence=Consequence.CONFIRMED,
        event="作出决定",
    ),
    Rule(
        "DL-17",
        "公告送达期",
        start="announcement.made",
        stops=("announcement.ended",),
        length="announcement_days",
        unit=Unit.DAY,
        effect="期满即视为送达",
        consequence=Consequence.AUTOMATIC,
        event="发出公告",
        kind=Kind.EARLIEST,
        repeats=True,
    ),
    Rule(
        "DL-18",
        "缴纳罚款期限",
        start="fine.served",
        stops=("fine.paid",),
        length="payment_days",
        unit=Unit.DAY,
        effect="自次日起可以加处罚款",
        consequence=Consequence.AUTOMATIC,
        event="决定书送达",
    ),
    Rule(
        "DL-18",
        "缴款期限",
        start="part.granted",
        stops=("part.paid",),
        length=1,
        unit=Unit.DAY,
        basis="《行政处罚法》第六十六条第二款",
        effect="该期自次日起可以加处罚款",
        consequence=Consequence.AUTOMATIC,
        event="准予分期缴纳",
        repeats=True,
        part="part",
    ),
    Rule(
        "DL-29",
        "公示期限",
        start="penalty.decided",
        stops=("publication.decided",),
        length="publication_days",
        event="作出决定",
    ),
    Rule(
        "DL-30",
        "撤回公示期限",
        start="decision.changed",
        stops=("publication.withdrawn",),
        length="withdrawal_days",
        event="决定被变更",
    ),
    Rule(
        "DL-31",
        "涉嫌犯罪移送审批期限",
        start="crime.reported",
        stops=("crime.approved", "crime.refused"),
        length="crime_approval_days",
        unit="crime_approval_unit",
        event="收到移送报告",
    ),
    Rule(
        "DL-32",
        "移送公安机关期限",
        start="crime.approved",
        stops=("crime.transferred",),
        length=24,
        unit=Unit.HOUR,
        basis=f"{CRIME_RULE}第五条第二款",
        event="批准移送",
    ),
    Rule(
        "DL-33",
        "公安机关审查立案期限",
        start="crime.receipted",
        stops=("crime.answered",),
        length=3,
        unit=Unit.DAY,
        basis=f"{CRIME_RULE}第八条",
        effect="可以建议人民检察院依法进行立案监督",
        event="公安机关接受移送",
    ),
    Rule(
        "DL-36",
        "移交物品材料期限",
        start="crime.filed",
        stops=("crime.handed_over",),
        length=3,
        unit=Unit.DAY,
        basis=f"{CRIME_RULE}第十二条",
        roll_over=False,
        event="接到立案通知",
    ),
    Rule(
        "DL-38",
        "协助调查期限",
        start="assistance.asked",
        stops=("assistance.answered",),
        length="assistance_days",
        effect="可以催办",
        event="发出协助调查函",
        repeats=True,
    ),
    Rule(
        "DL-40",
        "结案审批期限",
        start="closing.ready",
        stops=("closing.approved",),
        length="closing_days",
        event="具备结案条件",
        joint=True,
    ),
    Rule(
        "DL-43",
        "申请行政复议期限",
        start="decision.served",
        stops=("remedy.started",),
        length="reconsideration_days",
        unit=Unit.DAY,
        effect="逾期不能申请行政复议",
        consequence=Consequence.AUTOMATIC,
        event="决定书送达",
        kind=Kind.RIGHT,
        part="review",
    ),
    Rule(
        "DL-43",
        "提起行政诉讼期限",
        start="decision.served",
        stops=("remedy.started",),
        length="suit_months",
        unit=Unit.MONTH,
        effect="逾期不能提起行政诉讼",
        consequence=Consequence.AUTOMATIC,
        event="决定书送达",
        kind=Kind.RIGHT,
        part="suit",
    ),
    Rule(
        "DL-44",
        "处罚时效",
        start="act.ended",
        stops=("act.discovered",),
        length=2,
        unit=Unit.YEAR,
        basis=f"{PENALTY_LAW}第三十六条",
        effect="不再给予行政处罚",
        consequence=Consequence.AUTOMATIC,
        event="违法行为终了",
        roll_over=False,
    ),
)
"""The clocks of penalties and of what several procedures share."""


@cache
def rules() -> tuple[Rule, ...]:
    """Return every clock: those here and those that a family brings in its `deadlines`."""
    found = (*RULES, *gather("deadlines", "RULES"))
    for rule in found:
        if unknown := {rule.start, *rule.stops} - kinds():
            raise ValueError(f"期限“{rule.id}”：没有环节会发生“{'、'.join(sorted(unknown))}”")
    return found
