"""Law and time (法律适用): clauses in force, an act still punishable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from engine.counting import add_months
from engine.order import MustPrecede
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.facts.case import TimesFacts
from processes.facts.law import PENALTY_SOURCES, ClauseFacts
from processes.facts.penalty import PenaltyContent
from processes.safeguards.attempt import (
    STATING,
    Attempt,
    at_stake,
    decides_penalty,
    is_,
    say,
    stated,
)
from processes.violations import blocks, named

YEARS, YEARS_HARMFUL = 2, 5

FILE_FIRST = MustPrecede(
    "S-P-01",
    "case.file",
    before="dec.penalty",
    value={"filing": "yes"},
    title="先立案后决定",
    basis="《行政处罚法》第五十四条第二款",
    message="尚未立案，不得作出处罚决定，请先报批立案",
)


@safeguard("S-P-01", acts=("dec.approve", "dec.sign"), basis="《行政处罚法》第五十四条第二款")
def filed_before_decided(attempt: Attempt) -> Refusal | None:
    """Decide on a penalty only in a case that was filed (先立案后决定)."""
    if not decides_penalty(attempt) or attempt.facts.filed:
        return None
    return Refusal("尚未立案，不得作出处罚决定，请先报批立案")


@safeguard(
    "S-G-14",
    title="引用条款公布且有效",
    acts=(*STATING, "dec.nopenalty"),
    basis="《行政处罚法》第五条第三款、第十六条、第三十七条",
)
def in_force(attempt: Attempt) -> Iterator[Refusal]:
    """Cite published law that was in force at the act, or is newer and lighter (依据有效)."""
    if is_(attempt, *STATING) and stated(attempt) is None:
        return
    for path, block in blocks(attempt.values):
        twice = _two_versions(read.names(block, "basis"))
        if twice:
            told = f"{named(path)}同时引用了同一法律的两个版本，请只引用适用的一个"
            yield Refusal(told, fields=(f"{path}basis",))
        known = read.day(block, "act_ended_on") if path else attempt.facts.act_date
        act_date = known or attempt.at.date()
        for field in ("violated", "basis", "special_clauses"):
            for key in read.names(block, field):
                clause = attempt.facts.clauses.get(key)
                wrong = _unusable(clause, act_date, attempt.at.date())
                if wrong:
                    cite = clause.cite if clause else "引用的条款"
                    told = f"{named(path)}{cite}{wrong}，请更换条款"
                    yield Refusal(told, fields=(f"{path}{field}",))


def _two_versions(keys: Iterable[str]) -> bool:
    """Tell whether clauses of one law are cited in two versions (新旧规定并用)."""
    versions = {key.partition("#")[0] for key in keys if "@" in key}
    return len({one.partition("@")[0] for one in versions}) < len(versions)


def _unusable(clause: ClauseFacts | None, act_date: date, today: date) -> str:
    if clause is None:
        return "不在法律法规库中"
    if clause.level not in PENALTY_SOURCES:
        return f"属于{clause.level}，不得作为行政处罚的依据"
    if not clause.published:
        return "未经公布，不得作为行政处罚的依据"
    if clause.in_force(act_date):
        if clause.outdone and not clause.in_force(today):
            return "已修改或者废止，且新的规定处罚较轻或者不认为违法，应当适用新的规定"
        return ""
    if clause.lighter and clause.in_force(today):
        return ""
    if clause.ended is not None and clause.ended <= act_date:
        return f"在违法行为发生时（{say(act_date)}）已经失效"
    return f"在违法行为发生时（{say(act_date)}）尚未施行"


@safeguard(
    "S-P-26",
    title="未超过处罚时效",
    acts=("case.verify", "case.file"),
    basis="《行政处罚法》第三十六条",
)
def still_punishable_when_filed(attempt: Attempt) -> Refusal | None:
    """File only what was discovered in time, with both dates known (处罚时效)."""
    if is_(attempt, "case.verify"):
        if read.text(attempt.values, "suggestion") != "file":
            return None
        return _expired(TimesFacts.read(attempt.values), ("act_ended_on", "discovered_on"))
    if read.text(attempt.values, "filing") != "yes":
        return None
    return _expired(attempt.facts.times, ("filing",))


@safeguard("S-P-26", acts=("dec.approve", "dec.penalty"), basis="《行政处罚法》第三十六条")
def still_punishable_when_decided(attempt: Attempt) -> Iterator[Refusal]:
    """Punish only what was discovered in time, with both dates known (处罚时效)."""
    content = at_stake(attempt)
    if not decides_penalty(attempt):
        return
    if content is None or not content.violations:
        yield from filter(None, [_expired(attempt.facts.times, ())])
        return
    yield from _expired_apart(attempt, content)


@safeguard(
    "S-P-26",
    acts=tuple(act for act in STATING if act != "dec.penalty"),
    basis="《行政处罚法》第三十六条",
)
def still_punishable_when_stated(attempt: Attempt) -> Iterator[Refusal]:
    """Mean to punish, of several violations, only those that were discovered in time (处罚时效)."""
    content = stated(attempt)
    if content is not None:
        yield from _expired_apart(attempt, content)


def _expired_apart(attempt: Attempt, content: PenaltyContent) -> Iterator[Refusal]:
    """Judge each violation by its own dates; nothing is discovered before the lead was."""
    known = attempt.facts.times
    for one in content.punished:
        found = one.discovered_on or known.discovered_on
        fields = (f"{one.path}act_ended_on", f"{one.path}discovered_on")
        if one.discovered_on and known.discovered_on and one.discovered_on < known.discovered_on:
            yield Refusal(
                f"{one.which}发现日期（{say(one.discovered_on)}）早于线索核查认定的发现日期"
                f"（{say(known.discovered_on)}），请核对",
                fields=fields,
            )
            continue
        harmful = known.harmful if one.harmful is None else one.harmful
        wrong = _expired(TimesFacts(one.started_on, one.ended_on, found, harmful), fields)
        if wrong is not None:
            yield replace(wrong, message=f"{one.which}{wrong.message}")


def _expired(times: TimesFacts, fields: tuple[str, ...]) -> Refusal | None:
    if times.ended_on is None or times.discovered_on is None:
        return Refusal("违法行为终了日期和发现日期缺一不可，请在线索核查中补全", fields=fields)
    years = YEARS_HARMFUL if times.harmful else YEARS
    last = add_months(times.ended_on, years * 12)
    if times.discovered_on <= last:
        return None
    return Refusal(
        f"违法行为至{say(last)}已满{years}年未被发现，不再给予行政处罚，请不予立案或者终止",
        fields=fields,
    )
