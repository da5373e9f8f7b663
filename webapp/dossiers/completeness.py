"""What a dossier must hold before it is closed (案卷齐全性), by what became of the case.

The matrix for the ordinary penalty: each need names the papers of which one
suffices; some arise only with a hearing, a discussion or a defense.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from documents.catalogue import DOCUMENTS
from webapp.cases.models import Case, CaseStatus, Outcome
from webapp.dossiers.models import RECEIPT, Document, DocumentState

FINISHED = (CaseStatus.CLOSED, CaseStatus.ARCHIVED)


class Presence(Enum):
    """Whether a paper is there (有无)."""

    PRESENT = "齐全"
    DRAFT = "制作中"
    AHEAD = "待形成"
    MISSING = "缺少"


@dataclass(frozen=True)
class Papers:
    """The papers of a case by kind, and which were served (案卷材料)."""

    case: Case
    final: Mapping[str, tuple[Document, ...]]
    drafts: frozenset[str]
    served: frozenset[int]

    def has(self, *addresses: str) -> bool:
        """Tell whether a final paper of one of these kinds is there."""
        return any(address in self.final for address in addresses)

    def says(self, address: str, name: str, value: object) -> bool:
        """Tell whether a final paper of a kind holds a value."""
        return any(one.values.get(name) == value for one in self.final.get(address, ()))


@dataclass(frozen=True)
class Need:
    """One line of the matrix: one of these papers, when the condition holds."""

    addresses: tuple[str, ...]
    when: Callable[[Papers], bool] = lambda papers: True
    instead: Callable[[Papers], bool] = lambda papers: False
    """What makes the paper unnecessary."""
    excuse: str = ""


@dataclass(frozen=True)
class NeedLine:
    """A need as it stands (齐全性检查)."""

    title: str
    codes: str
    presence: Presence
    note: str = ""


def _is_heard(papers: Papers) -> bool:
    return papers.says("shared/hearing_request", "hearing_claimed", "yes")


def _is_serious(papers: Papers) -> bool:
    return papers.says("penalty/decision_approval", "serious", "yes")


def _is_stated(papers: Papers) -> bool:
    return papers.says("penalty/defense_record", "defense", "stated")


def _orders_correction(papers: Papers) -> bool:
    decision = "penalty/penalty_decision"
    return any(papers.says(decision, "correction", one) for one in ("in_decision", "corrected"))


def _is_fined(papers: Papers) -> bool:
    return papers.says("penalty/penalty_decision", "money", "yes")


OPENING = (
    Need(("penalty/lead_register",)),
    Need(("penalty/filing_approval",)),
)
INVESTIGATION = (
    Need(("shared/rights_notice",)),
    Need(("shared/site_record", "shared/interview_record")),
    Need(("penalty/evidence_review",)),
    Need(("penalty/investigation_report",)),
    Need(("penalty/case_review", "shared/legal_review")),
)
NOTICE = (
    Need(("penalty/prior_notice", "penalty/hearing_notice")),
    Need(
        ("penalty/defense_record",),
        instead=lambda papers: papers.has("penalty/decision_approval"),
        excuse="逾期未陈述申辩，视为放弃",
    ),
    Need(("penalty/defense_review",), when=_is_stated),
)
HEARING = tuple(
    Need((address,), when=_is_heard)
    for address in (
        "penalty/hearing_notice",
        "shared/hearing_request",
        "shared/hearing_panel",
        "shared/hearing_notification",
        "shared/hearing_record",
        "shared/hearing_report",
        "shared/legal_review",
    )
)
SERIOUS = (
    Need(("shared/legal_review",), when=_is_serious),
    Need(("penalty/panel_discussion",), when=_is_serious),
)
CLOSING = (
    Need(("shared/closing_approval",)),
    Need(("shared/dossier_cover",)),
    Need(("shared/dossier_remarks",)),
)
MATRIX: Mapping[Outcome, tuple[Need, ...]] = {
    Outcome.PENALTY: (
        *OPENING, *INVESTIGATION, *NOTICE, *HEARING, *SERIOUS,
        Need(("penalty/decision_approval",)),
        Need(("penalty/penalty_decision",)),
        Need(("shared/correction_order",), instead=_orders_correction,
             excuse="决定书已责令改正，或者已经改正"),
        Need(("shared/publication_approval",)),
        Need(("penalty/payment_notice",), when=_is_fined),
        Need(("penalty/treasury_register",), when=_is_fined),
        *CLOSING,
    ),
    Outcome.NOPENALTY: (
        *OPENING, *INVESTIGATION,
        Need(("penalty/decision_approval",)),
        Need(("penalty/no_penalty_decision",)),
        Need(("penalty/education_record",)),
        *CLOSING,
    ),
    Outcome.NOFACT: (
        *OPENING, *INVESTIGATION,
        Need(("penalty/decision_approval",)),
        Need(("penalty/no_penalty_decision",)),
        *CLOSING,
    ),
    Outcome.REFER: (
        *OPENING, Need(("penalty/decision_approval",)), Need(("shared/transfer_letter",)),
        Need(("shared/transfer_receipt",)), *CLOSING,
    ),
    Outcome.CRIME: (
        *OPENING, Need(("penalty/decision_approval",)), Need(("shared/crime_report",)),
        Need(("shared/crime_transfer",)), Need(("shared/crime_receipt",)), *CLOSING,
    ),
    Outcome.WITHDRAW: (*OPENING, Need(("penalty/filing_withdrawal",)), *CLOSING),
    Outcome.TERMINATED: (*OPENING, Need(("penalty/termination",)), *CLOSING),
}  # fmt: skip
"""What each outcome needs; while nothing is decided, a penalty is assumed."""


def check(case: Case, documents: Iterable[Document]) -> list[NeedLine]:
    """Return every need of a case with what is there (齐全性检查)."""
    papers = gather(case, documents)
    needs = MATRIX[case.outcome or Outcome.PENALTY]
    lines = [_line(need, papers) for need in needs if need.when(papers)]
    return [*_distinct(lines), *_receipts(papers)]


def gather(case: Case, documents: Iterable[Document]) -> Papers:
    """Sort the papers of a case by kind."""
    final: dict[str, tuple[Document, ...]] = {}
    drafts = set()
    for document in documents:
        if document.is_final:
            final[document.address] = (*final.get(document.address, ()), document)
        elif document.state is DocumentState.DRAFT:
            drafts.add(document.address)
    served = {
        int(one) for receipt in final.get(RECEIPT, ()) for one in receipt.values_served
        if str(one).isdigit()
    }  # fmt: skip
    return Papers(case, final, frozenset(drafts), frozenset(served))


def missing(lines: Sequence[NeedLine]) -> int:
    """Count what is not there."""
    return sum(line.presence is not Presence.PRESENT for line in lines)


def _line(need: Need, papers: Papers) -> NeedLine:
    kinds = [DOCUMENTS[address] for address in need.addresses]
    title = "或者".join(kind.title for kind in kinds)
    codes = "/".join(kind.code for kind in kinds)
    if papers.has(*need.addresses):
        return NeedLine(title, codes, Presence.PRESENT)
    if need.instead(papers):
        return NeedLine(title, codes, Presence.PRESENT, need.excuse)
    if papers.drafts.intersection(need.addresses):
        return NeedLine(title, codes, Presence.DRAFT)
    return NeedLine(title, codes, _absent(papers.case))


def _receipts(papers: Papers) -> list[NeedLine]:
    """Every paper that acts on the party needs a proof of service (送达回证)."""
    lines = []
    for address, documents in papers.final.items():
        if not DOCUMENTS[address].receipt:
            continue
        proven = all(one.id in papers.served for one in documents)
        presence = Presence.PRESENT if proven else _absent(papers.case)
        lines.append(NeedLine(f"{DOCUMENTS[address].title}的送达回证", "TY-05", presence))
    return lines


def _absent(case: Case) -> Presence:
    return Presence.MISSING if case.status in FINISHED else Presence.AHEAD


def _distinct(lines: Sequence[NeedLine]) -> list[NeedLine]:
    return list({(line.title, line.codes): line for line in lines}.values())
