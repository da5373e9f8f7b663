"""What `faxun verify` checks of penalty cases and their leads: they say what was submitted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from engine import clock
from processes import values as read
from processes.violations import added_up
from webapp.cases import rulings
from webapp.cases.models import Lead, Outcome, PenaltyCase, Ruling, Source
from webapp.instances import vouching
from webapp.instances.models import Instance, Submission
from webapp.process_records.verification import Check, Flaw, Inspection


def check_cases(inspection: Inspection) -> Iterator[Flaw]:
    """Compare number, dates and penalty of cases with what was submitted."""
    for case, lead in inspection.rows(
        sa.select(PenaltyCase, Lead).join(PenaltyCase.lead).order_by(PenaltyCase.id)
    ):
        inspection.count("penalty_case")
        for name in _against_lead(lead, vouching.said(inspection, case.id, "penalty/lead")):
            yield Flaw("lead", str(lead.id), "案源与提交记录不符", name)
        if case.entry_number != lead.number:
            yield Flaw("matter", str(case.id), "登记编号与案源不符", "entry_number")
        filed = vouching.said(inspection, case.id, "penalty/filing_decision")
        if case.number and not any(one.get("filing") == "yes" for one in filed):
            yield Flaw("matter", str(case.id), "没有立案记录而有案号", "number")


def check_filing(inspection: Inspection) -> Iterator[Flaw]:
    """Compare the day of filing, the cause and the title with what was submitted."""
    for (case,) in inspection.rows(sa.select(PenaltyCase).order_by(PenaltyCase.id)):
        forms: dict[str, list[Submission]] = {}
        for one in vouching.submitted(inspection, case.id):
            forms.setdefault(one.form, []).append(one)
        filed = [one for one in forms.get("penalty/filing_decision", []) if _says_yes(one)]
        ends = [one.at - late for one in filed for late in (vouching.NOTHING, vouching.WITHIN)]
        if filed and case.filed_on not in {clock.local(at).date() for at in ends}:
            yield Flaw("matter", str(case.id), vouching.UNSUPPORTED, "filed_on")
        causes = {one.values.get("cause") for one in forms.get("penalty/filing_request", [])}
        if causes and case.cause not in causes:
            yield Flaw("penalty_case", str(case.id), vouching.UNSUPPORTED, "cause")
        if case.party is not None and not case.title.startswith(case.party.name):
            yield Flaw("matter", str(case.id), "案件名称与当事人不符", "title")


def check_rulings(inspection: Inspection) -> Iterator[Flaw]:
    """Compare what was decided about each party with its decision, and the case with all."""
    newest = sa.select(Ruling).where(rulings.is_newest()).order_by(Ruling.id)
    for (ruling,) in inspection.rows(newest):
        inspection.count("ruling")
        decided = _decision(inspection, ruling)
        if decided is None or ruling.decided_at is None or ruling.outcome is not Outcome.PENALTY:
            continue
        for name in rulings.SUMS:
            if read.money(added_up(decided), name) != getattr(ruling, name):
                yield Flaw("ruling", str(ruling.id), "数额与决定书不符", name)
    for (case,) in inspection.rows(sa.select(PenaltyCase).order_by(PenaltyCase.id)):
        for name, value in rulings.summed_up(case).items():
            if getattr(case, name) != value:
                yield Flaw("penalty_case", str(case.id), "与各当事人的处理结果不符", name)


def _decision(inspection: Inspection, ruling: Ruling) -> Mapping[str, Any] | None:
    """Return what was typed last into the decision about a party."""
    whose = sa.select(Instance.id).where(
        Instance.matter_id == ruling.matter_id,
        sa.or_(Instance.party_id == ruling.party_id, Instance.party_id.is_(None)),
    )
    mine = set(inspection.session.scalars(whose))
    typed = [
        one.values
        for one in vouching.submitted(inspection, ruling.matter_id)
        if one.form == "penalty/penalty_decision" and one.instance_id in mine
    ]
    return typed[-1] if typed else None


def _against_lead(lead: Lead, typed: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not typed:
        return
    said = typed[-1]
    expected = {
        "content": said["content"],
        "source": Source[said["source"].upper()],
        "place": read.text(said, "place"),
        "found_on": read.day(said, "found_on") or lead.found_on,
    }
    yield from (name for name, value in expected.items() if getattr(lead, name) != value)


def _says_yes(one: Submission) -> bool:
    return one.values.get("filing") == "yes"


CHECKS: tuple[Check, ...] = (check_cases, check_filing, check_rulings)
