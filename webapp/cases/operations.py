"""Writing cases: from the lead to what becomes of the decision (登记、立案、恢复、决定、生效)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from processes import values as read
from webapp.bodies.models import Officer
from webapp.cases import confidential, rulings
from webapp.cases.models import Lead, Outcome, PenaltyCase, ReporterKind, Source
from webapp.database import db
from webapp.errors import Invalid
from webapp.items.models import Item
from webapp.matters import links, parties
from webapp.matters.models import LinkKind, MatterStatus
from webapp.matters.parties import put_party

KIND = "penalty"
"""The kind of the matters that are penalty cases."""

UNKNOWN_PARTY = "不明当事人"
MOST_PARTIES = 100


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
    name = f"{name}等" if len(case.parties) > 1 else name
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
    others = read.rows(values, "other_parties")
    for position, other in enumerate(others, 1):
        put_party(case, other, position)
    parties.leave_out(case, after=len(others))
    set_title(case, item.conduct)


def add_party(case: PenaltyCase, block: Mapping[str, Any]) -> None:
    """Enter a party that was found after the filing (追加当事人)."""
    if len(case.parties) >= MOST_PARTIES:
        raise Invalid(f"一案的当事人不得超过 {MOST_PARTIES} 名，请另案办理。")
    put_party(case, block, parties.next_position(case))
    set_title(case)


def file_case(case: PenaltyCase, number: str, on: date) -> None:
    """Open the case under its number (立案)."""
    case.number, case.filed_on, case.status = number, on, MatterStatus.OPEN


def decline_case(case: PenaltyCase, at: datetime) -> None:
    """Leave the lead at that (不予立案)."""
    case.status, case.closed_on = MatterStatus.DECLINED, at.date()


def terminate_case(case: PenaltyCase, at: datetime, party_id: int | None = None) -> None:
    """End the investigation without a decision, of one party or of all (终止调查)."""
    ended = {"outcome": Outcome.TERMINATED, "decided_at": at, "decided_on": at.date()}
    if party_id is None:
        rulings.rule_all(case, **ended)
    else:
        rulings.rule(case, party_id, **ended)
    if case.outcome is Outcome.TERMINATED and case.decided_at is not None:
        case.status = MatterStatus.TERMINATED


def merge_case(case: PenaltyCase, main: PenaltyCase, at: datetime) -> None:
    """Let a case go on in another, with its parties (并案)."""
    rulings.rule_all(case, outcome=Outcome.MERGED)
    case.status, case.closed_on = MatterStatus.MERGED, at.date()
    for one in (case, *links.merged_into(case.id)):
        links.link(one, main, LinkKind.MERGED, at)
    parties.take_over(main, case.parties)
    main.updated_at = at


def choose_outcome(case: PenaltyCase, outcome: Outcome, party_id: int | None = None) -> None:
    """Note what the head wants to be done with a party (处理决定审批)."""
    rulings.rule(case, party_id, outcome=outcome)


@dataclass(frozen=True)
class Imposed:
    """What a decision imposes (处罚内容): codes of the kinds, sums in yuan."""

    kinds: tuple[str, ...] = ()
    fine: Decimal | None = None
    confiscation: Decimal | None = None


def decide_case(
    case: PenaltyCase,
    outcome: Outcome,
    at: datetime,
    party_id: int | None = None,
    *,
    imposed: Imposed | None = None,
) -> None:
    """Note that the decision about a party was taken, with its content (作出处理决定).

    It bears the day on which it is signed. Earlier penalties are searched by what is imposed.
    """
    content: dict[str, Any] = {"outcome": outcome, "decided_at": at, "decided_on": at.date()}
    if imposed is not None:
        content |= {"penalty_kinds": list(imposed.kinds), "fine": imposed.fine,
                    "confiscation": imposed.confiscation}  # fmt: skip
    rulings.rule(case, party_id, **content)


def reopen_investigation(case: PenaltyCase, party_id: int | None = None) -> None:
    """Send the case back into the investigation (补充调查): nothing is decided about the party."""
    rulings.rule(case, party_id, outcome=None, decided_at=None, decided_on=None)


def take_effect(case: PenaltyCase, on: date, party_id: int | None = None) -> None:
    """Note the day on which the decision reached the party (决定生效)."""
    rulings.rule(case, party_id, effective_on=on)


def revoke_decision(case: PenaltyCase, party_id: int | None = None) -> None:
    """Note that the decision was changed or undone (决定被变更、撤销)."""
    rulings.rule(case, party_id, is_revoked=True)
