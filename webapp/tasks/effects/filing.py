"""Lead, verification and filing (案源、核查、立案)."""

from collections.abc import Callable, Mapping

from webapp.bodies import queries as bodies
from webapp.cases import operations
from webapp.dossiers import numbering
from webapp.items import queries as items
from webapp.tasks.turn import Turn

FILING_SERIES = "立"


def correct_lead(turn: Turn) -> None:
    """Take over a registration that was done again."""
    if turn.history.of("case.intake"):
        values, reporter = dict(turn.values), turn.notes.get("reporter", {})
        operations.correct_lead(turn.case, values, reporter)


def assign(turn: Turn) -> None:
    """Name the officers who verify the lead."""
    _name_handlers(turn, "线索分办")
    turn.case.lead.disposal = str(turn.values.get("disposal", ""))


def verify(turn: Turn) -> None:
    """Keep what the verification found."""
    item = items.item_by_code(turn.values["item"])
    operations.note_verification(turn.case, turn.values, item)


def request_filing(turn: Turn) -> None:
    """Fix item and cause."""
    item = items.item_by_code(turn.values["item"])
    operations.set_cause(turn.case, turn.values["cause"], item)


def file(turn: Turn) -> None:
    """Open the case under its number, or leave it at that."""
    if turn.values["filing"] != "yes":
        operations.decline_case(turn.case, turn.at)
        return
    document = turn.document
    number = numbering.take_number(
        turn.case.body,
        FILING_SERIES,
        turn.at,
        title="立案",
        case_id=turn.case.id,
        document_id=document.id if document else None,
        officer=turn.officer,
    )
    operations.file_case(turn.case, number, turn.at.date())
    _name_handlers(turn, "立案")
    turn.notes["case_number"] = number


def _name_handlers(turn: Turn, reason: str) -> None:
    ids = [int(turn.values[name]) for name in ("lead_officer", "assist_officer")]
    lead, assist = bodies.get_officers(ids)
    operations.set_handlers(turn.case, lead, assist, turn.at, reason)


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "case.intake": correct_lead,
    "case.assign": assign,
    "case.verify": verify,
    "case.file_request": request_filing,
    "case.file": file,
}
