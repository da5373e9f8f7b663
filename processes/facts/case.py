"""The case as the law may look at it (案件事实)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.workdays import NATIONAL, Calendar
from processes import values as read
from processes.clocks import Clock
from processes.entries import Entry
from processes.facts.documents import (
    ConsentFacts,
    CorrectionFacts,
    DocumentFacts,
    PublicationFacts,
    ServiceFacts,
)
from processes.facts.evidence import (
    EvidenceFacts,
    PreservationFacts,
    RecordFacts,
    VisitFacts,
)
from processes.facts.hearing import HearingFacts, HearingRequest
from processes.facts.law import ClauseFacts, ItemFacts
from processes.facts.penalty import DecisionFacts, EarlierFine, ProposalFacts, ReportFacts
from processes.facts.people import BodyFacts, OfficerFacts, PartyFacts, RecusalFacts
from processes.facts.review import DefenseFacts, NoticeFacts, PanelFacts, ReviewFacts
from processes.parameters import MARKET, Parameters
from processes.values import Values


@dataclass(frozen=True)
class TimesFacts:
    """When the act happened and was discovered (违法行为时间). From: case.verify; missing is None.

    `harmful`: it concerns life and health or financial safety and did harm (five years, not two).
    """

    started_on: date | None = None
    ended_on: date | None = None
    discovered_on: date | None = None
    harmful: bool = False

    @classmethod
    def read(cls, values: Values) -> TimesFacts:
        """Read the dates from the verification form."""
        return cls(
            started_on=read.day(values, "act_started_on"),
            ended_on=read.day(values, "act_ended_on"),
            discovered_on=read.day(values, "discovered_on"),
            harmful=read.says(values, "health_or_finance_harm"),
        )


@dataclass(frozen=True)
class CaseFacts:
    """All that the law may look at when a step of a case is about to be completed.

    What comes from registers is said here; what comes from the entries of the case is said at the
    type. Every `at_seq` is the place of an entry in the case (`Entry.seq`).
    """

    #: Registers: the case row, its body, the calendar and the parameters of body and domain pack.
    number: str
    body: BodyFacts
    division: str = ""
    calendar: Calendar = NATIONAL
    parameters: Parameters = MARKET
    archived: bool = False
    item: ItemFacts | None = None
    #: Registers: the items of the violations that the step states apart, in their order.
    items: tuple[ItemFacts | None, ...] = ()
    parties: tuple[PartyFacts, ...] = ()
    #: Registers: every officer, clause and piece of evidence that the submission or the case names.
    officers: Mapping[str, OfficerFacts] = field(default_factory=dict)
    clauses: Mapping[str, ClauseFacts] = field(default_factory=dict)
    evidence: Mapping[str, EvidenceFacts] = field(default_factory=dict)
    #: Registers: the roles of the acting officer in this body, whatever the task asks for.
    actor_roles: frozenset[str] = frozenset()
    #: Registers: the open document of this step, and those that this 送达 is about.
    document: DocumentFacts | None = None
    serving: tuple[DocumentFacts, ...] = ()
    #: Registers: texts that betray a whistle-blower: name, contacts (举报人身份).
    reporter: tuple[str, ...] = ()
    #: Registers: earlier fines still in effect for the same party and item (case search).
    earlier_fines: tuple[EarlierFine, ...] = ()
    #: Registers: decided cases of the same kind against the same party, as they are called.
    earlier_violations: tuple[str, ...] = ()
    #: Registers: names of coercive measures still in force (措施), empty until 行政强制 is built.
    measures: tuple[str, ...] = ()

    #: Entries of the case, oldest first, and the procedure instance of this step.
    history: tuple[Entry, ...] = ()
    instance: str = ""
    scope: tuple[str, ...] = ()
    #: A head approved working in this case without location (关闭定位), 办法 art. 21.
    location_waived: bool = False
    filed: bool = False
    times: TimesFacts = TimesFacts()
    place: str = ""
    #: Handlers now (主办、协办), and everyone who ever investigated.
    handlers: frozenset[str] = frozenset()
    investigators: frozenset[str] = frozenset()
    recusals: tuple[RecusalFacts, ...] = ()
    #: Whom the challenge of this procedure instance is about.
    challenged: str = ""
    records: tuple[RecordFacts, ...] = ()
    visits: tuple[VisitFacts, ...] = ()
    preservations: tuple[PreservationFacts, ...] = ()
    report: ReportFacts | None = None
    proposal: ProposalFacts | None = None
    decision_proposal: ProposalFacts | None = None
    reviews: tuple[ReviewFacts, ...] = ()
    notices: tuple[NoticeFacts, ...] = ()
    defenses: tuple[DefenseFacts, ...] = ()
    hearing_requests: tuple[HearingRequest, ...] = ()
    hearings: tuple[HearingFacts, ...] = ()
    serious: bool = False
    panel: PanelFacts | None = None
    decision: DecisionFacts | None = None
    corrections: tuple[CorrectionFacts, ...] = ()
    services: tuple[ServiceFacts, ...] = ()
    consents: tuple[ConsentFacts, ...] = ()
    publication: PublicationFacts | None = None
    #: A result of a review or suit changed the decision, at this place in the case.
    changed_at: int | None = None
    clocks: tuple[Clock, ...] = ()

    @property
    def here(self) -> tuple[Entry, ...]:
        """Return the entries of this procedure instance (本流程)."""
        return tuple(e for e in self.history if e.instance == self.instance)

    @property
    def act_date(self) -> date | None:
        """Return the day by which the law of the act is chosen: its end."""
        return self.times.ended_on

    @property
    def notice(self) -> NoticeFacts | None:
        """Return the newest prior notice."""
        return self.notices[-1] if self.notices else None

    def done(self, *patterns: str, after: int = -1) -> bool:
        """Tell whether some act was completed after a place in the case."""
        return any(e.seq > after and e.is_(*patterns) for e in self.history)
