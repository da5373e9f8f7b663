"""Records (笔录): true times, one person at a time, signatures, recordings, a minor's guardian."""

from __future__ import annotations

from engine.order import MustFollow
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.acts import Tag, tagged
from processes.facts.people import MAJORITY, age, birth_of
from processes.safeguards.attempt import (
    VISITS,
    Attempt,
    is_,
    name_of,
    named_officers,
    say,
)

#: Acts whose record the party, a witness or another person signs (签名或者盖章).
SIGNED = tagged(Tag.SIGNED)
BETWEEN_PEOPLE = "、，,；;/\n"

LEAVE_A_RECORD = MustFollow(
    "S-G-09",
    VISITS,
    after="inv.id_show",
    until=("arch.close",),
    title="调查检查均有记录",
    basis="《行政处罚法》第四十七条、第五十五条第二款",
    message="有亮证后的调查、检查没有形成记录，请先完成记录再结案",
)


@safeguard(
    "S-G-09",
    acts=("arch.close",),
    basis="《行政处罚法》第四十七条、第五十五条第二款",
)
def each_visit_recorded(attempt: Attempt) -> Refusal | None:
    """Leave no visit on the record of another one (各次调查均有记录)."""
    history = attempt.facts.history
    if LEAVE_A_RECORD.broken(attempt, history):
        return None  # the declaration says so
    shown = [one for one in history if one.is_("inv.id_show")]
    recorded = [one for one in history if one.is_(*VISITS)]
    bare = sum(
        not any(r.seq > one.seq and r.instance == one.instance for r in recorded) for one in shown
    )
    drafted = attempt.facts.entries.last("arch.draft")
    if not bare or (drafted and read.text(drafted.values, "unfinished_reason")):
        return None
    return Refusal(
        f"有{bare}次亮证后的调查、检查没有形成各自的记录，请先完成记录再结案；"
        "确实不能完成的，退回结案呈报写明结束的理由"
    )


@safeguard(
    "S-G-12",
    title="笔录时间不重叠、询问个别进行",
    acts=tagged(Tag.RECORD),
    basis="《行政处罚法》第四十六条；{inv.interview}",
)
def one_place_at_a_time(attempt: Attempt) -> Refusal | None:
    """No officer stands in two records whose times overlap (同一人员笔录时间不得重叠)."""
    start = read.moment(attempt.values, "start_at")
    end = read.moment(attempt.values, "end_at")
    if start is None or end is None or end <= start or end > attempt.at:
        return Refusal(
            "笔录的起止时间不合理，结束时间须晚于开始时间且不晚于现在，请核对",
            fields=("start_at", "end_at"),
        )
    officers = set(named_officers(attempt))
    for record in attempt.facts.records:
        shared = officers & record.officers
        if shared and record.key != attempt.facts.instance and record.overlaps(start, end):
            names = "、".join(sorted(name_of(attempt, officer) for officer in shared))
            return Refusal(
                f"{names}在{record.case}的{record.title}（{say(record.start.date())}"
                f"{record.start:%H:%M}至{record.end:%H:%M}）中时间重叠，请核对时间或者人员",
                fields=("start_at", "end_at", "officers"),
            )
    return None


@safeguard(
    "S-G-12",
    acts=("inv.interview",),
    basis="《行政处罚法》第五十五条；{inv.interview}",
)
def one_person_at_a_time(attempt: Attempt) -> Refusal | None:
    """Interview one person per record (询问应当个别进行)."""
    if any(sign in read.text(attempt.values, "person") for sign in BETWEEN_PEOPLE):
        return Refusal("询问应当个别进行，一份笔录只能询问一人，请分别制作笔录", fields=("person",))
    return None


@safeguard(
    "S-G-13",
    title="签名齐全或者注明情况",
    acts=SIGNED,
    basis="《行政处罚法》第五十五条；{inv.attend}",
)
def signed_or_explained(attempt: Attempt) -> Refusal | None:
    """Require the signature, or the reason for its absence with a witness or a recording (签名)."""
    if not _needs_signature(attempt):
        return None
    signature = read.block(attempt.values, "signature")
    method = read.text(signature, "method")
    if method in ("pad", "paper"):
        if read.text(signature, "file"):
            return None
        return Refusal("缺少签名，请当场签名或者上传签字页", fields=("signature",))
    if method != "refused":
        return Refusal("缺少签名，请由有关人员签名；拒绝签名的，注明情况", fields=("signature",))
    seen = read.text(signature, "witness") or read.text(signature, "av_file")
    if read.text(signature, "reason") and (seen or read.text(attempt.values, "witness")):
        return None
    return Refusal(
        "拒绝签名或者不到场的，须注明情况，并有见证人或者录音、录像，请补充",
        fields=("signature",),
    )


@safeguard("S-G-13", acts=("serve.leave",), basis="《民事诉讼法》第八十九条")
def left_before_a_witness(attempt: Attempt) -> Refusal | None:
    """Leave a document behind only with the refusal noted and seen or recorded (留置送达)."""
    values = attempt.values
    if read.denies(values, "served"):
        return None
    seen = read.text(values, "witness") or read.names(values, "av_files")
    if read.text(values, "refusal_reason") and seen:
        return None
    return Refusal(
        "留置送达须记明拒收事由和日期，并有见证人或者拍照、录像，请补充",
        fields=("refusal_reason", "witness", "av_files"),
    )


def _needs_signature(attempt: Attempt) -> bool:
    values = attempt.values
    if is_(attempt, "hear.hold"):
        return read.text(values, "hearing_result") == "held"
    if is_(attempt, "hear.request"):
        return read.text(values, "hearing_claimed") == "no" or read.text(values, "way") == "oral"
    if is_(attempt, "recuse.request"):
        return read.text(values, "applicant_kind") == "party"
    if is_(attempt, "serve.deliver"):
        return not read.denies(values, "served")
    return True


@safeguard(
    "S-G-10",
    title="听证全程音像记录",
    acts=("hear.hold",),
    basis="国办发〔2018〕118号第（八）项；{hear.hold}",
)
def fully_recorded(attempt: Attempt) -> Refusal | None:
    """Record a hearing in sound and picture throughout; a gap has its reason (全程音像)."""
    values = attempt.values
    if read.text(values, "hearing_result") != "held":
        return None
    if read.names(values, "av_files") or read.text(values, "av_gap_reason"):
        return None
    return Refusal(
        "听证会应当全程音像记录，请上传录音录像；未能记录的，写明原因",
        fields=("av_files", "av_gap_reason"),
    )


@safeguard(
    "S-P-38", title="未成年人依法从宽", acts=("inv.interview",), basis="《行政处罚法》第三十条"
)
def guardian_present(attempt: Attempt) -> Refusal | None:
    """Interview a minor with the guardian present (询问未成年人应当有监护人在场)."""
    birth = birth_of(read.text(attempt.values, "id_number")) or read.day(attempt.values, "birth")
    on = read.day(attempt.values, "start_at") or attempt.at.date()
    if birth is None or age(birth, on) >= MAJORITY or read.text(attempt.values, "guardian"):
        return None
    return Refusal("被询问人未满十八周岁，请通知监护人到场并填写监护人", fields=("guardian",))
