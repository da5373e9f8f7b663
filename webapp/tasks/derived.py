"""What effects wrote, worked out again from what was submitted (由提交内容复核登记).

A party, a piece of evidence, a service and the filing of a matter say nothing that no submission
says; `faxun verify` names the row and the column that do.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine import clock
from processes import values as read
from processes.entries import Entry
from webapp.cases.models import PenaltyCase
from webapp.evidence.models import Evidence
from webapp.instances.models import Submission
from webapp.matters.models import Capacity, Matter, Party
from webapp.matters.parties import columns_of
from webapp.process_records.verification import Check, Flaw, Inspection
from webapp.service.models import AttemptState, ServiceAttempt, ServiceMethod
from webapp.tasks.effects import evidence as taking

Columns = Mapping[str, Any]
UNSUPPORTED = "与提交记录不符"
NOTHING, WITHIN = timedelta(), timedelta(minutes=2)
"""How long a transaction may take between an effect and the step that vouches for it."""

UNFINISHED = (AttemptState.PLANNED, AttemptState.ANNOUNCED)
NAMING = ("lead_officer", "assist_officer", "replacement")
COLUMNS = {Capacity.LEAD: "lead_officer_id", Capacity.ASSIST: "assist_officer_id"}


def check_parties(inspection: Inspection) -> Iterator[Flaw]:
    """Compare parties with the blocks in which they were typed."""
    query = sa.select(Party).order_by(Party.matter_id, Party.id)
    for (party,) in inspection.rows(query):
        inspection.count("party")
        typed = [one.values.get("party") for one in submitted(inspection, party.matter_id)]
        said = [columns_of(block) for block in typed if isinstance(block, dict)]
        yield from _closest("party", str(party.id), party, said)


def check_pieces(inspection: Inspection) -> Iterator[Flaw]:
    """Compare evidence with the records that brought it in."""
    query = sa.select(Evidence).order_by(Evidence.matter_id, Evidence.no)
    for (piece,) in inspection.rows(query):
        said = [
            {
                "act": act,
                "instance_id": one.instance_id,
                "created_at": one.at,
                **taking.columns_of(act, one.values, one.at),
            }
            for one in submitted(inspection, piece.matter_id)
            for act in one.acts
            if act in taking.TAKINGS
        ]
        yield from _closest("evidence", str(piece.id), piece, said)


def check_services(inspection: Inspection) -> Iterator[Flaw]:
    """Compare services with how they were planned and how they ended."""
    query = sa.select(ServiceAttempt).order_by(ServiceAttempt.matter_id, ServiceAttempt.id)
    for (attempt,) in inspection.rows(query):
        inspection.count("service_attempt")
        all_of = [
            one
            for one in submitted(inspection, attempt.matter_id)
            if one.instance_id == attempt.instance_id
        ]
        planned = [_planned(one) for one in all_of if "serve.plan" in one.acts]
        flaws = list(_closest("service_attempt", str(attempt.id), attempt, planned))
        if not flaws and (attempt.state not in UNFINISHED or attempt.finished_at is not None):
            ended = [_ended(one) for one in all_of if "serve.plan" not in one.acts]
            flaws = list(_closest("service_attempt", str(attempt.id), attempt, ended))
        yield from flaws


def check_handlers(inspection: Inspection) -> Iterator[Flaw]:
    """Compare who handles a matter with who was named."""
    for (matter,) in inspection.rows(sa.select(Matter).order_by(Matter.id)):
        named = {
            str(one.values.get(field))
            for one in submitted(inspection, matter.id)
            for field in NAMING
        }
        now = {one.capacity: one.officer_id for one in matter.handlers if one.until is None}
        for capacity, column in COLUMNS.items():
            if getattr(matter, column) != now.get(capacity):
                yield Flaw("matter", str(matter.id), "与承办人员登记不符", column)
        for handler in matter.handlers:
            if str(handler.officer_id) not in named:
                yield Flaw("handler", str(handler.id), UNSUPPORTED, "officer_id")


def check_filing(inspection: Inspection) -> Iterator[Flaw]:
    """Compare the day of filing, the cause and the title with what was submitted."""
    for (case,) in inspection.rows(sa.select(PenaltyCase).order_by(PenaltyCase.id)):
        forms: dict[str, list[Submission]] = {}
        for one in submitted(inspection, case.id):
            forms.setdefault(one.form, []).append(one)
        filed = [one for one in forms.get("penalty/filing_decision", []) if _says_yes(one)]
        ends = [one.at - late for one in filed for late in (NOTHING, WITHIN)]
        if filed and case.filed_on not in {clock.local(at).date() for at in ends}:
            yield Flaw("matter", str(case.id), UNSUPPORTED, "filed_on")
        causes = {one.values.get("cause") for one in forms.get("penalty/filing_request", [])}
        if causes and case.cause not in causes:
            yield Flaw("penalty_case", str(case.id), UNSUPPORTED, "cause")
        if case.party is not None and not case.title.startswith(case.party.name):
            yield Flaw("matter", str(case.id), "案件名称与当事人不符", "title")


def submitted(inspection: Inspection, matter_id: int) -> list[Submission]:
    """Return the submissions of a matter, oldest first; the last matter is remembered."""
    kept: tuple[int, list[Submission]] | None = inspection.session.info.get("submissions")
    if kept is not None and kept[0] == matter_id:
        return kept[1]
    query = sa.select(Submission).where(Submission.matter_id == matter_id)
    found = list(inspection.session.scalars(query.order_by(Submission.at, Submission.id)))
    inspection.session.info["submissions"] = (matter_id, found)
    return found


def _says_yes(one: Submission) -> bool:
    return one.values.get("filing") == "yes"


def _planned(one: Submission) -> Columns:
    return {
        "planned_at": one.at,
        "officer_id": one.officer_id,
        "recipient": one.values["recipient"],
        "method": ServiceMethod[str(one.values["method"]).upper()],
    }


def _ended(one: Submission) -> Columns:
    entry = Entry(0, one.at, tuple(one.acts), str(one.officer_id), one.values)
    on = entry.served_on()
    return {
        "finished_at": one.at,
        "served_on": on,
        "state": AttemptState.SERVED if on else AttemptState.FAILED,
        "received_by": read.text(one.values, "received_by"),
    }


def _differs(value: Any, said: Any) -> bool:
    """Compare a column with what was said; an effect is written shortly before its step."""
    if isinstance(said, datetime):
        return value is None or not NOTHING <= said - value <= WITHIN
    return bool(value != said)


def _closest(table: str, id: str, row: Any, said: Iterable[Columns]) -> Iterator[Flaw]:
    """Name the columns in which a row differs from the submission it is nearest to."""
    wrong = [
        [name for name, value in columns.items() if _differs(getattr(row, name), value)]
        for columns in said
    ]
    if not wrong:
        yield Flaw(table, id, "没有对应的提交记录")
        return
    for name in min(wrong, key=len):
        yield Flaw(table, id, UNSUPPORTED, name)


CHECKS: tuple[Check, ...] = (
    check_parties,
    check_pieces,
    check_services,
    check_handlers,
    check_filing,
)
