"""Service of documents (送达): consent before electronic ways, public notice as the last resort."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from engine.errors import CalendarMissing
from engine.order import MustFollow, MustPrecede
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.acts import Tag, papers_of, serving, tagged
from processes.clocks import current
from processes.safeguards.attempt import DECISIONS, Attempt, say

DELIVERING = tuple(serving())
#: When a paper was first handed over, posted, sent or announced, as typed (送达时间).
DONE_AT = ("served_at", "sent_at", "posted_on", "entrusted_on", "announced_on", "received_on")
DECISION_PAPERS = papers_of(*DECISIONS)
#: No holiday puts the end of a period off by more.
LONGEST_REST = timedelta(days=10)
WAYS = {"deliver": "直接送达", "mail": "邮寄送达", "leave": "留置送达", "entrust": "委托送达"}

SERVE_IT = MustFollow(
    "S-G-06",
    DELIVERING,
    after=tagged(Tag.TO_BE_SERVED),
    until=("arch.close",),
    title="对外文书须送达并有回证",
    basis="《行政处罚法》第六十一条",
    message="有对外发生效力的文书尚未送达，请先送达并取得送达回证",
)


@safeguard(
    "S-G-06",
    acts=(*DELIVERING, "serve.announce"),
    basis="《行政处罚法》第四十四条、第六十一条第一款",
)
def not_before_the_paper(attempt: Attempt) -> Refusal | None:
    """Serve no paper before it is final, as the record has it: nobody had it before (定稿在先)."""
    for paper in attempt.facts.serving:
        title, final = paper.title or "文书", paper.final_at
        if final is None:
            return Refusal(f"{title}尚未定稿，不得送达，请先完成审批和用印")
        early = [name for name in DONE_AT if _is_before(attempt, name, final)]
        if early:
            typed = read.text(attempt.values, early[0]).replace("T", " ")
            return Refusal(
                f"{title}于{final:%Y-%m-%d %H:%M}定稿，不得在此之前（{typed}）送达，请核对时间",
                fields=(early[0],),
            )
    return None


def _is_before(attempt: Attempt, name: str, final: datetime) -> bool:
    at, on = read.moment(attempt.values, name), read.day(attempt.values, name)
    if at is not None:
        return at < final.replace(second=0, microsecond=0)
    return on is not None and on < final.date()


PLAN_FIRST = MustPrecede(
    "S-G-08",
    "serve.plan",
    before="serve.announce",
    title="公告送达为最后方式",
    basis="《民事诉讼法》第九十五条",
    message="公告送达前须先确定送达方式并写明理由",
)


@safeguard(
    "S-G-07",
    title="电子送达有书面确认",
    acts=("serve.electronic",),
    basis="《行政处罚法》第六十一条第二款",
)
def consented(attempt: Attempt) -> Refusal | None:
    """Serve electronically only as the signed consent says (电子送达须经当事人书面确认)."""
    channel = read.text(attempt.values, "channel")
    given = [c for c in attempt.facts.consents if c.signed and c.channel == channel]
    if not given or not given[-1].consents:
        return Refusal(
            "当事人没有签订该方式的电子送达确认书，请先办理电子送达确认或者改用其他方式",
            fields=("channel",),
        )
    consent = given[-1]
    if read.text(attempt.values, "address") != consent.address:
        return Refusal(f"送达地址须与确认书一致（{consent.address}）", fields=("address",))
    decision = any(d.address in DECISION_PAPERS for d in attempt.facts.serving)
    if decision and consent.except_decision:
        return Refusal("当事人未同意以电子方式送达决定书，请改用其他方式", fields=("channel",))
    sent = read.moment(attempt.values, "sent_at")
    if sent is not None and sent < consent.at:
        return Refusal("发送时间早于电子送达确认书的签订时间，请核对", fields=("sent_at",))
    return None


@safeguard(
    "S-G-07",
    acts=("serve.plan",),
    basis="《行政处罚法》第六十一条第二款",
)
def consented_before(attempt: Attempt) -> Refusal | None:
    """Choose the electronic way only with the signed consent on file (先有确认书)."""
    if read.text(attempt.values, "method") != "electronic":
        return None
    given = [one for one in attempt.facts.consents if one.signed]
    if given and given[-1].consents:
        return None
    return Refusal(
        "当事人没有签订电子送达确认书，请先办理电子送达确认或者改用其他方式", fields=("method",)
    )


@safeguard("S-G-06", acts=("serve.mail",), basis="《民事诉讼法》第九十一条")
def receipt_counts(attempt: Attempt) -> Refusal | None:
    """Date service by post as the log of the post has it (以邮政回执、投递记录为准)."""
    came_back = read.says(attempt.values, "returned")
    return _as_logged(attempt, "received_on", came_back=came_back)


@safeguard("S-G-07", acts=("serve.electronic",), basis="《民事诉讼法》第九十条；{serve.electronic}")
def arrival_as_logged(attempt: Attempt) -> Refusal | None:
    """Date electronic service as the log of the channel has it (以投递记录为准)."""
    return _as_logged(attempt, "arrived_at", came_back=False)


def _as_logged(attempt: Attempt, field: str, *, came_back: bool) -> Refusal | None:
    log = attempt.facts.delivery
    if log is None:
        if read.denies(attempt.values, "served"):
            return None
        return Refusal("没有投递记录，不能登记为已送达，请退回“确定送达方式”重新交付投递")
    ended = log.returned_at if came_back else log.arrived_at
    if read.denies(attempt.values, "served"):
        if log.arrived_at is None:
            return None
        day = say(log.arrived_at.date())
        return Refusal(
            f"投递记录（{log.number}）载明已于{day}到达，不能登记为未送达", fields=("served",)
        )
    if ended is None:
        return Refusal(
            f"投递记录（{log.number}）中没有到达，目前为{log.state}；到达后再登记，"
            "被退回、遗失的请登记为未送达，也可退回“确定送达方式”改用其他方式",
            fields=(field,),
        )
    typed = read.text(attempt.values, field)
    logged = ended.strftime("%Y-%m-%dT%H:%M" if "T" in typed else "%Y-%m-%d")
    if typed == logged:
        return None
    return Refusal(
        f"投递记录（{log.number}）载明{logged.replace('T', ' ')}到达，"
        f"填写的是{typed.replace('T', ' ') or '空白'}，请更正",
        fields=(field,),
    )


@safeguard("S-G-08", acts=("serve.announce",), basis="《民事诉讼法》第九十五条")
def last_resort(attempt: Attempt) -> Refusal | None:
    """Announce only when whereabouts are unknown or the other ways failed (公告送达的条件)."""
    values = attempt.values
    if not read.text(values, "reason_text"):
        return Refusal("公告送达须记明原因和经过，请填写", fields=("reason_text",))
    days = read.number(values, "days")
    least = attempt.facts.parameters.announcement_days
    if days is not None and days < least:
        return Refusal(f"公告期不得少于{least}日", fields=("days",))
    tried = [s for s in attempt.facts.services if not s.served]
    if not tried:
        return Refusal(
            "案卷中没有送达未成功的记录，请先按已知地址直接、留置或者邮寄送达一次，"
            "未成功的如实登记后再公告",
            fields=("reason",),
        )
    if read.text(values, "reason") != "failed":
        return None
    ids = {document.id for document in attempt.facts.serving}
    failed = {s.way for s in tried if ids & s.documents}
    missing = sorted(attempt.facts.parameters.announcement_after - failed)
    if not missing:
        return None
    ways = "、".join(WAYS.get(way, way) for way in missing)
    return Refusal(f"其他方式无法送达的，才可公告送达；尚无{ways}未成功的记录", fields=("reason",))


@safeguard("S-G-08", acts=("serve.announced",), basis="《民事诉讼法》第九十五条")
def announced_long_enough(attempt: Attempt) -> Refusal | None:
    """Count a document as served only when the announcement has run out (公告期满视为送达)."""
    clock = current(attempt.facts.clocks, "DL-17", attempt.facts.instance)
    if clock is None:
        return Refusal("没有公告送达的记录，请先办理公告送达")
    deemed = read.day(attempt.values, "deemed_on")
    try:
        due = clock.due(attempt.facts.calendar)
    except CalendarMissing as missing:
        earliest = clock.deadline.earliest(attempt.facts.calendar)
        return _around(earliest, deemed, attempt.at.date(), missing.year)
    if due is None:  # it never rests
        return None
    if due >= attempt.at:
        return Refusal(f"公告期至{say(due.date())}届满，届满方可登记送达", fields=("deemed_on",))
    if deemed == due.date():
        return None
    told = say(deemed) if deemed else "空白"
    return Refusal(
        f"公告期至{say(due.date())}届满，即于该日视为送达，填写的是{told}，请更正",
        fields=("deemed_on",),
    )


def _around(earliest: date, deemed: date | None, today: date, year: int) -> Refusal | None:
    """Bound a day of service by what is known while holidays of its year are not (待日历)."""
    if deemed is not None and earliest <= deemed <= min(today, earliest + LONGEST_REST):
        return None
    return Refusal(
        f"公告期不早于{say(earliest)}届满（{year}年放假安排尚未录入，届满日遇节假日顺延），"
        f"填写的是{say(deemed) if deemed else '空白'}，请核对",
        fields=("deemed_on",),
    )
