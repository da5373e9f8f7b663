"""What acts do to a penalty case (环节效果): lead, filing, outcome, decision, its undoing."""

from collections.abc import Callable, Mapping

from processes import values as read
from processes.acts import Tag, tagged
from processes.values import Values
from processes.violations import added_up
from webapp.bodies import queries as bodies
from webapp.cases import operations
from webapp.cases.models import Outcome, PenaltyCase
from webapp.items import queries as items
from webapp.matters import beside, parties
from webapp.matters import operations as matters
from webapp.matters.models import LinkKind
from webapp.matters.turn import Offspring, Turn
from webapp.numbers import operations as numbers

FILING_SERIES = "立"


def correct_lead(turn: Turn) -> None:
    """Take over a registration that was done again, or follows a matter opened by another."""
    case = PenaltyCase.of(turn.matter)
    if turn.history.of("case.intake") or case.lead.content != turn.values["content"]:
        operations.correct_lead(case, dict(turn.values), turn.notes.get("reporter", {}))


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
    number = numbers.take_number(
        turn.matter.body,
        FILING_SERIES,
        turn.at,
        title="立案",
        matter_id=turn.matter.id,
        document_id=turn.document_id,
        officer=turn.officer,
    )
    operations.file_case(PenaltyCase.of(turn.matter), number, turn.at.date())
    _name_handlers(turn, "立案")
    turn.notes["case_number"] = number


def report(turn: Turn) -> None:
    """Keep the suspicion of a crime, which must lead to a hand-over (S-P-37)."""
    PenaltyCase.of(turn.matter).is_crime_suspected = read.says(turn.values, "crime_suspected")


def approve(turn: Turn) -> None:
    """Note what is to be done with the matter, or send it back into the investigation."""
    outcome = turn.values["outcome"]
    if outcome == "reinvestigate":
        operations.reopen_investigation(PenaltyCase.of(turn.matter), turn.party_id)
    else:
        chosen = Outcome[outcome.upper()]
        operations.choose_outcome(PenaltyCase.of(turn.matter), chosen, turn.party_id)


def sign(turn: Turn) -> None:
    """Take the decision, with what it imposes."""
    record = turn.history.last(*tagged(Tag.DECISION), instance=str(turn.instance))
    if record is None:
        return
    values = added_up(record.entry.values)
    outcome = {
        "dec.penalty": Outcome.PENALTY,
        "dec.nopenalty": Outcome.NOPENALTY,
        "dec.nofact": Outcome.NOFACT,
    }[record.entry.acts[0]]
    operations.decide_case(
        PenaltyCase.of(turn.matter),
        outcome,
        turn.at,
        turn.party_id,
        imposed=_imposed(values) if outcome is Outcome.PENALTY else None,
    )


def _imposed(values: Values) -> operations.Imposed:
    """Return what a decision imposes."""
    kinds = read.names(values, "kinds")
    return operations.Imposed(
        tuple(kinds),
        read.money(values, "fine") if "0201" in kinds else None,
        read.money(values, "confiscation") if "0202" in kinds else None,
    )


def add_party(turn: Turn) -> None:
    """Enter a party that was found later, as approved (追加当事人)."""
    block = read.block(turn.in_call("case.party_add_draft"), "party")
    operations.add_party(PenaltyCase.of(turn.matter), block)


def terminate(turn: Turn) -> None:
    """End all other procedures of the matter."""
    operations.terminate_case(PenaltyCase.of(turn.matter), turn.at, turn.party_id)
    beside.halt(turn)


def divide(turn: Turn) -> None:
    """Let one party, or one violation, go on in a case of its own (另案处理)."""
    asked = turn.last("case.divide_draft")
    moved = next(
        (one for one in turn.matter.parties if str(one.id) == read.text(asked, "party")), None
    )
    along = (moved,) if moved else tuple(turn.matter.parties)
    turn.offspring = Offspring(
        kind=LinkKind.SPLIT,
        parties=along,
        values={
            "source": "other",
            "content": read.text(asked, "reason"),
            "place": PenaltyCase.of(turn.matter).lead.place,
            "item": read.text(asked, "item") or (turn.matter.item.code if turn.matter.item else ""),
            "party_known": bool(along),
            "party": along[0].details if along else {},
        },
    )
    if moved is not None:
        parties.move_away(moved, turn.at)


def withdraw(turn: Turn) -> None:
    """Take the filing back: one of its conditions was not met."""
    case = PenaltyCase.of(turn.matter)
    operations.decide_case(case, Outcome.WITHDRAW, turn.at, turn.party_id)


def end_remedy(turn: Turn) -> None:
    """Note that reconsideration or suit changed the decision."""
    if turn.values["remedy_result"] == "changed":
        operations.revoke_decision(PenaltyCase.of(turn.matter), turn.party_id)


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
    "case.party_add": add_party,
    "case.terminate": terminate,
    "case.withdraw": withdraw,
    "case.divide": divide,
    "inv.close": report,
    "dec.approve": approve,
    "dec.sign": sign,
    "remedy.result": end_remedy,
}
