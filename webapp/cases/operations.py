"""Writing cases: from the lead to what becomes of the decision (登记、立案、恢复、决定、生效)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from processes import values as read
from webapp.bodies.models import Officer
from webapp.cases import confidential
from webapp.cases.models import Lead, Outcome, PenaltyCase, ReporterKind, Source
from webapp.database import db
from webapp.items.models import Item
from webapp.matters.models import MatterStatus
from webapp.matters.parties import put_party

KIND = "penalty"
"""The kind of the matters that are penalty cases."""

UNKNOWN_PARTY = "不明当事人"


def register_lead(
    officer: Officer,
    values: Mapping[str, Any],
    reporter: Mapping[str, str],
    number: str,
    item: Item | None,
    at: datetime,
) -> PenaltyCase:
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
    case = PenaltyCase(
        kind=KIND,
        entry_number=number,
        lead=lead,
        status=MatterStatus.LEAD,
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


def correct_lead(case: PenaltyCase, values: Mapping[str, Any], reporter: Mapping[str, str]) -> None:
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


def set_title(case: PenaltyCase, conduct: str = "") -> None:
    """Name the case after party and conduct (…涉嫌…案)."""
    if case.cause:
        cause = case.cause if case.cause.startswith("涉嫌") else f"涉嫌{case.cause}"
    else:
        cause = f"涉嫌{conduct}" if conduct else "涉嫌违法"
    name = case.party.name if case.party else UNKNOWN_PARTY
    case.title = f"{name}{cause}案"


def set_cause(case: PenaltyCase, cause: str, item: Item) -> None:
    """Fix item and cause, and the title with them (确定案由)."""
    case.cause, case.item_id = cause, item.id
    set_title(case)


def note_verification(case: PenaltyCase, values: Mapping[str, Any], item: Item) -> None:
    """Keep what the verification found (线索核查)."""
    case.act_started_on = read.day(values, "act_started_on")
    case.act_ended_on = read.day(values, "act_ended_on")
    case.discovered_on = read.day(values, "discovered_on")
    case.has_grave_harm = read.says(values, "health_or_finance_harm")
    case.item_id = item.id
    if read.block(values, "party"):
        put_party(case, read.block(values, "party"))
    set_title(case, item.conduct)


def file_case(case: PenaltyCase, number: str, on: date) -> None:
    """Open the case under its number (立案)."""
    case.number, case.filed_on, case.status = number, on, MatterStatus.OPEN


def decline_case(case: PenaltyCase, at: datetime) -> None:
    """Leave the lead at that (不予立案)."""
    case.status, case.closed_on = MatterStatus.DECLINED, at.date()


def terminate_case(case: PenaltyCase, at: datetime) -> None:
    """End the investigation without a decision (终止调查)."""
    case.status, case.outcome = MatterStatus.TERMINATED, Outcome.TERMINATED
    case.decided_at, case.decided_on = at, at.date()


def choose_outcome(case: PenaltyCase, outcome: Outcome) -> None:
    """Note what the head wants to be done with the case (处理决定审批)."""
    case.outcome = outcome


def decide_case(case: PenaltyCase, outcome: Outcome, at: datetime) -> None:
    """Note that the decision was taken (作出处理决定)."""
    case.outcome, case.decided_at, case.decided_on = outcome, at, at.date()
    case.status = MatterStatus.DECIDED


def reopen_investigation(case: PenaltyCase) -> None:
    """Send the case back into the investigation (补充调查): nothing is decided."""
    case.outcome, case.decided_at, case.decided_on = None, None, None
    case.status = MatterStatus.OPEN


def note_penalty(
    case: PenaltyCase,
    kinds: Sequence[str],
    fine: Decimal | None,
    confiscation: Decimal | None,
    decided_on: date,
) -> None:
    """Keep the content of the decision for the search of earlier penalties (处罚内容)."""
    case.penalty_kinds, case.fine, case.confiscation = list(kinds), fine, confiscation
    case.decided_on = decided_on


def take_effect(case: PenaltyCase, on: date) -> None:
    """Note the day on which the decision reached the party (决定生效)."""
    case.effective_on = on


def revoke_decision(case: PenaltyCase) -> None:
    """Note that the decision was changed or undone (决定被变更、撤销)."""
    case.is_revoked = True
