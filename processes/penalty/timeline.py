"""What rests or lengthens the periods of a penalty case (中止、延期、延期分期缴纳)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from engine.clock import ZONE
from engine.deadlines import Pause
from processes import values as read
from processes.entries import Entries, Entry
from processes.events import Event
from processes.facts.money import due_part, parts_of
from processes.parameters import SUSPENDED
from processes.timeline import Extended, paused
from processes.values import ZERO, Values

SEVERAL = 2


def suspensions(entries: Entries) -> Iterator[Pause]:
    """中止：自批准之日起，至恢复之日止."""
    for approved in entries.of("case.suspend"):
        draft = entries.last("case.suspend_draft", until=approved.seq)
        asked = read.day(draft.values, "from_date") if draft else None
        start = max(asked or approved.at.date(), approved.at.date())
        end = None
        resumed = entries.beside(approved, "case.resume")
        if resumed:
            planned = entries.beside(approved, "case.resume_draft")
            end = read.day(planned.values, "resume_on") if planned else None
            end = min(end or resumed.at.date(), resumed.at.date())
        yield from paused(SUSPENDED, start, approved.document, end)


def transfers(entries: Entries) -> Iterator[Pause]:
    """涉嫌犯罪移送：自移送之日起，至公安机关答复之日止（待其结果而中止）."""
    for sent in entries.of("crim.transfer"):
        answer = entries.beside(sent, "crim.answer")
        start = read.day(sent.values, "transferred_at") or sent.at.date()
        end = read.day(answer.values, "answered_on") if answer else None
        yield from paused(SUSPENDED, start, sent.document, end)


def extensions(entries: Entries) -> Iterator[Extended]:
    """核查延期、办案延期：按批准的天数."""
    for act, rule in (("case.verify_extend", "DL-01"), ("case.extend", "DL-02")):
        for approved in entries.of(act):
            draft = entries.last(f"{act}_draft", until=approved.seq)
            length = read.number(draft.values, "days") if draft else None
            if length and approved.document:
                yield Extended(rule, approved.document, length)


def deferrals(entries: Entries) -> Iterator[Extended]:
    """延期、分期缴纳：至最近批准的计划中尚未缴清的一期，逐期计算."""
    granted, plan = _granted(entries)
    if granted is None or not granted.document:
        return
    came = entries.of("exec.pay", after=granted.seq)
    paid = sum((read.money(one.values, "amount") or ZERO for one in came), ZERO)
    due = due_part(plan, paid)
    if due is not None:
        yield Extended("DL-18", granted.document, until=due)


def parts(entries: Entries) -> Iterator[Event]:
    """分期缴纳：批准的每一期各有期限，累计缴足该期之日为缴清；前期未缴的，后期仍各自计算."""
    granted, plan = _granted(entries)
    dues = parts_of(plan) if granted is not None else []
    if granted is None or len(dues) < SEVERAL:
        return
    for number, (due, owed) in enumerate(dues, 1):
        mark, length = f"第{number}期", (due - granted.at.date()).days
        yield Event("part.granted", granted.at, granted.seq, subject=mark, length=length, mark=mark)
        paid = ZERO
        for one in entries.of("exec.pay", after=granted.seq):
            paid += read.money(one.values, "amount") or ZERO
            if paid >= owed:
                on = read.day(one.values, "paid_on") or one.at.date()
                at = datetime.combine(on, time(), ZONE)
                yield Event("part.paid", at, one.seq, day_only=True, subject=mark, mark=mark)
                break


def _granted(entries: Entries) -> tuple[Entry | None, Sequence[Values]]:
    """Return the deferral granted last and its plan: of the head, else the one proposed."""
    granted = entries.last("exec.defer")
    if granted is None or read.text(granted.values, "granted") != "yes":
        return None, ()
    draft = entries.last("exec.defer_draft", until=granted.seq)
    plan = read.rows(granted.values, "plan")
    return granted, plan or (read.rows(draft.values, "plan") if draft else ())


EVENTS = (parts,)
KINDS = ("part.granted", "part.paid")
PAUSES = (suspensions, transfers)
EXTENSIONS = (extensions, deferrals)
