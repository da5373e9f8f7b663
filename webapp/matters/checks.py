"""What `faxun verify` checks of parties and handlers: they say what was submitted."""

from collections.abc import Iterator

import sqlalchemy as sa

from webapp.instances import vouching
from webapp.matters.models import Capacity, Matter, Party
from webapp.matters.parties import columns_of
from webapp.process_records.verification import Check, Flaw, Inspection

NAMING = ("lead_officer", "assist_officer", "replacement")
COLUMNS = {Capacity.LEAD: "lead_officer_id", Capacity.ASSIST: "assist_officer_id"}


def check_parties(inspection: Inspection) -> Iterator[Flaw]:
    """Compare parties with the blocks in which they were typed."""
    query = sa.select(Party).order_by(Party.matter_id, Party.id)
    for (party,) in inspection.rows(query):
        inspection.count("party")
        typed = [one.values.get("party") for one in vouching.submitted(inspection, party.matter_id)]
        said = [columns_of(block) for block in typed if isinstance(block, dict)]
        yield from vouching.closest("party", str(party.id), party, said)


def check_handlers(inspection: Inspection) -> Iterator[Flaw]:
    """Compare who handles a matter with who was named."""
    for (matter,) in inspection.rows(sa.select(Matter).order_by(Matter.id)):
        named = {
            str(one.values.get(field))
            for one in vouching.submitted(inspection, matter.id)
            for field in NAMING
        }
        now = {one.capacity: one.officer_id for one in matter.handlers if one.until is None}
        for capacity, column in COLUMNS.items():
            if getattr(matter, column) != now.get(capacity):
                yield Flaw("matter", str(matter.id), "与承办人员登记不符", column)
        for handler in matter.handlers:
            if str(handler.officer_id) not in named:
                yield Flaw("handler", str(handler.id), vouching.UNSUPPORTED, "officer_id")


CHECKS: tuple[Check, ...] = (check_parties, check_handlers)
