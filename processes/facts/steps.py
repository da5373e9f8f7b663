"""Read report, proposal, reviews, notices, defense and panel from the entries of a case."""

from __future__ import annotations

from datetime import date

from processes import values as read
from processes.acts import papers_of
from processes.entries import Entries, Entry
from processes.facts.penalty import CrimeFacts, PenaltyContent
from processes.facts.review import (
    DefenseFacts,
    NoticeFacts,
    PanelFacts,
    ProposalFacts,
    ReportFacts,
    ReviewFacts,
)
from processes.values import ZERO

TERM = 5


def report(entries: Entries) -> ReportFacts | None:
    """Read the newest investigation report (调查终结报告)."""
    entry = entries.last("inv.close")
    if entry is None:
        return None
    values = entry.values
    return ReportFacts(
        at_seq=entry.seq,
        suggestion=read.text(values, "suggestion"),
        content=PenaltyContent.read(values),
        legal_trigger=read.text(values, "legal_trigger") == "yes",
        serious=read.text(values, "serious") == "yes",
        hearing_scope=read.text(values, "hearing_scope") == "yes",
        crime_suspected=read.says(values, "crime_suspected"),
        gains=read.money(values, "illegal_gains") or ZERO,
        refunded=read.money(values, "refunded") or ZERO,
    )


def crime(entries: Entries) -> CrimeFacts:
    """Read what was said of a crime at any step, and who answered (涉嫌犯罪)."""
    suspected, cleared, filed = [-1], [-1], False
    for entry in entries.of("inv.close", "crim.report", "crim.approve", "crim.answer"):
        values = entry.values
        if entry.is_("crim.report") or read.says(values, "crime_suspected"):
            suspected.append(entry.seq)
        if (
            read.text(values, "crime_approved") == "no"
            or read.text(values, "police_answer") == "notfiled"
        ):
            cleared.append(entry.seq)
        if entry.is_("crim.answer"):
            filed = read.text(values, "police_answer") == "filed"
    reported = entries.last("crim.report") is not None
    return CrimeFacts(max(suspected), max(cleared), reported, filed)


def proposal(entries: Entries) -> ProposalFacts | None:
    """Read the newest proposal and what the head made of it (拟处意见)."""
    return _proposal(entries, "proposal.draft", "appr.proposal", "proposal")


def decision_proposal(entries: Entries) -> ProposalFacts | None:
    """Read the newest proposal of a decision and its outcome (处理决定审批)."""
    return _proposal(entries, "dec.draft", "dec.approve", "outcome")


def _proposal(entries: Entries, draft: str, approval: str, name: str) -> ProposalFacts | None:
    entry = entries.last(draft)
    if entry is None:
        return None
    approved = entries.last(approval, after=entry.seq)
    return ProposalFacts(
        at_seq=entry.seq,
        suggestion=read.text(entry.values, "suggestion"),
        content=PenaltyContent.read(entry.values),
        approved=read.text(approved.values, name) if approved else "",
    )


def reviews(entries: Entries) -> tuple[ReviewFacts, ...]:
    """Read every review; of legal review, complete once the head of the unit signed (审核)."""
    found = []
    for entry in entries.of("rev.case", "rev.legal"):
        legal = entry.is_("rev.legal")
        signed = not legal or entries.beside(entry, "rev.legal_sign") is not None
        found.append(
            ReviewFacts(
                at_seq=entry.seq,
                at=entry.at,
                legal=legal,
                result=read.text(entry.values, "review"),
                reviewer=entry.actor,
                complete=signed,
            )
        )
    return tuple(found)


def notices(entries: Entries) -> tuple[NoticeFacts, ...]:
    """Read every notice with its service; a notice drafted again replaces the returned one."""
    drafts = list(entries.of("notice.prior"))
    found = []
    for position, entry in enumerate(drafts):
        following = drafts[position + 1].seq if position + 1 < len(drafts) else None
        served = _service(entries, entry, following)
        if served is None and following is not None:
            continue
        on, seq = served or (None, 0)
        found.append(
            NoticeFacts(
                at_seq=entry.seq,
                content=PenaltyContent.read(entry.values),
                hearing=entry.is_("notice.hearing"),
                defense_days=read.number(entry.values, "defense_days") or TERM,
                hearing_days=read.number(entry.values, "hearing_days") or TERM,
                served_on=on,
                served_seq=seq,
            )
        )
    return tuple(found)


def _service(entries: Entries, notice: Entry, until: int | None) -> tuple[date, int] | None:
    papers = papers_of("notice.prior")
    for service in entries.services():
        seq = service.entry.seq
        if service.address in papers and seq > notice.seq and (until is None or seq < until):
            return service.on, seq
    return None


def defenses(entries: Entries) -> tuple[DefenseFacts, ...]:
    """Read every answer of the party (陈述申辩)."""
    found = []
    for entry in entries.of("defense.receive"):
        signature = read.block(entry.values, "signature")
        found.append(
            DefenseFacts(
                at_seq=entry.seq,
                stated=read.text(entry.values, "defense") == "stated",
                signed=read.text(signature, "method") in ("pad", "paper"),
                reviewed=entries.last("defense.review", after=entry.seq) is not None,
            )
        )
    return tuple(found)


def panel(entries: Entries, registered: PanelFacts | None) -> PanelFacts | None:
    """Read the newest panel discussion; registers know who still has to sign (集体讨论)."""
    entry = entries.last("panel.discuss")
    if entry is None:
        return None
    return PanelFacts(
        at_seq=entry.seq,
        suggestion=read.text(entry.values, "suggestion"),
        fine=read.money(entry.values, "fine"),
        unsigned=registered.unsigned if registered else (),
    )
