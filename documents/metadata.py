"""What a document is (文书元数据): the file beside its template, ``<address>.json``.

Everything the platform must know of a kind of document stands there, so that no code names an
address: which number, signatures and seal it carries, where it lies in the dossier, who gets it,
what it does in the law and when a dossier needs it. ``reading`` takes it from the file.
"""

from dataclasses import dataclass
from enum import StrEnum

FRONT, BACK = "正", "副"
"""正卷 may be read by the party, 副卷 stays inside."""


class Kind(StrEnum):
    """How a document is set (版式): the base of its template."""

    LETTER = "letter"
    APPROVAL = "approval"
    FORM = "form"
    RECORD = "record"
    COVER = "cover"
    CONTENTS = "contents"


class NumberFrom(StrEnum):
    """Where the number comes from (文号来源)."""

    NONE = "none"
    SERIES = "series"
    LEAD = "lead"
    MATTER = "matter"


class SealedBy(StrEnum):
    """How the seal gets onto it (用印): on approval where the body says so, or by the keeper."""

    NONE = "none"
    APPROVAL = "approval"
    KEEPER = "keeper"


class Purpose(StrEnum):
    """What the platform itself does with a document (用途)."""

    RECEIPT = "receipt"
    """Proves the service of others (送达回证)."""
    AMENDMENT = "amendment"
    """Corrects slips of another (补正)."""
    EVIDENCE = "evidence"
    """Evidence files stand in the dossier where it stands (证据材料)."""
    COVER = "cover"
    CONTENTS = "contents"
    REMARKS = "remarks"


@dataclass(frozen=True)
class Condition:
    """What another final document must say; without a field it only has to be there."""

    document: str
    field: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Needed:
    """When a dossier that lists the document needs it (齐全性条件)."""

    when: tuple[Condition, ...] = ()
    """One of these must hold; none: always."""
    unless: tuple[Condition, ...] = ()
    """Each of these makes it unnecessary."""
    excuse: str = ""
    """Why it is not there then, for the reader of the dossier."""


@dataclass(frozen=True)
class Copies:
    """What becomes of the copies of a letter (份数)."""

    first: str = "送达当事人"
    others: str = "备查"
    label: str = ""
    """What the note on copies calls the letter: 决定书, 通知书."""


@dataclass(frozen=True)
class DocumentType:
    """One kind of document (文书)."""

    address: str
    code: str
    title: str
    kind: Kind
    volume: str
    order: int
    """Place inside the volume."""
    series: str | None = None
    """类别字 of the number; None: the case number only."""
    number_from: NumberFrom = NumberFrom.NONE
    external: bool = False
    """Acts on the party or another body (外), or stays in the file (内)."""
    signatures: tuple[str, ...] = ()
    """Slots signed by hand or certificate: party, officers, unit_head, head, reviewer, …"""
    signed_by: tuple[str, ...] = ()
    """Form fields that name who signs from outside, the first filled one counts; else the party."""
    seal: SealedBy = SealedBy.NONE
    receipt: bool = False
    """Needs a proof of service (送达回证)."""
    decides: str = ""
    """What it decides: penalty, no_penalty …; empty: it is no decision."""
    purposes: frozenset[Purpose] = frozenset()
    needed: Needed = Needed()
    copies: Copies = Copies()
    basis: tuple[str, ...] = ()

    @property
    def is_signed_by_both(self) -> bool:
        """Tell whether both handlers sign it, where its form names no officers (承办人签名).

        Papers inside the body, and those that act by its seal, are signed by who submits them.
        """
        is_open = self.volume == FRONT and self.seal is SealedBy.NONE
        return is_open and "officers" in self.signatures

    def as_context(self) -> dict[str, str]:
        """Return what templates may know of their own kind."""
        return {"title": self.title, "code": self.code, "series": self.series or ""}
