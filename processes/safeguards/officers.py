"""Officers (执法人员): two of them, certified, showing who they are; nobody who must stay out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.order import MustPrecede
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.acts import Tag, tagged
from processes.facts.law import ItemFacts
from processes.facts.people import OfficerFacts
from processes.safeguards.attempt import (
    VISITS,
    Attempt,
    day_of,
    is_,
    name_of,
    named_officers,
    say,
)

WITH_OFFICERS = tagged(Tag.WITH_OFFICERS)
#: Fields that name an officer who is not to act: whom a challenge is about.
ABOUT = frozenset({"target"})


@safeguard(
    "S-G-01", title="执法人员不少于两人", acts=WITH_OFFICERS, basis="《行政处罚法》第四十二条第一款"
)
def two_officers(attempt: Attempt) -> Refusal | None:
    """At least two officers take part (执法人员不得少于两人), unless a law lets one act alone."""
    if is_(attempt, "case.file") and read.text(attempt.values, "filing") != "yes":
        return None
    present = set(named_officers(attempt) or attempt.facts.handlers)
    least = 1 if _one_is_enough(attempt.facts.item) else 2
    if len(present) >= least:
        return None
    fields = ("lead_officer", "assist_officer") if is_(attempt, "case.*") else ("officers",)
    return Refusal(
        f"执法人员不得少于两人，现有{len(present)}人，请补选另一名持证执法人员", fields=fields
    )


def _one_is_enough(item: ItemFacts | None) -> bool:
    return item is not None and item.one_officer is not None and item.one_officer.level == "法律"


@safeguard(
    "S-G-02",
    title="执法证有效，本机关有执法权",
    acts=(*WITH_OFFICERS, "dec.*"),
    basis="《行政处罚法》第十七条、第三十八条、第四十二条",
)
def certified(attempt: Attempt) -> Iterator[Refusal]:
    """Every officer's certificate is valid that day and covers field and place (执法证有效)."""
    officers = named_officers(attempt)
    if not officers and attempt.role in ("officer_lead", "officer_assist") and attempt.actor:
        officers = (attempt.actor,)
    on = day_of(attempt)
    for officer in dict.fromkeys(officers):
        known = attempt.facts.officers.get(officer)
        wrong = _lacking(attempt, known, on)
        if wrong:
            name = known.name if known else officer
            yield Refusal(f"执法人员{name}{wrong}，请更换持有效执法证的人员", fields=("officers",))


def _lacking(attempt: Attempt, officer: OfficerFacts | None, on: date) -> str:
    if officer is None or not officer.certificates:
        return "没有执法证"
    valid = [c for c in officer.certificates if c.valid(on)]
    if not valid:
        last = max(officer.certificates, key=lambda c: c.expires)
        return f"的执法证（{last.number}）在{say(on)}无效"
    domain = attempt.facts.item.domain if attempt.facts.item else ""
    if not any(c.covers(domain, attempt.facts.division) for c in valid):
        return "的执法证不覆盖本案的执法领域或者区域"
    return ""


@safeguard(
    "S-G-02",
    acts=("inv.*", "case.file", "dec.*"),
    basis="《行政处罚法》第十七条、第二十条、第二十二条至第二十四条",
)
def empowered(attempt: Attempt) -> Refusal | None:
    """Require that the body holds the power over item and place that day (执法权)."""
    filing = is_(attempt, "case.file")
    if filing and read.text(attempt.values, "filing") != "yes":
        return None
    if attempt.facts.item is None and not filing:
        return None
    on = day_of(attempt)
    held = [power for power in attempt.facts.body.powers if power.held(on)]
    if not held:
        return Refusal(
            f"{attempt.facts.body.name}在{say(on)}对该执法事项没有执法权，"
            "请核对事项、地域和层级，依法移送有管辖权的机关"
        )
    if all(power.entrusted and not power.principal for power in held):
        return Refusal("受委托组织须以委托机关的名义实施处罚，请先登记书面委托和委托机关")
    return None


SHOW_FIRST = MustPrecede(
    "S-G-03",
    "inv.id_show",
    before=VISITS,
    title="亮证在先",
    basis="《行政处罚法》第五十五条第一款",
    message="尚未亮证，请先办理“亮证并说明来意”再进行调查、检查",
)


@safeguard("S-G-03", acts=VISITS, basis="《行政处罚法》第五十五条第一款")
def shown_in_this_visit(attempt: Attempt) -> Refusal | None:
    """Those who take part showed their certificates in this visit, before it began (亮证在先)."""
    start = read.moment(attempt.values, "start_at")
    if not attempt.facts.visits:
        if not attempt.facts.done("inv.id_show"):
            return None  # the declaration says so
        return Refusal("本次调查、检查没有亮证记录，请先办理“亮证并说明来意”")
    visit = attempt.facts.visits[-1]
    silent = [o for o in named_officers(attempt) if o not in visit.officers]
    if silent:
        people = "、".join(name_of(attempt, officer) for officer in silent)
        return Refusal(f"{people}未在本次亮证，请补办亮证或者更正参加人员", fields=("officers",))
    if start is not None and (visit.shown_at > start or visit.shown_at.date() != start.date()):
        return Refusal(
            "亮证须在本次调查、检查开始之前当日进行，请核对起止时间", fields=("start_at",)
        )
    return None


