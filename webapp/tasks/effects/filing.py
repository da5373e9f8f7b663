"""Lead, verification and filing (案源、核查、立案)."""

from collections.abc import Callable, Mapping

from webapp.bodies import queries as bodies
from webapp.cases import operations
from webapp.cases.models import PenaltyCase
from webapp.dossiers import numbering
from webapp.items import queries as items
from webapp.matters import operations as matters
from webapp.tasks.turn import Turn

FILING_SERIES = "立"


def correct_lead(turn: Turn) -> None:
    """Take over a registration that was done again."""
    if turn.history.of("case.intake"):
        values, reporter = dict(turn.values), turn.notes.get("reporter", {})
        operations.correct_lead(PenaltyCase.of(turn.matter), values, reporter)


def assign(turn: Turn) -> None:
    """Name the officers who verify the lead."""
    _name_handlers(turn, "线索分办")
    PenaltyCase.of(turn.matter).lead.disposal = str(turn.values.get("disposal", ""))


def verify(turn: Turn) -> None:
    """Keep what the verification found."""
    item = items.item_by_code(turn.values["item"])
    operations.note_verification(PenaltyCase.of(turn.matter), turn.values, item)


def request_filing(turn: Turn) -> None:
    """Fix item and cause."""
    item = items.item_by_code(turn.values["item"])
    operations.set_cause(PenaltyCase.of(turn.matter), turn.values["cause"], item)


def file(turn: Turn) -> None:
    """Open the matter under its number, or leave it at that."""
    if turn.values["filing"] != "yes":
        operations.decline_case(PenaltyCase.of(turn.matter), turn.at)
        return
    document = turn.document
    number = numbering.take_number(
        turn.matter.body,
        FILING_SERIES,
        turn.at,
        title="立案",
        matter_id=turn.matter.id,
        document_id=document.id if document else None,
        officer=turn.officer,
    )
    operations.file_case(PenaltyCase.of(turn.matter), number, turn.at.date())
    _name_handlers(turn, "立案")
    turn.notes["case_number"] = number


def _name_handlers(turn: Turn, reason: str) -> None:
    ids = [int(turn.values[name]) for name in ("lead_officer", "assist_officer")]
    lead, assist = bodies.get_officers(ids)
    matters.set_handlers(turn.matter, lead, assist, turn.at, reason)


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "case.intake": correct_lead,
    "case.assign": assign,
    "case.verify": verify,
    "case.file_request": request_filing,
    "case.file": file,
}
