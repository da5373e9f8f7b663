"""The rights of the party as they stand in a case (当事人权利): defense, hearing, remedy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from processes.clocks import basis_of
from processes.deadlines import Kind, Rule, rules
from processes.parameters import Parameters
from webapp.matters import wording
from webapp.matters.models import DeadlineRecord, Recusal


@dataclass(frozen=True)
class Right:
    """One right: when it may be used, where it stands, how that was counted."""

    title: str
    basis: str
    note: str
    badge: wording.Badge
    sentence: str = ""


def of_matter(
    lines: Sequence[DeadlineRecord],
    recusals: Sequence[Recusal],
    settled: Parameters,
    now: datetime,
    names: Mapping[int, str],
) -> list[Right]:
    """Return the rights of the parties, those that have not begun included.

    `names` are those of several parties, by id: what begins for each of them is told apart.
    """
    found = [
        _timed(rule, lines, settled, now, whose)
        for rule in rules()
        if rule.kind is Kind.RIGHT
        for whose in _apart(rule, lines, names)
    ]
    return [_recusal(recusals), *found]


def _apart(
    rule: Rule, lines: Iterable[DeadlineRecord], names: Mapping[int, str]
) -> list[tuple[int | None, str]]:
    begun = {line.party_id for line in lines if line.rule == rule.id and line.title == rule.title}
    return [(id, f"（{name}）") for id, name in names.items() if id in begun] or [(None, "")]


def _timed(
    rule: Rule,
    lines: Sequence[DeadlineRecord],
    settled: Parameters,
    now: datetime,
    whose: tuple[int | None, str],
) -> Right:
    basis, (party_id, name) = basis_of(rule, settled), whose
    title = f"{rule.title}{name}"
    own = [line for line in lines if line.rule == rule.id and line.title == rule.title]
    own = [line for line in own if party_id in (None, line.party_id)]
    if not own:
        note = f"{rule.event}后起算"
        return Right(title, basis, note, wording.Badge("未开始"))
    line = own[-1]
    badge = wording.of_deadline(line, now)
    if line.met_on is not None:
        badge = wording.Badge("已行使", "good")
    return Right(title, basis, badge.note or f"{line.start:%m-%d} 起算", badge,
                 line.sentence)  # fmt: skip


def _recusal(recusals: Sequence[Recusal]) -> Right:
    basis = "《行政处罚法》第四十三条"
    if not recusals:
        return Right("申请回避", basis, "办理期间随时可以提出", wording.Badge("未提出"))
    last = recusals[-1]
    note = f"{last.since:%m-%d} 决定回避"
    return Right("申请回避", basis, note, wording.Badge("已准许", "good"))
