"""What `faxun verify` checks of the records that effects wrote: they say what was submitted."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from processes import values as read
from webapp.cases.models import Lead, Outcome, PenaltyCase, Source
from webapp.dossiers.models import Document
from webapp.evidence.models import Evidence, Verdict
from webapp.instances.models import Submission
from webapp.payments.models import Payment
from webapp.process_records.verification import Check, Flaw, Inspection
from webapp.tasks import derived


def check_contributions(inspection: Inspection) -> Iterator[Flaw]:
    """Compare what documents hold with what was submitted."""
    for (document,) in inspection.rows(sa.select(Document).order_by(Document.id)):
        known = _submitted(inspection, document.matter_id)
        for contribution in document.contributions:
            inspection.count("contribution")
            if contribution["values"] not in known.get(contribution["form"], []):
                where = f"contributions.{contribution['node']}"
                yield Flaw("document", str(document.id), "填写内容与提交记录不符", where)


def check_payments(inspection: Inspection) -> Iterator[Flaw]:
    """Compare payments with what was submitted."""
    for (payment,) in inspection.rows(sa.select(Payment).order_by(Payment.id)):
        inspection.count("payment")
        forms = _submitted(inspection, payment.matter_id).get("penalty/payment", [])
        same = [one for one in forms if one.get("voucher") == payment.voucher]
        if not same:
            yield Flaw("payment", str(payment.id), "没有对应的提交记录", "voucher")
        elif Decimal(same[-1]["amount"]) != payment.amount:
            yield Flaw("payment", str(payment.id), "金额与提交记录不符", "amount")
        elif read.day(same[-1], "paid_on") != payment.paid_on:
            yield Flaw("payment", str(payment.id), "缴款日期与提交记录不符", "paid_on")


def check_verdicts(inspection: Inspection) -> Iterator[Flaw]:
    """Compare the verdicts on evidence with what the reviewer submitted."""
    query = (
        sa.select(Verdict, Evidence.matter_id)
        .join(Evidence, Evidence.id == Verdict.evidence_id)
        .order_by(Verdict.id)
    )
    for verdict, matter_id in inspection.rows(query):
        inspection.count("verdict")
        said = [
            row
            for values in _submitted(inspection, matter_id).get("penalty/evidence_review", [])
            for row in read.rows(values, "verdicts")
            if str(row.get("evidence")) == str(verdict.evidence_id)
        ]
        if not any(_agrees(verdict, row) for row in said):
            yield Flaw("verdict", str(verdict.id), "审查结论与提交记录不符", "is_admissible")


def check_cases(inspection: Inspection) -> Iterator[Flaw]:
    """Compare number, dates and penalty of cases with what was submitted."""
    for case, lead in inspection.rows(
        sa.select(PenaltyCase, Lead).join(PenaltyCase.lead).order_by(PenaltyCase.id)
    ):
        inspection.count("penalty_case")
        forms = _submitted(inspection, case.id)
        for name in _against_lead(lead, forms.get("penalty/lead", [])):
            yield Flaw("lead", str(lead.id), "案源与提交记录不符", name)
        if case.entry_number != lead.number:
            yield Flaw("matter", str(case.id), "登记编号与案源不符", "entry_number")
        filed = forms.get("penalty/filing_decision", [])
        if case.number and not any(one.get("filing") == "yes" for one in filed):
            yield Flaw("matter", str(case.id), "没有立案记录而有案号", "number")
        decisions = forms.get("penalty/penalty_decision", [])
        if decisions and case.decided_at is not None and case.outcome is Outcome.PENALTY:
            for name in ("fine", "confiscation"):
                if read.money(decisions[-1], name) != getattr(case, name):
                    yield Flaw("penalty_case", str(case.id), "数额与决定书不符", name)


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


def _agrees(verdict: Verdict, row: Mapping[str, Any]) -> bool:
    pairs = (
        ("relevance", verdict.relevance),
        ("legality", verdict.legality),
        ("authenticity", verdict.authenticity),
        ("admissible", verdict.is_admissible),
    )
    return all((row.get(name) == "yes") is value for name, value in pairs)


def _submitted(inspection: Inspection, matter_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return what was submitted in a matter by form, oldest first; the last is remembered."""
    kept: tuple[int, dict[str, list[dict[str, Any]]]] | None
    kept = inspection.session.info.get("submitted")
    if kept is not None and kept[0] == matter_id:
        return kept[1]
    query = (
        sa.select(Submission.form, Submission.values)
        .where(Submission.matter_id == matter_id)
        .order_by(Submission.at, Submission.id)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for form, values in inspection.session.execute(query):
        found.setdefault(form, []).append(values)
    inspection.session.info["submitted"] = (matter_id, found)
    return found


CHECKS: tuple[Check, ...] = (
    check_contributions,
    check_payments,
    check_verdicts,
    check_cases,
    *derived.CHECKS,
)
