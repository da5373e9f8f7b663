"""What a dossier must hold before it is closed (案卷齐全性), by what became of the matter.

Each line of the matrix names the papers of which one suffices; a line counts when one of its papers
is needed, which each says in its metadata: some arise only with a hearing or a defense.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from documents.catalogue import get as type_of
from documents.catalogue import only
from documents.metadata import Condition, DocumentType, Purpose
from processes.catalogue import PROCEDURES
from webapp.dossiers.models import RECEIPTS, Document, DocumentState
from webapp.instances import queries as instances
from webapp.matters.models import Matter, MatterStatus

FINISHED = (MatterStatus.CLOSED, MatterStatus.ARCHIVED)


class Presence(Enum):
    """Whether a paper is there (有无)."""

    PRESENT = "齐全"
    DRAFT = "制作中"
    AHEAD = "待形成"
    MISSING = "缺少"


@dataclass(frozen=True)
class Papers:
    """The papers of a matter by kind, and which were served (案卷材料)."""

    matter: Matter
    final: Mapping[str, tuple[Document, ...]]
    drafts: frozenset[str]
    served: frozenset[int]

    def has(self, kinds: Iterable[DocumentType]) -> bool:
        """Tell whether a final paper of one of these kinds is there."""
        return any(kind.address in self.final for kind in kinds)

    def meets(self, condition: Condition) -> bool:
        """Tell whether a final paper of a kind is there, and says what it has to."""
        papers = self.final.get(condition.document, ())
        if not condition.field:
            return bool(papers)
        return any(one.values.get(condition.field) in condition.values for one in papers)

    def need(self, kind: DocumentType) -> bool:
        """Tell whether a kind of paper is needed."""
        return not kind.needed.when or any(map(self.meets, kind.needed.when))

    def excuse(self, kinds: Iterable[DocumentType]) -> str:
        """Return why a paper need not be there, if something says so."""
        return next((k.needed.excuse for k in kinds if any(map(self.meets, k.needed.unless))), "")


@dataclass(frozen=True)
class NeedLine:
    """A need as it stands (齐全性检查)."""

    title: str
    codes: str
    presence: Presence
    note: str = ""


def check(matter: Matter, documents: Iterable[Document]) -> list[NeedLine]:
    """Return every need of a matter and of its parties, with what is there (齐全性检查)."""
    found, names = list(documents), matter.names_apart
    if not names:
        return _needs(matter, found, matter.ending)
    whose = instances.parties_of(matter.id)
    lines: dict[NeedLine, list[int]] = {}
    for party in names:
        own = [one for one in found if whose.get(one.instance_id) in (None, party)]
        for line in _needs(matter, own, matter.ending_for(party)):
            lines.setdefault(line, []).append(party)
    return [
        line
        if len(parties) == len(names)
        else replace(line, title=f"{line.title}（{'、'.join(names[one] for one in parties)}）")
        for line, parties in lines.items()
    ]


def _needs(matter: Matter, documents: Iterable[Document], ending: str) -> list[NeedLine]:
    papers = gather(matter, documents)
    needs = PROCEDURES[matter.kind].dossier.get(ending, ())
    kinds = [[type_of(address) for address in need] for need in needs]
    lines = [_line(one, papers) for one in kinds if any(map(papers.need, one))]
    return [*_distinct(lines), *_receipts(papers)]


def gather(matter: Matter, documents: Iterable[Document]) -> Papers:
    """Sort the papers of a matter by kind."""
    final: dict[str, tuple[Document, ...]] = {}
    drafts = set()
    for document in documents:
        if document.is_final:
            final[document.address] = (*final.get(document.address, ()), document)
        elif document.state in (DocumentState.DRAFT, DocumentState.SIGNING):
            drafts.add(document.address)
    receipts = (one for address in RECEIPTS for one in final.get(address, ()))
    served = {int(id) for one in receipts for id in one.values_served if str(id).isdigit()}
    return Papers(matter, final, frozenset(drafts), frozenset(served))


def missing(lines: Sequence[NeedLine]) -> int:
    """Count what is not there."""
    return sum(line.presence is not Presence.PRESENT for line in lines)


def _line(kinds: Sequence[DocumentType], papers: Papers) -> NeedLine:
    title = "或者".join(kind.title for kind in kinds)
    codes = "/".join(kind.code for kind in kinds)
    if papers.has(kinds):
        return NeedLine(title, codes, Presence.PRESENT)
    if excuse := papers.excuse(kinds):
        return NeedLine(title, codes, Presence.PRESENT, excuse)
    if any(kind.address in papers.drafts for kind in kinds):
        return NeedLine(title, codes, Presence.DRAFT)
    return NeedLine(title, codes, _absent(papers.matter))


def _receipts(papers: Papers) -> list[NeedLine]:
    """Every paper that acts on the party needs a proof of service (送达回证)."""
    lines = []
    proof = type_of(only(Purpose.RECEIPT))
    for address, documents in papers.final.items():
        kind = type_of(address)
        if not kind.receipt:
            continue
        proven = all(one.id in papers.served for one in documents)
        presence = Presence.PRESENT if proven else _absent(papers.matter)
        lines.append(NeedLine(f"{kind.title}的{proof.title}", proof.code, presence))
    return lines


def _absent(matter: Matter) -> Presence:
    return Presence.MISSING if matter.status in FINISHED else Presence.AHEAD


def _distinct(lines: Sequence[NeedLine]) -> list[NeedLine]:
    return list({(line.title, line.codes): line for line in lines}.values())
