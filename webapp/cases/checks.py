"""What `faxun verify` checks of penalty cases and their leads: they say what was submitted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from engine import clock
from processes import values as read
from webapp.cases.models import Lead, Outcome, PenaltyCase, Source
from webapp.instances import vouching
from webapp.instances.models import Submission
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
        decisions = vouching.said(inspection, case.id, "penalty/penalty_decision")
        if decisions and case.decided_at is not None and case.outcome is Outcome.PENALTY:
            for name in ("fine", "confiscation"):
                if read.money(decisions[-1], name) != getattr(case, name):
                    yield Flaw("penalty_case", str(case.id), "数额与决定书不符", name)


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


CHECKS: tuple[Check, ...] = (check_cases, check_filing)
