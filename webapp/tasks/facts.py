"""All that the law may look at for one step (案件事实): registers here, entries in `processes`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from documents.catalogue import get as type_of
from engine import clock
from engine.order import matches
from engine.workdays import NATIONAL, Calendar
from processes import values as read
from processes.acts import Tag, carries, tagged
from processes.facts.case import CaseFacts, Registered
from processes.facts.documents import DocumentFacts
from processes.facts.evidence import (
    EvidenceFacts,
    MonitorFacts,
    RecordFacts,
    record_of,
)
from processes.facts.gathering import gather as gather_facts
from processes.facts.law import ItemFacts
from processes.facts.review import PanelFacts
from processes.values import Values
from webapp.accounts.models import RoleGrant
from webapp.bodies.models import Officer
from webapp.cases import confidential
from webapp.cases.models import PenaltyCase
from webapp.database import db
from webapp.dossiers.models import Document, SignatureState
from webapp.evidence import queries as evidence
from webapp.instances.models import StepRecord, Submission
from webapp.items import queries as items
from webapp.matters import queries as matters
from webapp.matters.models import Matter
from webapp.parameters import queries as parameters
from webapp.tasks import registers
from webapp.tasks.history import History

OFFICER_FIELDS = frozenset(
    {
        "officers",
        "lead_officer",
        "assist_officer",
        "chair",
        "members",
        "clerk",
        "target",
        "replacement",
        "presenter",
        "recorder",
        "decided_by",
        "compiler",
        "checker",
        "team",
        "officer",
    }
)
CLAUSE_FIELDS = ("violated", "basis")
WEIGHING = ("inv.close", "proposal.*", "appr.proposal", "notice.*", "panel.*", "dec.*", "rev.*")
"""Acts at which the amount of a penalty is looked at."""
CITING = (*WEIGHING, "evidence.*", "inv.collect", "hear.*", "crim.*", "defense.*")
"""Acts at which evidence is cited or judged."""
NAMING = ("hear.panel", "recuse.*", "panel.discuss")
"""Earlier acts whose people a safeguard may look at."""
RECORD_WINDOW = timedelta(days=60)
"""How long after its end a record may still be entered."""


@dataclass(frozen=True)
class Attempted:
    """The step whose facts are wanted: acts, typed values, who, where, when."""

    acts: tuple[str, ...]
    values: Values
    officer: Officer
    at: datetime
    instance: str = ""
    scope: tuple[str, ...] = ()
    address: str = ""
    document: Document | None = None
    serving: tuple[Document, ...] = ()


def calendar() -> Calendar:
    """Return the working-day calendar in force."""
    return NATIONAL


def gather(matter: Matter, history: History, step: Attempted) -> CaseFacts:
    """Return the facts of a matter for a step about to be taken."""
    return gather_facts(
        registered(matter, history, step), history.entries, step.instance, step.scope
    )


def registered(matter: Matter, history: History, step: Attempted) -> Registered:
    """Return what only the registers know."""
    in_force = parameters.in_force(matter.body)
    return Registered.of(
        number=matter.reference,
        body=registers.body(matter),
        division=matter.body.division_code,
        calendar=calendar(),
        parameters=in_force(clock.local(step.at).date()),
        in_force=in_force,
        archived=matter.archived_at is not None,
        item=_item(matter, history, step),
        parties=registers.parties(matter),
        officers=registers.officers(_officer_ids(matter, history, step)),
        clauses=registers.clauses(_clause_keys(history, step)),
        evidence=_evidence(matter, history, step),
        actor_roles=roles_of(step.officer, matter.body_id),
        document=_document(step),
        serving=tuple(registers.document(one) for one in step.serving),
        reporter=tuple(confidential.unseal(PenaltyCase.of(matter).lead.reporter).values()),
        earlier_fines=registers.earlier_fines(matter) if matches(step.acts, WEIGHING) else (),
        earlier_violations=registers.earlier_violations(matter, step.at.date())
        if matches(step.acts, ("dec.nopenalty",))
        else (),
        handlers=frozenset(str(one) for one in matter.handler_ids),
        investigators=frozenset(str(one) for one in matters.handled_by(matter.id)),
        records=tuple(_records_elsewhere(matter, step)),
        items=(),
        measures=(),
        place="",
        panel=_panel(history),
    )


def roles_of(officer: Officer, body_id: int) -> frozenset[str]:
    """Return the roles an officer holds in a body."""
    query = sa.select(RoleGrant.role).where(
        RoleGrant.account_id == officer.account_id,
        RoleGrant.body_id == body_id,
        RoleGrant.revoked_at.is_(None),
    )
    return frozenset(db.session.scalars(query))


def _item(matter: Matter, history: History, step: Attempted) -> ItemFacts | None:
    code = read.text(step.values, "item")
    if not matches(step.acts, WEIGHING):
        if code:
            return registers.plain_item(items.item_by_code(code))
        return registers.plain_item(matter.item) if matter.item else None
    stated = step.values
    if not read.names(stated, "kinds"):
        said = [one.entry.values for one in history.of("inv.close", "proposal.draft", "dec.*")]
        stated = next((one for one in reversed(said) if read.names(one, "kinds")), stated)
    return registers.item(matter, registers.amounts(stated), step.at.date(), code)


def _officer_ids(matter: Matter, history: History, step: Attempted) -> set[str]:
    found = {str(step.officer.id), *(str(one) for one in matter.handler_ids)}
    found |= set(officer_ids(step.values))
    for record in history.of(*NAMING):
        found |= set(officer_ids(record.entry.values))
    return found


def officer_ids(values: Any) -> Iterator[str]:
    """Yield every officer a submission names, in tables as well."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            if name in OFFICER_FIELDS:
                yield from (one for one in read.names(values, name) if one.isdigit())
            if isinstance(value, list):
                yield from officer_ids(value)
    elif isinstance(values, list):
        for one in values:
            if isinstance(one, Mapping):
                yield from officer_ids(one)


