"""Kinds of penalty (处罚种类): only what the clause provides for, and all that it wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.safeguards import Refusal, safeguard
from processes.facts.documents import CorrectionFacts
from processes.facts.law import CONDITIONS, UNCORRECTED, ItemFacts, SanctionFacts
from processes.facts.penalty import CONFISCATED_GAINS, CONFISCATED_GOODS, PenaltyContent
from processes.safeguards.attempt import STATING, Attempt, Charge, apart, say, stated

LEGALITY = "《行政处罚法》第四条、第三十八条"
#: How a kind that the clause wants may be left out (不处应处种类的依据).
NOTHING, MITIGATED, CLAUSE = "nothing", "mitigated", "clause"


@safeguard("S-P-32", title="处罚在法定幅度与档次内", acts=STATING, basis=LEGALITY)
def kinds_allowed(attempt: Attempt) -> Iterator[Refusal]:
    """Impose only kinds of penalty that the clauses of the item provide for (处罚种类法定)."""
    for charge in apart(attempt, stated(attempt)):
        content, item, which = charge.content, charge.item, charge.which
        if item is None:
            continue
        if not content.kinds:
            yield Refusal(f"{which}尚未选择处罚种类，请选择", fields=charge.at("kinds"))
        elif not content.kinds <= item.kinds:
            yield Refusal(
                f"{which}所选处罚种类不在该事项的法定处罚种类之内，请更换",
                fields=charge.at("kinds"),
            )
        else:
            yield from _without_condition(attempt, charge, item)


def _without_condition(attempt: Attempt, charge: Charge, item: ItemFacts) -> Iterator[Refusal]:
    """Yield the kinds that the clause provides for only under a circumstance that is not there."""
    active = conditions(attempt, charge)
    for kind in sorted(charge.content.kinds):
        rows = [one for one in item.provided if one.kind == kind]
        if not rows or any(one.condition in active for one in rows):
            continue
        needed = list(dict.fromkeys(one.condition for one in rows))
        yield Refusal(
            f"{charge.which}{rows[0].cite}规定{rows[0].title}以"
            f"“{'”或者“'.join(CONDITIONS[one] for one in needed)}”为条件，"
            f"{_lacking(attempt, charge, needed)}；条件不具备的，请改为{_otherwise(item, active)}",
            fields=charge.at("kinds", "circumstances"),
        )


def _otherwise(item: ItemFacts, active: frozenset[str]) -> str:
    open_ = (one.title for one in item.provided if one.condition in active)
    return "、".join(dict.fromkeys(open_)) or "责令改正，不予处罚"


def _lacking(attempt: Attempt, charge: Charge, needed: Iterable[str]) -> str:
    if UNCORRECTED not in needed:
        return "请写明适用的情形和证据"
    orders = [one for one in attempt.facts.corrections if _about(one, charge.content)]
    served = [one for one in orders if one.served_on]
    if not orders:
        return "本案没有就该违法行为责令改正的通知书，请先责令改正并送达"
    if not served:
        return "责令改正通知书尚未送达，请先送达"
    due = max(one.due_on for one in served if one.due_on)
    if attempt.at.date() <= due:
        return f"改正期限至{say(due)}，尚未届满"
    return f"改正期限已于{say(due)}届满，但没有此后认定未改正的复查笔录，请先复查"


def conditions(attempt: Attempt, charge: Charge) -> frozenset[str]:
    """Return the circumstances that hold: 拒不改正 by the record, others as stated (适用情形)."""
    said = charge.content.grounds.circumstances - {UNCORRECTED}
    orders = attempt.facts.corrections
    refused = any(one.unmet_on and _about(one, charge.content) for one in orders)
    return frozenset({"", *said, *({UNCORRECTED} if refused else ())})


def _about(order: CorrectionFacts, content: PenaltyContent) -> bool:
    """Tell whether an order to correct is about this violation: its clauses, in any version."""
    cited = {_place(key) for key in (*content.violated, *content.basis)}
    return order.approved and bool(cited & {_place(key) for key in order.cites})


def _place(key: str) -> str:
    law, _, address = key.partition("#")
    return f"{law.partition('@')[0]}#{address}"


@safeguard("S-P-32", acts=STATING, basis="《行政处罚法》第五条第二款、第四十条、第四十六条第三款")
def conditions_proved(attempt: Attempt) -> Iterator[Refusal]:
    """Apply a special circumstance only where the clause knows it and evidence proves it."""
    for charge in apart(attempt, stated(attempt)):
        grounds, item = charge.content.grounds, charge.item
        if item is None:
            continue
        known = {one.condition for one in item.provided}
        for name in sorted(grounds.circumstances):
            title = CONDITIONS.get(name, name)
            if item.provided and name not in known:
                told = f"该事项的罚则没有规定“{title}”的情形，请更正"
            elif name == UNCORRECTED and name not in conditions(attempt, charge):
                told = f"“{title}”{_lacking(attempt, charge, [name])}"
            elif name != UNCORRECTED and not _admitted(attempt, grounds.proved_by):
                told = f"适用“{title}”的规定，须有经审查采信的证据证明，请选择证据"
            else:
                continue
            fields = charge.at("circumstances", "circumstance_evidence")
            yield Refusal(f"{charge.which}{told}", fields=fields)


@safeguard("S-P-32", acts=STATING, basis=LEGALITY)
def kinds_complete(attempt: Attempt) -> Iterator[Refusal]:
    """Impose every kind that the clause wants, or say by what it is left out (应处种类齐全)."""
    for charge in apart(attempt, stated(attempt)):
        missing = _missing(attempt, charge)
        wrong = _unexcused(attempt, charge, missing) if missing else ""
        if wrong:
            fields = charge.at("kinds", "omitted", "omitted_reason")
            yield Refusal(f"{charge.which}{wrong}", fields=fields)


def _missing(attempt: Attempt, charge: Charge) -> list[SanctionFacts]:
    """Return what the clause wants and the penalty lacks; of alternatives one is enough."""
    if charge.item is None:
        return []
    kinds, active = charge.content.kinds, conditions(attempt, charge)
    wanted = [one for one in _counting(charge.item, active) if not one.optional]
    chosen = {one.choice for one in wanted if one.choice and one.kind in kinds}
    lacking = [one for one in wanted if one.kind not in kinds and one.choice not in chosen - {""}]
    if _gains(attempt, charge) == 0:
        lacking = [one for one in lacking if one.kind != CONFISCATED_GAINS]
    return list({one.kind: one for one in lacking}.values())


def _counting(item: ItemFacts, active: frozenset[str]) -> list[SanctionFacts]:
    """Return how each kind is provided for: a circumstance that holds goes before the ordinary."""
    held = [one for one in item.provided if one.condition in active]
    special = {one.kind for one in held if one.condition}
    return [one for one in held if one.condition or one.kind not in special]


def _unexcused(attempt: Attempt, charge: Charge, missing: list[SanctionFacts]) -> str:
    grounds, kinds = charge.content.grounds, {one.kind for one in missing}
    titles = "、".join(one.title for one in missing)
    if not grounds.omitted:
        return (
            f"{missing[0].cite}规定应当处以{titles}，请一并处以；"
            "依法可以不处的，请写明不处的依据和理由"
        )
    if not grounds.omitted_reason:
        return f"未处以{titles}，请写明不处的理由"
    if grounds.omitted == MITIGATED:
        return (
            f"以减轻为由不处{titles}，{unproved}"
            if (unproved := unsoftened(attempt, charge))
            else ""
        )
    if grounds.omitted == CLAUSE:
        return "" if grounds.clauses else f"另有规定不处{titles}的，请选择所依据的条款"
    if kinds - {CONFISCATED_GAINS, CONFISCATED_GOODS}:
        return f"应当处以{titles}，不能以没有可没收的财物为由不处"
    gains = _gains(attempt, charge)
    if CONFISCATED_GAINS in kinds and gains:
        return f"写为没有可没收的违法所得，但认定的违法所得为{gains}元，请没收"
    if CONFISCATED_GOODS in kinds and any(one.pending for one in attempt.facts.preservations):
        return "写为没有可没收的财物，但登记保存的物品已转为查封、扣押，请没收或者先行退还"
    return ""


def _gains(attempt: Attempt, charge: Charge) -> object:
    """Return the gains that remain after refunds, as stated here or in the report."""
    content, report = charge.content, attempt.facts.report
    if content.gains is None and charge.violation is None and report is not None:
        content = report.content
    return None if content.gains is None else content.gains - content.refunded


def unsoftened(attempt: Attempt, charge: Charge) -> str:
    """Say what a mitigation lacks: a ground of law, its clause, its evidence (减轻处罚的依据)."""
    grounds, item = charge.content.grounds, charge.item
    known = item.factors if item is not None else {}
    chosen = [known[one] for one in charge.content.factors if one in known]
    fitting = [one for one in chosen if one.mitigates]
    if not fitting:
        return "须选择可以减轻处罚的法定情节，裁量阶次本身不是减轻的依据"
    if all(one.open for one in fitting) and not grounds.clauses:
        return "所选情节须另有法律、法规、规章规定，请选择该条款"
    if not _admitted(attempt, grounds.softened_by):
        return "减轻情节须有经审查采信的证据证明，请选择证据"
    return ""


def _admitted(attempt: Attempt, ids: tuple[str, ...]) -> bool:
    found = [attempt.facts.evidence.get(one) for one in ids]
    return bool(found) and all(one is not None and one.admissible for one in found)
