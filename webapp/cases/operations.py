"""Writing cases: from the lead to the archive (登记、立案、更换承办人、中止、决定、结案、归档)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from processes import values as read
from webapp.bodies.models import Officer
from webapp.cases import confidential
from webapp.cases.models import (
    Capacity,
    Case,
    CaseStatus,
    Handler,
    Lead,
    Outcome,
    Recusal,
    ReporterKind,
    Source,
)
from webapp.cases.parties import put_party
from webapp.database import db
from webapp.items.models import Item

UNKNOWN_PARTY = "不明当事人"


def register_lead(
    officer: Officer,
    values: Mapping[str, Any],
    reporter: Mapping[str, str],
    number: str,
    item: Item | None,
    at: datetime,
) -> Case:
    """Enter a lead and open the case that may come of it (案源登记)."""
    lead = Lead(
        number=number,
        body_id=officer.body_id,
        source=Source[values["source"].upper()],
        received_at=read.moment(values, "received_at") or at,
        found_on=read.day(values, "found_on") or at.date(),
        content=values["content"],
        place=read.text(values, "place"),
        reporter_kind=ReporterKind[values.get("reporter_kind", "none").upper()],
        reporter=confidential.seal(reporter),
        attachments=list(read.names(values, "attachments")),
        registered_by=officer.id,
        registered_at=at,
    )
    case = Case(
        lead=lead,
        title="",
        item_id=item.id if item else None,
        body_id=officer.body_id,
        created_at=at,
        updated_at=at,
    )
    db.session.add_all([lead, case])
    db.session.flush()
    if read.says(values, "party_known") and read.block(values, "party"):
        put_party(case, read.block(values, "party"))
    set_title(case, item.conduct if item else "")
    return case


def correct_lead(case: Case, values: Mapping[str, Any], reporter: Mapping[str, str]) -> None:
    """Take over what was typed anew when the registration came back (案源补正)."""
    lead = case.lead
    lead.source = Source[values["source"].upper()]
    lead.received_at = read.moment(values, "received_at") or lead.received_at
    lead.found_on = read.day(values, "found_on") or lead.found_on
    lead.content, lead.place = values["content"], read.text(values, "place")
    lead.reporter_kind = ReporterKind[values.get("reporter_kind", "none").upper()]
    lead.reporter = confidential.seal(reporter) or lead.reporter
    lead.attachments = list(read.names(values, "attachments"))
    if read.says(values, "party_known") and read.block(values, "party"):
        put_party(case, read.block(values, "party"))


def set_title(case: Case, conduct: str = "") -> None:
    """Name the case after party and conduct (…涉嫌…案)."""
    if case.cause:
        cause = case.cause if case.cause.startswith("涉嫌") else f"涉嫌{case.cause}"
    else:
        cause = f"涉嫌{conduct}" if conduct else "涉嫌违法"
    name = case.party.name if case.party else UNKNOWN_PARTY
    case.title = f"{name}{cause}案"


def set_cause(case: Case, cause: str, item: Item) -> None:
    """Fix item and cause, and the title with them (确定案由)."""
    case.cause, case.item_id = cause, item.id
    set_title(case)


def note_verification(case: Case, values: Mapping[str, Any], item: Item) -> None:
    """Keep what the verification found (线索核查)."""
    case.act_started_on = read.day(values, "act_started_on")
    case.act_ended_on = read.day(values, "act_ended_on")
    case.discovered_on = read.day(values, "discovered_on")
    case.has_grave_harm = read.says(values, "health_or_finance_harm")
    case.item_id = item.id
    if read.block(values, "party"):
        put_party(case, read.block(values, "party"))
    set_title(case, item.conduct)


def set_handlers(
    case: Case, lead: Officer, assist: Officer, at: datetime, reason: str = "指定承办"
) -> None:
    """Name who handles the case (指定主办、协办)."""
    _set_handler(case, Capacity.LEAD, lead, at, reason)
    _set_handler(case, Capacity.ASSIST, assist, at, reason)
    if lead.unit_id is not None:
        case.unit_id = lead.unit_id
    db.session.flush()


def replace_handler(case: Case, leaving: int, officer: Officer, at: datetime, reason: str) -> bool:
    """Put another officer in the place of one who leaves; tell whether one left (更换承办人)."""
    if case.lead_officer_id == leaving:
        _set_handler(case, Capacity.LEAD, officer, at, reason)
    elif case.assist_officer_id == leaving:
        _set_handler(case, Capacity.ASSIST, officer, at, reason)
    else:
        return False
    db.session.flush()
    return True


def recuse(case: Case, officer_id: int, at: datetime, reason: str) -> None:
    """Keep an officer away from the case from now on (回避)."""
    db.session.add(Recusal(case_id=case.id, officer_id=officer_id, since=at, reason=reason))
    db.session.flush()


def file_case(case: Case, number: str, on: date) -> None:
    """Open the case under its number (立案)."""
    case.number, case.filed_on, case.status = number, on, CaseStatus.OPEN


def decline_case(case: Case, at: datetime) -> None:
    """Leave the lead at that (不予立案)."""
    case.status, case.closed_on = CaseStatus.DECLINED, at.date()


def suspend_case(case: Case) -> None:
    """Let the case rest (中止)."""
    case.status = CaseStatus.SUSPENDED


def resume_case(case: Case) -> None:
    """Take the case up again (恢复)."""
    case.status = CaseStatus.DECIDED if case.decided_at else CaseStatus.OPEN


def terminate_case(case: Case, at: datetime) -> None:
    """End the investigation without a decision (终止调查)."""
    case.status, case.outcome = CaseStatus.TERMINATED, Outcome.TERMINATED
    case.decided_at, case.decided_on = at, at.date()


def choose_outcome(case: Case, outcome: Outcome) -> None:
    """Note what the head wants to be done with the case (处理决定审批)."""
    case.outcome = outcome


def decide_case(case: Case, outcome: Outcome, at: datetime) -> None:
    """Note that the decision was taken (作出处理决定)."""
    case.outcome, case.decided_at, case.decided_on = outcome, at, at.date()
    case.status = CaseStatus.DECIDED


def reopen_investigation(case: Case) -> None:
    """Send the case back into the investigation (补充调查): nothing is decided."""
    case.outcome, case.decided_at, case.decided_on = None, None, None
    case.status = CaseStatus.OPEN


def note_penalty(
    case: Case,
    kinds: Sequence[str],
    fine: Decimal | None,
    confiscation: Decimal | None,
    decided_on: date,
) -> None:
    """Keep the content of the decision for the search of earlier penalties (处罚内容)."""
    case.penalty_kinds, case.fine, case.confiscation = list(kinds), fine, confiscation
    case.decided_on = decided_on


def take_effect(case: Case, on: date) -> None:
    """Note the day on which the decision reached the party (决定生效)."""
    case.effective_on = on


def revoke_decision(case: Case) -> None:
    """Note that the decision was changed or undone (决定被变更、撤销)."""
    case.is_revoked = True


def close_case(case: Case, on: date) -> None:
    """Close the case (结案)."""
    case.status, case.closed_on = CaseStatus.CLOSED, on


def archive_case(case: Case, at: datetime) -> None:
    """File the case; nothing in it changes any more (归档), S-G-15."""
    case.status, case.archived_at = CaseStatus.ARCHIVED, at


def touch(case: Case, stage: str, at: datetime) -> None:
    """Note that something happened, and where the case stands."""
    case.updated_at = at
    if stage:
        case.stage = stage


def _set_handler(
    case: Case, capacity: Capacity, officer: Officer, at: datetime, reason: str
) -> None:
    column = "lead_officer_id" if capacity is Capacity.LEAD else "assist_officer_id"
    if getattr(case, column) == officer.id:
        return
    for each in case.handlers:
        if each.capacity is capacity and each.until is None:
            each.until = at
    case.handlers.append(Handler(officer_id=officer.id, capacity=capacity, since=at, reason=reason))
    setattr(case, column, officer.id)