def _clause_keys(history: History, step: Attempted) -> set[str]:
    found: set[str] = set()
    said: Iterable[Values] = [
        step.values,
        *(one.entry.values for one in history.of("proposal.draft", "notice.prior", "dec.*")),
    ]
    for values in said:
        for name in CLAUSE_FIELDS:
            found.update(read.names(values, name))
    return found


def _evidence(matter: Matter, history: History, step: Attempted) -> dict[str, EvidenceFacts]:
    if not matches(step.acts, CITING):
        return {}
    return registers.evidence(evidence.of_matter(matter.id), _monitor_reviews(history))


def _monitor_reviews(history: History) -> dict[str, MonitorFacts]:
    return {
        one.entry.instance: MonitorFacts(
            device_no=read.text(one.entry.values, "device_reviewed_no"),
            usable=one.entry.values.get("result") == "usable",
        )
        for one in history.of("inv.monitor_review")
    }


def _document(step: Attempted) -> DocumentFacts | None:
    if step.document is not None:
        return registers.document(step.document)
    if not step.address:
        return None
    kind = type_of(step.address)
    return DocumentFacts(id="", address=kind.address, title=kind.title, external=kind.external)


def _panel(history: History) -> PanelFacts | None:
    record = history.last("panel.discuss")
    if record is None or record.document is None:
        return None
    unsigned = tuple(
        one.name for one in record.document.signatures if one.state is SignatureState.PENDING
    )
    return PanelFacts(at_seq=0, suggestion="", unsigned=unsigned)


def _records_elsewhere(matter: Matter, step: Attempted) -> Iterator[RecordFacts]:
    """Yield records of the same officers in other matters around the same time (S-G-12)."""
    start, end = read.moment(step.values, "start_at"), read.moment(step.values, "end_at")
    officers = list(read.names(step.values, "officers"))
    if not carries(step.acts, Tag.RECORD) or start is None or end is None or not officers:
        return
    query = (
        sa.select(Submission, Matter)
        .join(StepRecord, StepRecord.submission_id == Submission.id)
        .join(Matter, Matter.id == Submission.matter_id)
        .where(
            StepRecord.act.in_(tagged(Tag.RECORD)),
            StepRecord.at >= start,
            StepRecord.at <= end + RECORD_WINDOW,
            Submission.matter_id != matter.id,
            Submission.values["officers"].has_any(sa.cast(officers, sa.ARRAY(sa.Text))),
        )
        .limit(200)
    )
    for submission, other in db.session.execute(query):
        record = record_of(
            str(submission.id), other.reference, submission.acts, "笔录", submission.values
        )
        if record is not None:
            yield record
