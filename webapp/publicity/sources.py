"""What the public is to read of a decision, reckoned from its fields (公示内容预填)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from documents.chinese import print_date
from processes.acts import Tag, tagged
from processes.facts import papers
from processes.facts.case import TimesFacts
from processes.facts.penalty import WARNING, DecisionFacts
from processes.facts.people import PERSON, PartyFacts
from processes.parameters import Parameters
from webapp.matters import facts
from webapp.matters.turn import Turn
from webapp.tasks import slots

Json = dict[str, Any]
MINOR = "当事人未满十八周岁，不予公示。"
WARNED = "仅给予警告处罚，依照规定不予公示。"
HIDDEN = "已隐去自然人的姓名（以姓氏代替）、证件号码、住址、联系电话和银行账号。"
HIDDEN_OF_OTHERS = "已隐去有关人员的证件号码、住址、联系电话和银行账号。"


def _publicity(turn: Turn) -> Json:
    """Return whether, how long and in which words a decision is shown."""
    on = turn.at.date()
    parties = facts.parties(turn)
    acted_on = TimesFacts.read(turn.last("case.verify")).ended_on
    is_minor = any(papers.is_minor(one, acted_on, on) for one in parties)
    found: Json = {"told": False if is_minor else None}
    decision = papers.decision(turn.history.entries)
    if decision is None:
        return found
    settled = facts.in_force(turn)(on)
    until = papers.shown_until(decision, settled)
    bar = MINOR if is_minor else _bar(decision, settled)
    return {
        **found,
        "publish": "no" if bar else None,
        "reason": bar or None,
        "until": until.isoformat() if until else None,
        "summary": _summary(turn, parties, decision, is_hidden=is_minor),
        "redactions": HIDDEN if any(one.kind == PERSON for one in parties) else HIDDEN_OF_OTHERS,
    }


def _bar(decision: DecisionFacts, settled: Parameters) -> str:
    """Return why the rules of the field do not let a decision be shown, if they do not."""
    alone = decision.content.kinds == {WARNING}
    return WARNED if alone and not settled.warning_alone_shown else ""


def _summary(
    turn: Turn, parties: Iterable[PartyFacts], decision: DecisionFacts, *, is_hidden: bool
) -> str:
    """Write what the public reads: number, party, violation, penalty, body and date (公示摘要)."""
    record = turn.history.last(*tagged(Tag.DECISION))
    number = record.document.number if record and record.document else ""
    known = list(parties)
    names = "、".join("未成年人" if is_hidden else papers.masked(one) for one in known)
    imposed = slots.penalty(record.entry.values)["penalty_text"] if record else ""
    said = (
        ("行政处罚决定书文号", number or ""),
        ("当事人", names),
        ("违法行为类型", turn.matter.subject.removeprefix("涉嫌")),
        ("行政处罚内容", imposed),
        ("作出决定机关", turn.matter.body.name),
        ("决定日期", print_date(decision.signed_on) if decision.signed_on else ""),
    )
    text = "".join(f"{title}：{words}。" for title, words in said if words)
    for one in known:
        text = text.replace(one.name, papers.masked(one))
    return text


SOURCES: Mapping[str, Callable[[Turn], Any]] = {"publicity": _publicity}
