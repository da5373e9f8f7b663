"""Records as JSON (接口数据): one function per kind of record, the same wherever it appears."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine import clock
from forms import Choices
from processes.catalogue import name_of
from webapp.bodies.models import Officer
from webapp.cases.models import PenaltyCase, Ruling
from webapp.dossiers.models import Document, Signature, Volume
from webapp.evidence.models import Evidence, File
from webapp.instances.models import Instance, StepRecord, TodoRecord
from webapp.matters import wording
from webapp.matters.attempts import StoppedAttempt, StoppingRule
from webapp.matters.models import DeadlineRecord, Matter, Party

Json = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """Return an instant in the zone of the law, to the second."""
    return None if at is None else clock.local(at).isoformat(timespec="seconds")


def day(on: date | None) -> str | None:
    """Return a date."""
    return None if on is None else on.isoformat()


def money(amount: Decimal | None) -> str | None:
    """Return an amount as text with two decimals."""
    return None if amount is None else f"{amount:.2f}"


def person(officer: Officer | None) -> Json | None:
    """Return who an officer is."""
    return None if officer is None else {"id": officer.id, "name": officer.name}


def case_line(case: Matter) -> Json:
    """Return what names a case."""
    return {"id": case.id, "reference": case.reference, "title": case.title}


def case(found: PenaltyCase) -> Json:
    """Return a case to those who may read it."""
    return {
        **case_line(found),
        "number": found.number,
        "lead_number": found.lead.number,
        "cause": found.cause,
        "status": found.status.name,
        "status_title": found.status.value,
        "stage": found.stage,
        "outcome": found.outcome.name if found.outcome else None,
        "outcome_title": found.outcome.value if found.outcome else None,
        "item": {"code": found.item.code, "name": found.item.name} if found.item else None,
        "body": {"id": found.body.id, "name": found.body.name},
        "unit": found.unit.name if found.unit else None,
        "lead_officer": person(found.lead_officer),
        "assist_officer": person(found.assist_officer),
        "parties": [party(one) for one in found.parties],
        "filed_on": day(found.filed_on),
        "decided_on": day(found.decided_on),
        "effective_on": day(found.effective_on),
        "closed_on": day(found.closed_on),
        "archived_at": moment(found.archived_at),
        "fine": money(found.fine),
        "confiscation": money(found.confiscation),
        "results": [result(one, found.result_for(one.id)) for one in found.parties],
        "created_at": moment(found.created_at),
        "updated_at": moment(found.updated_at),
    }


def matter(found: Matter) -> Json:
    """Return a matter of any kind to those who may read it."""
    return {
        **case_line(found),
        "kind": found.kind,
        "kind_title": name_of(found.kind),
        "entry_number": found.entry_number,
        "number": found.number,
        "status": found.status.name,
        "status_title": found.status.value,
        "stage": found.stage,
        "result": found.result,
        "item": {"code": found.item.code, "name": found.item.name} if found.item else None,
        "body": {"id": found.body.id, "name": found.body.name},
        "unit": found.unit.name if found.unit else None,
        "lead_officer": person(found.lead_officer),
        "assist_officer": person(found.assist_officer),
        "parties": [party(one) for one in found.parties],
        "filed_on": day(found.filed_on),
        "closed_on": day(found.closed_on),
        "archived_at": moment(found.archived_at),
        "created_at": moment(found.created_at),
        "updated_at": moment(found.updated_at),
    }


def result(whose: Party, found: PenaltyCase | Ruling) -> Json:
    """Return what was decided about a party."""
    return {
        "party": whose.id,
        "outcome": found.outcome.name if found.outcome else None,
        "outcome_title": found.outcome.value if found.outcome else None,
        "decided_on": day(found.decided_on),
        "effective_on": day(found.effective_on),
        "fine": money(found.fine),
        "confiscation": money(found.confiscation),
    }


def party(found: Party) -> Json:
    """Return a party."""
    return {
        "id": found.id,
        "kind": found.kind.name,
        "role": found.role.name,
        "name": found.name,
        "id_kind": found.id_kind,
        "id_number": found.id_number,
        "legal_rep": found.legal_rep,
        "operator": found.operator,
        "address": found.address,
        "phone": found.phone,
    }


def todo_line(todo: TodoRecord, of: Matter, procedure: str, now: datetime) -> Json:
    """Return a to-do as lists show it."""
    badge = wording.of_due(todo.due, now, todo.deadline)
    return {
        "id": str(todo.id),
        "name": todo.name,
        "acts": list(todo.acts),
        "role": todo.role,
        "state": todo.state.name,
        "stage": todo.stage,
        "case": case_line(of),
        "party": todo.party_id,
        "instance": str(todo.instance_id),
        "procedure": procedure,
        "node": todo.node,
        "form": todo.form,
        "document": todo.document,
        "basis": todo.basis,
        "deadline": todo.deadline,
        "due": moment(todo.due),
        "badge": badge.words,
        "opened_at": moment(todo.opened_at),
        "assignee": todo.assignee_id,
        "etag": todo.etag,
    }


def choices(found: Mapping[str, Choices]) -> Json:
    """Return what a form offers, by field path."""
    return {path: _offer(one) for path, one in found.items()}


def step(found: StepRecord, names: Mapping[int, str]) -> Json:
    """Return a step of a trajectory to those who may read the case."""
    return {
        **bare_step(found),
        "actor": _named(found.actor_id, names),
        "outcome": dict(found.outcome),
        "document": found.document_id,
    }


def attempt(found: StoppedAttempt) -> Json:
    """Return a refused attempt to those who may read the case."""
    rules = [{**_rule(one), "message": one.sentence} for one in found.rules]
    return {**bare_attempt(found), "who": found.who, "rules": rules}


def bare_attempt(found: StoppedAttempt) -> Json:
    """Return which rules stopped whom and when, without what they said (办法37)."""
    return {
        "at": moment(found.at),
        "act": found.act,
        "role": found.role,
        "rules": [_rule(one) for one in found.rules],
    }


def _rule(found: StoppingRule) -> Json:
    return {"id": found.id, "title": found.title, "basis": found.basis}


def bare_step(found: StepRecord) -> Json:
    """Return which act was done when and in which role: all that supervision sees (办法37)."""
    return {
        "seq": found.seq,
        "at": moment(found.at),
        "kind": found.kind.name,
        "kind_title": found.kind.value,
        "name": found.name,
        "acts": list(found.acts),
        "process": found.process,
        "node": found.node,
        "scope": found.scope,
        "role": found.role,
        "opened_at": moment(found.opened_at),
        "seconds": found.duration,
    }


def instance(found: Instance) -> Json:
    """Return an instance without anything of its content."""
    return {
        "id": str(found.id),
        "procedure": found.procedure,
        "title": found.title,
        "group": found.menu,
        "status": found.status.name,
        "stage": found.stage,
        "body": found.body_id,
        "unit": found.unit_id,
        "started_at": moment(found.started_at),
        "updated_at": moment(found.updated_at),
        "ended_at": moment(found.ended_at),
        "due": moment(found.due),
    }


def clock_line(line: DeadlineRecord, now: datetime) -> Json:
    """Return a deadline with the way it was counted."""
    return {
        "rule": line.rule,
        "party": line.party_id,
        "title": line.title,
        "basis": line.basis,
        "state": line.state.name,
        "state_title": line.state.value,
        "badge": wording.of_deadline(line, now).words,
        "start": moment(line.start),
        "due": moment(line.due),
        "met_on": day(line.met_on),
        "explanation": line.sentence,
        "rows": list(line.rows),
    }


def document(found: Document) -> Json:
    """Return a document without its content."""
    return {
        "id": found.id,
        "case": found.matter_id,
        "address": found.address,
        "code": found.code,
        "title": found.title,
        "number": found.number,
        "state": found.state.name,
        "dated": day(found.dated),
        "volume": found.volume.value,
        "seal": found.seal.name,
        "pages": found.pages,
        "is_rendered": found.pdf is not None,
        "digest": found.context_digest,
        "file_digest": found.pdf,
        "void_reason": found.void_reason,
        "signatures": [signature(one) for one in found.signatures],
    }


def signature(found: Signature) -> Json:
    """Return a signature, given or wanted."""
    return {
        "slot": found.slot,
        "officer": found.officer_id,
        "name": found.name,
        "state": found.state.name,
        "method": found.method.name,
        "at": moment(found.at),
        "note": found.note,
    }


def evidence(found: Evidence, files: Sequence[File]) -> Json:
    """Return a piece of evidence with the verdict that counts."""
    verdict = found.verdict
    return {
        "id": found.id,
        "no": found.no,
        "name": found.name,
        "kind": found.kind.value,
        "obtained_on": day(found.obtained_on),
        "source": found.source,
        "provider": found.provider,
        "proves": found.proves,
        "is_admissible": None if verdict is None else verdict.is_admissible,
        "document": found.document_id,
        "files": [file(one) for one in files],
    }


def file(found: File) -> Json:
    """Return what a stored file is."""
    return {
        "digest": found.digest,
        "name": found.name,
        "size": found.size,
        "media_type": found.media_type,
    }


def volume(found: Volume) -> Json:
    """Return a bound volume with its contents."""
    return {
        "kind": found.kind.name,
        "title": found.kind.value,
        "pages": found.pages,
        "digest": found.file,
        "bound_at": moment(found.bound_at),
        "contents": [dict(entry) for entry in found.manifest],
    }


def _offer(found: Choices) -> Json:
    return {
        "items": [
            {
                "value": one.value,
                "label": one.label,
                "note": one.note,
                "tag": one.tag,
                "state": one.state,
                "tone": one.tone,
                "number": one.number,
                "disabled": one.disabled,
            }
            for one in found.items
        ],
        "bands": [
            {
                "value": one.value,
                "label": one.label,
                "minimum": one.minimum,
                "maximum": one.maximum,
            }
            for one in found.bands
        ],
        "search": found.search,
    }


def _named(id: int | None, names: Mapping[int, str]) -> Json | None:
    return None if id is None else {"id": id, "name": names.get(id, "")}
