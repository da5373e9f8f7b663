"""What `faxun verify` checks of parties and handlers: they say what was submitted."""

from collections.abc import Iterator

import sqlalchemy as sa

from processes import values as read
from webapp.instances import vouching
from webapp.instances.models import Instance
from webapp.matters.models import Capacity, LinkKind, Matter, MatterLink, Party
from webapp.matters.parties import columns_of
from webapp.process_records.models import AuditEntry
from webapp.process_records.verification import Check, Flaw, Inspection

REASSIGNED = "matter.reassign"
NAMING = ("lead_officer", "assist_officer", "replacement")
COLUMNS = {Capacity.LEAD: "lead_officer_id", Capacity.ASSIST: "assist_officer_id"}


def check_parties(inspection: Inspection) -> Iterator[Flaw]:
    """Compare parties with the blocks in which they were typed, here or where they come from."""
    query = sa.select(Party).order_by(Party.matter_id, Party.id)
    for (party,) in inspection.rows(query):
        inspection.count("party")
        origins = sa.select(MatterLink.from_id).where(MatterLink.to_id == party.matter_id)
        matters = (party.matter_id, *inspection.session.scalars(origins))
        typed = [
            block
            for id in matters
            for one in vouching.submitted(inspection, id)
            for block in (one.values.get("party"), *read.rows(one.values, "other_parties"))
        ]
        said = [columns_of(block) for block in typed if isinstance(block, dict)]
        yield from vouching.closest("party", str(party.id), party, said)
        if party.left_at is not None and not _was_split(inspection, party):
            yield Flaw("party", str(party.id), "没有另案记录而不再是当事人", "left_at")


def _was_split(inspection: Inspection, party: Party) -> bool:
    """Tell whether a matter was split off when the party left (另案)."""
    query = sa.select(MatterLink.id).where(
        MatterLink.from_id == party.matter_id,
        MatterLink.kind == LinkKind.SPLIT,
        MatterLink.at == party.left_at,
    )
    return inspection.session.scalar(query) is not None


def check_handlers(inspection: Inspection) -> Iterator[Flaw]:
    """Compare who handles a matter with who was named, or opened it."""
    for (matter,) in inspection.rows(sa.select(Matter).order_by(Matter.id)):
        named = {
            str(one.values.get(field))
            for one in vouching.submitted(inspection, matter.id)
            for field in NAMING
        }
        started = sa.select(Instance.started_by).where(Instance.id == matter.instance_id)
        named.add(str(inspection.session.scalar(started)))
        named |= _taken_over(inspection, matter.id)
        now = {one.capacity: one.officer_id for one in matter.handlers if one.until is None}
        for capacity, column in COLUMNS.items():
            if getattr(matter, column) != now.get(capacity):
                yield Flaw("matter", str(matter.id), "与承办人员登记不符", column)
        for handler in matter.handlers:
            if str(handler.officer_id) not in named:
                yield Flaw("handler", str(handler.id), vouching.UNSUPPORTED, "officer_id")


def _taken_over(inspection: Inspection, matter_id: int) -> set[str]:
    """Return who took a matter over by order of a head, as the audit log has it (改派)."""
    query = sa.select(AuditEntry.details["to"].astext).where(
        AuditEntry.matter_id == matter_id, AuditEntry.action == REASSIGNED
    )
    return set(inspection.session.scalars(query))


def check_main(inspection: Inspection) -> Iterator[Flaw]:
    """Compare kind and main instance of a matter with the one that says it is the main one."""
    query = (
        sa.select(Matter.id, Matter.kind, Matter.instance_id, Instance.id, Instance.procedure)
        .outerjoin(Instance, sa.and_(Instance.matter_id == Matter.id, Instance.is_main))
        .order_by(Matter.id)
    )
    for id, kind, instance_id, main_id, procedure in inspection.session.execute(query):
        inspection.count("matter")
        if instance_id != main_id:
            yield Flaw("matter", str(id), "主程序与流程实例不符", "instance_id")
        elif kind != procedure:
            yield Flaw("matter", str(id), "事项类别与主程序不符", "kind")


CHECKS: tuple[Check, ...] = (check_parties, check_handlers, check_main)
