"""From the report to the sealed decision (调查终结、听证人员、处理决定、用印)."""

from collections.abc import Callable, Mapping

from processes import values as read
from processes.acts import Tag, tagged
from webapp.cases import operations
from webapp.cases.models import Outcome, PenaltyCase
from webapp.dossiers import operations as dossiers
from webapp.dossiers import queries as documents
from webapp.tasks.turn import Turn


def report(turn: Turn) -> None:
    """Keep the suspicion of a crime, which must lead to a hand-over (S-P-37)."""
    PenaltyCase.of(turn.matter).is_crime_suspected = read.says(turn.values, "crime_suspected")


def approve(turn: Turn) -> None:
    """Note what is to be done with the matter, or send it back into the investigation."""
    outcome = turn.values["outcome"]
    if outcome == "reinvestigate":
        operations.reopen_investigation(PenaltyCase.of(turn.matter))
    else:
        operations.choose_outcome(PenaltyCase.of(turn.matter), Outcome[outcome.upper()])


def sign(turn: Turn) -> None:
    """Take the decision, with what it imposes."""
    record = turn.history.last(*tagged(Tag.DECISION), instance=str(turn.instance))
    if record is None:
        return
    values = record.entry.values
    outcome = {
        "dec.penalty": Outcome.PENALTY,
        "dec.nopenalty": Outcome.NOPENALTY,
        "dec.nofact": Outcome.NOFACT,
    }[record.entry.acts[0]]
    case = PenaltyCase.of(turn.matter)
    operations.decide_case(case, outcome, turn.at)
    decided_on = read.day(values, "decided_on") or turn.at.date()
    if outcome is Outcome.PENALTY:
        kinds = read.names(values, "kinds")
        operations.note_penalty(
            case,
            kinds,
            read.money(values, "fine") if "0201" in kinds else None,
            read.money(values, "confiscation") if "0202" in kinds else None,
            decided_on,
        )
    else:
        case.decided_on = decided_on


def seal(turn: Turn) -> None:
    """Put the seal on the version that was signed (用印)."""
    document = documents.latest(turn.matter.id, turn.todo.document)
    if document is not None:
        digest = str(turn.values.get("digest") or document.approved_digest)
        dossiers.seal_document(turn.officer, document, digest, turn.at)
        turn.document = document


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "inv.close": report,
    "dec.approve": approve,
    "dec.sign": sign,
    "dec.seal": seal,
}