@safeguard("S-G-04", title="已决定回避的人员不参与", acts=("*",), basis="《行政处罚法》第四十三条")
def recused_stay_out(attempt: Attempt) -> Refusal | None:
    """Nobody whose recusal was granted acts in the case afterwards (回避后不得参与)."""
    acting = read.moment(attempt.values, "start_at") or attempt.at
    out = {r.officer: r.at for r in attempt.facts.recusals if r.granted}
    if attempt.actor in out:
        return Refusal("您已被决定回避，不得再办理本案，请交由接替人员办理")
    for field, named in attempt.facts.named.items():
        for officer in sorted(named & set(out)):
            if field not in ABOUT and acting >= out[officer]:
                name = name_of(attempt, officer)
                return Refusal(f"{name}已被决定回避，请更换人员", fields=(field,))
    return None


@safeguard(
    "S-G-05",
    title="不由本人决定自己的回避",
    acts=("recuse.decide",),
    basis="《行政处罚法》第四十三条第三款",
)
def not_judge_of_oneself(attempt: Attempt) -> Refusal | None:
    """Nobody decides on a challenge against himself (回避决定人不是被申请人)."""
    target = read.text(attempt.values, "target")
    voters = [read.text(row, "officer") for row in read.rows(attempt.values, "attendees")]
    if attempt.facts.challenged and attempt.facts.challenged in voters:
        return Refusal("被申请回避的人不得参加讨论自己的回避", fields=("attendees",))
    if attempt.actor and attempt.actor in (target, attempt.facts.challenged):
        return Refusal("不得由被申请回避的人决定自己的回避，请报上一级负责人决定")
    if target and attempt.facts.challenged and target != attempt.facts.challenged:
        return Refusal("决定的对象与被申请回避的人不一致，请核对", fields=("target",))
    return None


@safeguard(
    "S-P-50",
    title="回避后有人接替",
    acts=("recuse.decide",),
    basis="《行政处罚法》第四十三条、第六十四条第四项",
)
def replaced_by_who_may(attempt: Attempt) -> Refusal | None:
    """Put in the place of a recused handler or member of a hearing somebody who may sit there."""
    target, comes = (read.text(attempt.values, one) for one in ("target", "replacement"))
    sits = target in _hearing_people(attempt)
    if read.text(attempt.values, "granted") != "yes":
        return None
    if not comes:
        if sits or target in attempt.facts.handlers:
            name = name_of(attempt, target)
            return Refusal(f"{name}回避后须有人接替，请指定接替人员", fields=("replacement",))
        return None
    name = name_of(attempt, comes)
    if sits and comes in attempt.facts.investigators | attempt.facts.handlers:
        return Refusal(f"{name}是本案调查人员，不得接替听证人员，请更换", fields=("replacement",))
    if comes in _hearing_people(attempt):
        return Refusal(f"{name}已经是本案听证人员，不得再接替他人，请更换", fields=("replacement",))
    known, on = attempt.facts.officers.get(comes), attempt.at.date()
    certified = known is not None and any(one.valid(on) for one in known.certificates)
    if sits and attempt.facts.parameters.hearing_panel_certificates and not certified:
        return Refusal(f"{name}没有有效的行政执法证件，不能接替听证人员", fields=("replacement",))
    return None


def _hearing_people(attempt: Attempt) -> frozenset[str]:
    """Return who sits in a hearing that is not over yet."""
    hearings = attempt.facts.hearings
    return hearings[-1].people if hearings and not hearings[-1].over else frozenset()


@safeguard(
    "S-G-18",
    title="监督人员不办理案件",
    acts=("*",),
    basis="《行政执法监督条例》第八条；{supervision}",
)
def supervisors_only_read(attempt: Attempt) -> Refusal | None:
    """Supervision staff write nothing in a case (执法监督人员不得办理案件)."""
    if "supervisor" in attempt.facts.actor_roles or attempt.role == "supervisor":
        return Refusal("执法监督人员只能查看流程轨迹，不得办理案件，请由办案单位人员办理")
    return None


@safeguard(
    "S-G-19",
    title="移动执法开启定位",
    acts=VISITS,
    basis="《行政处罚法》第四十七条；{case.location_off}",
)
def location_on(attempt: Attempt) -> Refusal | None:
    """Keep the location of a mobile device on in the field, unless the head said off (定位)."""
    values = attempt.values
    if read.text(values, "device") != "mobile" or read.text(values, "position"):
        return None
    if read.text(values, "position_off_reason") and attempt.facts.location_waived:
        return None
    return Refusal(
        "移动终端现场执法应当开启定位，请开启定位后提交，或者报负责人批准关闭并写明原因",
        fields=("position", "position_off_reason"),
    )


@safeguard(
    "S-G-23", title="流程管理员不办案", acts=("*",), basis="流程管理与办案相分离（平台管理要求）"
)
def process_editors_stay_out(attempt: Attempt) -> Refusal | None:
    """Who edits procedures has no task in running cases (流程管理员不得办案)."""
    if "process_admin" in attempt.facts.actor_roles:
        return Refusal("流程管理员不得办理运行中的案件，请交由办案人员办理")
    return None
