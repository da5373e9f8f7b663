"""What `faxun verify` checks of services: they say what was submitted."""

from collections.abc import Iterator

import sqlalchemy as sa

from processes import values as read
from processes.acts import Tag, carries
from processes.entries import Entry
from webapp.instances import vouching
from webapp.instances.models import Submission
from webapp.process_records.verification import Check, Flaw, Inspection
from webapp.service.models import AttemptState, ServiceAttempt, ServiceMethod

UNFINISHED = (AttemptState.PLANNED, AttemptState.ANNOUNCED, AttemptState.CHANGED)


def check_services(inspection: Inspection) -> Iterator[Flaw]:
    """Compare services with how they were planned and how they ended."""
    query = sa.select(ServiceAttempt).order_by(ServiceAttempt.matter_id, ServiceAttempt.id)
    for (attempt,) in inspection.rows(query):
        inspection.count("service_attempt")
        all_of = [
            one
            for one in vouching.submitted(inspection, attempt.matter_id)
            if one.instance_id == attempt.instance_id
        ]
        planned = [_planned(one) for one in all_of if _plans(one)]
        flaws = list(vouching.closest("service_attempt", str(attempt.id), attempt, planned))
        if not flaws and (attempt.state not in UNFINISHED or attempt.finished_at is not None):
            ended = [_ended(one) for one in all_of if not _plans(one)]
            flaws = list(vouching.closest("service_attempt", str(attempt.id), attempt, ended))
        yield from flaws


def _plans(one: Submission) -> bool:
    return carries(one.acts, Tag.PLANNING_SERVICE)


def _planned(one: Submission) -> vouching.Columns:
    return {
        "planned_at": one.at,
        "officer_id": one.officer_id,
        "recipient": one.values["recipient"],
        "method": ServiceMethod[str(one.values["method"]).upper()],
    }


def _ended(one: Submission) -> vouching.Columns:
    entry = Entry(0, one.at, tuple(one.acts), str(one.officer_id), one.values)
    on = entry.served_on()
    return {
        "finished_at": one.at,
        "served_on": on,
        "state": AttemptState.SERVED if on else AttemptState.FAILED,
        "received_by": read.text(one.values, "received_by"),
    }


CHECKS: tuple[Check, ...] = (check_services,)
