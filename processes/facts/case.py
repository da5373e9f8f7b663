"""The case as the law may look at it (案件事实)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from engine.workdays import Calendar
from processes import values as read
from processes.clocks import Clock
from processes.entries import Entries, Entry
from processes.facts.documents import (
    ConsentFacts,
    CorrectionFacts,
    DeliveryFacts,
    DocumentFacts,
    PublicationFacts,
    ServiceFacts,
    UnsignedFacts,
)
from processes.facts.evidence import (
    EvidenceFacts,
    PreservationFacts,
    RecordFacts,
    VisitFacts,
)
from processes.facts.hearing import HearingFacts, HearingRequest
from processes.facts.law import ClauseFacts, ItemFacts
from processes.facts.money import BalanceFacts
from processes.facts.penalty import CrimeFacts, DecisionFacts, EarlierFine
from processes.facts.people import (
    BodyFacts,
    MatterFacts,
    OfficerFacts,
    PartyFacts,
    RecusalFacts,
)
from processes.facts.review import (
    DefenseFacts,
    NoticeFacts,
    PanelFacts,
    ProposalFacts,
    ReportFacts,
    ReviewFacts,
)
from processes.fields import Binding
from processes.parameters import Parameters
from processes.values import Values

T = TypeVar("T")


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


class RegisterFacts:
    """What only registers know of a case (登记事实)."""

    #: The case row, its body, the calendar and the parameters of body and domain pack.
    number: str
    body: BodyFacts
    division: str
    calendar: Calendar
    parameters: Parameters
    #: The parameters of any day: a clock runs by those of the day it began.
    in_force: Callable[[date], Parameters]
    #: The rules of field and province that bind the body, for citing.
    rules: Binding
    archived: bool
    item: ItemFacts | None
    #: The item under which the case was filed, whatever a form names; empty before.
    item_of_case: str
    #: The items of the violations that the step states apart, in their order.
    items: tuple[ItemFacts | None, ...]
    parties: tuple[PartyFacts, ...]
    #: The day of filing, and the case that this one is to go on in (并案).
    filed_on: date | None
    joined: MatterFacts | None
    #: All parties of the case, also where it is judged as one of them sees it.
    party_ids: frozenset[str]
    #: The parties whose own branch is under way: notice, decision, execution.
    under_way: frozenset[str]
    #: When the papers were last sent to review, whichever party it was about.
    sent_for_review: date | None
    place: str
    #: Every officer, clause and piece of evidence that the law asks for by its id.
    officers: Mapping[str, OfficerFacts]
    clauses: Mapping[str, ClauseFacts]
    evidence: Mapping[str, EvidenceFacts]
    #: The officers that the form names, by field; the kind of the field tells that it names them.
    named: Mapping[str, frozenset[str]]
    #: The roles of the acting officer in this body, whatever the task asks for.
    actor_roles: frozenset[str]
    #: The open document of this step, and those that this 送达 is about.
    document: DocumentFacts | None
    serving: tuple[DocumentFacts, ...]
    #: The log of what this 送达 handed to the post or to the electronic channel.
    delivery: DeliveryFacts | None
    #: Papers of the case that somebody named in them has still to sign.
    unsigned: tuple[UnsignedFacts, ...]
    #: Texts that betray a whistle-blower: name, contacts (举报人身份).
    reporter: tuple[str, ...]
    #: Earlier fines still in effect for the same party and item (case search).
    earlier_fines: tuple[EarlierFine, ...]
    #: Decided cases of the same kind against the same party, as they are called.
    earlier_violations: tuple[str, ...]
    #: Names of coercive measures still in force (措施), empty until 行政强制 is built.
    measures: tuple[str, ...]
    #: Handlers now (主办、协办), and everyone who ever investigated.
    handlers: frozenset[str]
    investigators: frozenset[str]
    #: What waits beside the case and could not be done once it is archived, as it is called.
    unfinished: tuple[str, ...]
    #: Records of this case and of others of the same officers (笔录).
    records: tuple[RecordFacts, ...]
    panel: PanelFacts | None


class LookedUp(Mapping[str, T]):
    """Records of a register by id, read when the law asks for one (按编号查询).

    What is expected to be asked for is read together with the first of them.
    """

    def __init__(
        self, read: Callable[[set[str]], Mapping[str, T]], expected: Iterable[str] = ()
    ) -> None:
        self._read, self._expected = read, set(expected)
        self._known: dict[str, T] = {}
        self._asked: set[str] = set()

    def __getitem__(self, id: str) -> T:
        if id not in self._asked:
            wanted = (self._expected | {id}) - self._asked
            self._asked |= wanted
            self._known.update(self._read(wanted))
        return self._known[id]

    def __iter__(self) -> Iterator[str]:
        return iter([id for id in sorted(self._expected | self._asked) if id in self])

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Registered(RegisterFacts):
    """What the registers know, each fact read when the law first looks at it, and once."""

    def __init__(self, readers: Mapping[str, Callable[[], Any]]) -> None:
        self._readers = readers

    @classmethod
    def of(cls, **known: Any) -> Registered:
        """Return facts that are known already."""
        return cls({name: partial(_same, fact) for name, fact in known.items()})

    def with_(self, **changed: Any) -> Registered:
        """Return the same facts with some of them changed."""
        return Registered({**self._readers, **Registered.of(**changed)._readers})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._readers:
            raise AttributeError(f"no register knows “{name}”")
        fact = self._readers[name]()
        setattr(self, name, fact)
        return fact


class CaseFacts(RegisterFacts):
    """All that the law may look at when a step of a case is about to be completed.

    Nothing is gathered beforehand: a fact is read from registers or entries when a safeguard first
    looks at it, whatever the act. What comes from the entries is said at the type. Every `at_seq`
    is the place of an entry in the case (`Entry.seq`).
    """

    #: Entries of the case, oldest first.
    history: tuple[Entry, ...]
    #: A head approved working in this case without location (关闭定位), 办法 art. 21.
    location_waived: bool
    filed: bool
    times: TimesFacts
    recusals: tuple[RecusalFacts, ...]
    #: Whom the challenge of this procedure instance is about.
    challenged: str
    visits: tuple[VisitFacts, ...]
    preservations: tuple[PreservationFacts, ...]
    report: ReportFacts | None
    crime: CrimeFacts
    proposal: ProposalFacts | None
    decision_proposal: ProposalFacts | None
    reviews: tuple[ReviewFacts, ...]
    notices: tuple[NoticeFacts, ...]
    defenses: tuple[DefenseFacts, ...]
    hearing_requests: tuple[HearingRequest, ...]
    hearings: tuple[HearingFacts, ...]
    serious: bool
    decision: DecisionFacts | None
    corrections: tuple[CorrectionFacts, ...]
    services: tuple[ServiceFacts, ...]
    consents: tuple[ConsentFacts, ...]
    publication: PublicationFacts | None
    #: A result of a review or suit changed the decision, at this place in the case.
    changed_at: int | None
    balance: BalanceFacts
    clocks: tuple[Clock, ...]

    def __init__(
        self,
        registered: Registered,
        readers: Mapping[str, Callable[[CaseFacts], Any]],
        entries: Entries,
        instance: str = "",
        scope: tuple[str, ...] = (),
    ) -> None:
        self.registered, self.entries = registered, entries
        #: The procedure instance of this step and the calls around it.
        self.instance, self.scope = instance, scope
        self._readers = readers

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        reader = self._readers.get(name)
        fact = reader(self) if reader else getattr(self.registered, name)
        setattr(self, name, fact)
        return fact

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


def _same(fact: T) -> T:
    return fact
