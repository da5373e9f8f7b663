"""Agents (代理人): whoever gives up a right or takes papers for a party is entitled to."""

from __future__ import annotations

from datetime import date

from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.facts.people import PartyFacts, folded
from processes.safeguards.attempt import Attempt, is_

TITLE = "代理人在授权范围内行事"
BASIS = "《行政处罚法》第六十四条第五项；《民事诉讼法》第六十二条"


@safeguard(
    "S-P-45",
    title=TITLE,
    acts=("hear.request", "defense.receive", "serve.consent"),
    basis=BASIS,
)
def given_up_by_who_may(attempt: Attempt) -> Refusal | None:
    """Take a waiver from the party itself, or from an agent with a special mandate (特别授权)."""
    person = read.text(attempt.values, "person")
    if not person or not _gives_up(attempt):
        return None
    on = read.day(attempt.values, "received_at") or attempt.at.date()
    if any(_may_give_up(one, person, on) for one in attempt.facts.parties):
        return None
    return Refusal(
        f"{person}不是当事人本人或者其法定代表人、负责人、经营者、法定代理人，也没有登记在有效期内的"
        "特别授权，不能代为放弃权利或者同意电子送达，请由当事人本人表示，或者先登记授权委托",
        fields=("person",),
    )


@safeguard("S-P-45", acts=("party.mandate",), basis=BASIS)
def given_by_the_party(attempt: Attempt) -> Refusal | None:
    """Take a mandate from the party alone: no agent appoints himself (委托人)."""
    person = read.text(attempt.values, "person")
    if any(_speaks(one, person) for one in attempt.facts.parties):
        return None
    return Refusal(
        f"{person}不是当事人本人或者其法定代表人、负责人、经营者、法定代理人，不能委托代理人，请核对委托人",
        fields=("person",),
    )


@safeguard("S-P-45", acts=("serve.deliver",), basis="《民事诉讼法》第八十八条")
def received_by_known_agent(attempt: Attempt) -> Refusal | None:
    """Hand papers to an agent only who is registered, or named for receiving (代收人)."""
    values = attempt.values
    if read.denies(values, "served") or read.text(values, "relation") != "agent":
        return None
    person, on = read.text(values, "received_by"), attempt.at.date()
    named = [read.text(one.values, "agent") for one in attempt.facts.entries.of("serve.address")]
    known = {folded(one) for one in named if one}
    if folded(person) in known or any(_acts(one, person, on) for one in attempt.facts.parties):
        return None
    return Refusal(
        f"{person}不是登记的委托代理人，也不是送达地址确认书指定的代收人，请核对收件人或者先登记授权委托",
        fields=("received_by", "relation"),
    )


def _gives_up(attempt: Attempt) -> bool:
    """Tell whether the step records that something is given up, or electronic service agreed."""
    values = attempt.values
    if is_(attempt, "hear.request"):
        return read.text(values, "hearing_claimed") == "no"
    if is_(attempt, "defense.receive"):
        return read.text(values, "defense") == "waived"
    return read.says(values, "consent")


def _may_give_up(party: PartyFacts, person: str, on: date) -> bool:
    return _speaks(party, person) or _acts(party, person, on, special=True)


def _speaks(party: PartyFacts, person: str) -> bool:
    """Tell whether somebody speaks for a party by law."""
    return folded(person) in {folded(one) for one in party.speaks or (party.name,)}


def _acts(party: PartyFacts, person: str, on: date, *, special: bool = False) -> bool:
    """Tell whether somebody is an agent of a party on a day."""
    return any(
        folded(one.name) == folded(person) and one.acts_on(on) and (one.special or not special)
        for one in party.agents
    )
