"""Publishing procedures (发布流程): a changed one gets a new version, old ones stay as they are."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from engine.errors import DiagramRefused
from engine.findings import blocking
from engine.parser import parse_bundle
from engine.procedure import Procedure
from engine.safeguards import label_of
from processes.catalogue import PROCEDURES, SAFEGUARDS
from webapp.database import db
from webapp.procedures import bundle as bundles
from webapp.procedures import judging
from webapp.procedures.bundle import Bundle
from webapp.procedures.models import ProcessVersion
from webapp.process_records import chain
from webapp.process_records import operations as records


def publish(
    procedure: Procedure, at: datetime, *, officer_id: int | None = None, safeguards: str = ""
) -> ProcessVersion:
    """Publish a procedure from the project's files; the latest version, if nothing changed."""
    bundle = bundles.build(procedure)
    latest = ProcessVersion.latest(procedure.key)
    if latest is not None and latest.hash == bundles.digest(procedure, bundle, safeguards):
        return latest
    files = {name: xml.encode() for name, xml in bundle.bpmn.items()}
    findings = blocking(judging.judge(files, procedure.main))
    if findings:
        raise DiagramRefused(findings)
    return keep(procedure, bundle, at, officer_id=officer_id, safeguards=safeguards)


def keep(
    procedure: Procedure,
    bundle: Bundle,
    at: datetime,
    *,
    officer_id: int | None = None,
    safeguards: str = "",
) -> ProcessVersion:
    """Insert what was judged as the next version of a procedure and note it in the audit log."""
    _one_at_a_time(procedure.key)
    digest = bundles.digest(procedure, bundle, safeguards)
    latest = ProcessVersion.latest(procedure.key)
    if latest is not None and latest.hash == digest:
        return latest  # somebody else published the same meanwhile
    specs = parse_bundle({k: xml.encode() for k, xml in bundle.bpmn.items()}, procedure.main)
    version = ProcessVersion(
        key=procedure.key,
        number=1 if latest is None else latest.number + 1,
        hash=digest,
        title=procedure.title,
        main=procedure.main,
        menu=procedure.menu or "",
        bundle=bundle.to_json(),
        task_names={name: list(tasks) for name, tasks in specs.names.items()},
        safeguards=safeguards,
        published_by=officer_id,
        published_at=at,
    )
    db.session.add(version)
    db.session.flush()
    records.record(
        "process.publish",
        at,
        subject=f"process_version:{version.id}",
        officer_id=officer_id,
        details=version.notice,
    )
    return version


def publish_all(
    procedures: Iterable[Procedure],
    at: datetime,
    *,
    officer_id: int | None = None,
    safeguards: str = "",
) -> list[ProcessVersion]:
    """Publish every procedure that changed; return the latest version of each."""
    return [
        publish(procedure, at, officer_id=officer_id, safeguards=safeguards)
        for procedure in procedures
    ]


def has_published() -> bool:
    """Tell whether any procedure was ever published here."""
    return db.session.scalar(sa.select(ProcessVersion.id).limit(1)) is not None


def publish_shipped(at: datetime, *, officer_id: int | None = None) -> list[ProcessVersion]:
    """Publish every procedure of the catalogue that changed, with the safeguards of the day."""
    digest = chain.digest({"safeguards": [asdict(label_of(one)) for one in SAFEGUARDS]})
    return publish_all(PROCEDURES.values(), at, officer_id=officer_id, safeguards=digest)


def _one_at_a_time(key: str) -> None:
    lock = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"publish {key}")))
    db.session.execute(lock)
