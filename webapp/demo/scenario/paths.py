"""Paths of cases (案件路径): who does what when, step by step, from the lead to the archive."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One thing somebody does: complete the open task of an act, perhaps starting it first."""

    act: str
    when: str
    values: Values = field(default_factory=dict)
    start: str = ""
    """A procedure of the case menu that begins with this step."""
    back: str = ""
    """The node to send the task back to, instead of completing it."""
    optional: bool = False
    """Leave it out when the case does not need it: a hearing, a legal review, a panel."""


Steps = tuple[Step, ...]


def record(procedure: str, act: str, when: str, minutes: int, **values: Any) -> Steps:
    """Return an evidence procedure: certificates shown, then the record."""
    first = Step("inv.id_show", when, start=procedure)
    return (first, Step(act, f"+{minutes}m", values))


def serve(wait: str = "+30m", **values: Any) -> Steps:
    """Return service by hand."""
    return (Step("serve.plan", wait), Step("serve.deliver", "+60m", values))


NOTHING = dict.fromkeys(
    ("kinds", "fine", "confiscation", "goods", "goods_value", "grade", "discretion_reason")
)
"""Leaves the block of an intended penalty out of a form."""

LEAD: Steps = (Step("case.intake", "+0 09:00"), Step("case.assign", "+0 10:30"))
OPENED: Steps = (
    *LEAD,
    Step("case.verify", "+2 15:00"),
    Step("case.verify_opinion", "+1 09:00"),
    Step("case.file_request", "+0 10:00"),
    Step("case.file_opinion", "+0 11:00"),
    Step("case.file", "+0 15:30"),
)
RIGHTS = record("rights_notice", "inv.rights_notice", "+1 09:00", 15)
ONSITE = record("onsite", "inv.onsite", "+0 09:30", 50)
INTERVIEW = record("interview", "inv.interview", "+0 14:30", 50)
OBTAINED = record("obtaining", "inv.obtain", "+0 15:40", 25)
ADDRESS: Steps = (Step("serve.address", "+0 16:30", start="service_address"),)
EVIDENCE: Steps = (*RIGHTS, *ONSITE, *INTERVIEW, *OBTAINED, *ADDRESS)
CORRECTION: Steps = (
    Step("order.correct", "+1 09:00", start="correction"),
    Step("order.approve", "+0 10:00"),
    *serve(),
    Step("inv.id_show", "+5 09:30"),
    Step("order.recheck", "+40m"),
)
PRESERVED: Steps = (
    Step("preserve.draft", "+1 09:00", start="preservation"),
    Step("preserve.opinion", "+0 09:30"),
    Step("appr.preserve", "+0 10:00"),
    Step("inv.id_show", "+0 11:00"),
    Step("inv.preserve", "+40m"),
    *serve(),
    Step("preserve.dispose_draft", "+3 09:30"),
    Step("preserve.dispose_approve", "+0 11:00"),
    Step("inv.preserve_dispose", "+0 15:00"),
    *serve(),
)
SAMPLED: Steps = (
    *record("sampling", "inv.sample", "+1 09:30", 45),
    Step("inv.appraise", "+0 14:00", start="appraisal"),
    Step("doc.approve", "+0 15:00"),
    Step("inv.appraise_period", "+1 09:00"),
    *serve(),
    Step("inv.appraise_result", "+8 10:00"),
    *serve(),
)
REVIEW: Steps = (
    Step("rev.case", "+2 10:00", optional=True),
    Step("rev.legal", "+1 10:00", optional=True),
    Step("rev.legal_sign", "+0 15:00", optional=True),
)
"""Before the notice or after it, as the rule of the field says."""

REVIEWED: Steps = (
    Step("inv.collect", "+2 09:00"),
    Step("evidence.review", "+0 15:00"),
    Step("inv.close", "+2 10:00"),
    Step("inv.close_opinion", "+0 15:00"),
    *REVIEW,
)
NOTIFIED: Steps = (
    Step("proposal.draft", "+1 09:00"),
    Step("proposal.opinion", "+0 10:00"),
    Step("appr.proposal", "+0 15:00"),
    Step("notice.prior", "+1 09:00"),
    Step("notice.approve", "+0 10:00"),
    *serve("+0 14:00"),
)
WAIVED: Steps = (
    Step("hear.request", "+2 09:30", optional=True),
    Step("defense.receive", "+0 10:00"),
)
STATED: Steps = (
    Step("hear.request", "+2 09:30", optional=True),
    Step("defense.receive", "+0 10:00", {"defense": "stated"}),
    Step("defense.review", "+1 09:00"),
    Step("defense.opinion", "+0 11:00"),
)
DECIDED: Steps = (
    *REVIEW,
    Step("dec.draft", "+6 09:00"),
    Step("dec.opinion", "+0 10:00"),
    Step("panel.discuss", "+1 11:00", optional=True),
    Step("dec.approve", "+0 16:00"),
)
ISSUED: Steps = (
    Step("dec.penalty", "+1 09:00"),
    Step("dec.sign", "+0 10:00"),
    Step("dec.seal", "+0 11:00"),
    Step("exec.notify", "+0 14:00"),
    *serve("+1 10:00"),
)
PUBLISHED: Steps = (Step("pub.decide", "+1 09:00"), Step("pub.approve", "+0 10:00"))
PAID: Steps = (Step("exec.pay", "+5 15:00"),)


def archived(result: str = "executed", **values: Any) -> Steps:
    """Return the closing and the archive."""
    return (
        Step("arch.draft", "+2 09:00", {"result": result, **values}),
        Step("arch.opinion", "+0 10:00"),
        Step("arch.close", "+0 15:00"),
        Step("arch.compile", "+2 09:00"),
        Step("arch.file", "+1 10:00"),
    )


def other(suggestion: str, **report: Any) -> Steps:
    """Return the way to a decision that is no penalty, from the evidence on."""
    said = {"suggestion": suggestion, "money": "no", **NOTHING}
    report = {"hearing_scope": "no", "legal_trigger": "no", "serious": "no", **report}
    return (
        Step("inv.collect", "+2 09:00"),
        Step("evidence.review", "+0 15:00"),
        Step("inv.close", "+2 10:00", {**said, **report}),
        Step("inv.close_opinion", "+0 15:00"),
        *REVIEW[:1],
        Step("proposal.draft", "+1 09:00", {"suggestion": suggestion, **NOTHING}),
        Step("proposal.opinion", "+0 10:00"),
        Step("appr.proposal", "+0 15:00", {"proposal": "other", "hearing_scope": "no"}),
        *REVIEW[:1],
        Step(
            "dec.draft",
            "+1 09:00",
            {"suggestion": suggestion, "serious": "no", **NOTHING,
             "defense_result": "拟不给予行政处罚，不需要告知。"},
        ),
        Step("dec.opinion", "+0 10:00"),
        Step("dec.approve", "+0 16:00", {"outcome": suggestion}),
    )  # fmt: skip


MENDED = {"correction": "corrected", "correction_text": None, "correction_due": None,
          "correction_proof": "经本机关责令，{corrected}"}  # fmt: skip
FINED: Steps = (
    *OPENED, *EVIDENCE, *CORRECTION, *REVIEWED, *NOTIFIED, *WAIVED, *DECIDED,
    Step("dec.penalty", "+1 09:00", MENDED), *ISSUED[1:], *PUBLISHED, *PAID, *archived(),
)  # fmt: skip
"""(a) A fine, perhaps with confiscation; the party waives what it may."""

HEARING: Steps = (
    Step("hear.request", "+2 09:30", {"hearing_claimed": "yes"}),
    Step("defense.receive", "+0 10:00", {"defense": "stated"}),
    Step("defense.review", "+1 09:00"),
    Step("defense.opinion", "+0 11:00"),
    Step("hear.accept", "+0 14:00"),
    Step("hear.panel", "+0 15:00"),
    Step("hear.notify", "+1 09:00"),
    *serve(),
    Step("hear.announce", "+1 09:00"),
    Step("hear.hold", "+9 11:40", {"start_at": "@now-120m", "end_at": "@now-5m"}),
    Step("hear.report", "+2 10:00"),
    Step("rev.legal", "+1 10:00"),
    Step("rev.legal_sign", "+0 15:00"),
)
HEARD_WORDS = "当事人提出陈述、申辩并要求听证，听证依法公开举行，所提意见经复核不予采纳。"
TAKEN: Steps = (*OPENED, *RIGHTS, *ONSITE, *INTERVIEW, *OBTAINED)
HEARD_FROM_NOTICE: Steps = (
    *REVIEWED, *NOTIFIED, *HEARING,
    Step("dec.draft", "+1 09:00", {"defense_result": HEARD_WORDS}),
    Step("dec.opinion", "+0 10:00"),
    Step("panel.discuss", "+1 11:00"),
    Step("dec.approve", "+0 16:00"),
    Step("dec.penalty", "+1 09:00", {"defense_response": HEARD_WORDS}),
    *ISSUED[1:], *PUBLISHED, *PAID, *archived(),
)  # fmt: skip
HEARD: Steps = (*TAKEN, *SAMPLED, *HEARD_FROM_NOTICE)
"""(b) A hearing, then a discussion of the heads."""
REFUSED: Steps = (*TAKEN, *CORRECTION, *HEARD_FROM_NOTICE)
"""The same where the party did not correct what it was ordered to (拒不改正)."""

SPARED: Steps = (
    *OPENED, *RIGHTS, *ONSITE, *INTERVIEW, *OBTAINED, *CORRECTION,
    *other("nopenalty"),
    Step("dec.nopenalty", "+1 09:00"),
    Step("dec.sign", "+0 10:00"),
    Step("dec.seal", "+0 11:00"),
    *serve("+0 14:00"),
    Step("dec.educate", "+1 10:00"),
    *archived("nopenalty", execution="不予行政处罚，已对当事人进行教育。",
              outcome_text="不予行政处罚。"),
)  # fmt: skip
"""(c) A first violation, not punished but taught (首违不罚)."""

REINVESTIGATED: Steps = (
    *OPENED, *RIGHTS, *ONSITE, *INTERVIEW, *PRESERVED,
    Step("inv.collect", "+2 09:00"),
    Step("evidence.review", "+0 15:00"),
    Step("inv.close", "+2 10:00"),
    Step("inv.close_opinion", "+0 15:00"),
    Step("rev.case", "+2 10:00", {
        "c3": "problem", "review": "reinvestigate",
        "opinion": "货源和销售数量的证据不足，请补充询问供货人并提取进货单。"}),
    *record("interview", "inv.interview", "+1 09:30", 50, person="郑守仁", role="witness",
            id_number=None, id_kind=None, gender="male", qa=[
                {"q": "你单位供货的数量是多少？", "a": "与进货单一致，都有送货记录。"}]),
    *record("obtaining", "inv.obtain", "+0 14:00", 25),
    *REVIEWED, *NOTIFIED, *STATED,
    Step("dec.draft", "+6 09:00", {"suggestion": "reinvestigate", "serious": "no", **NOTHING,
                                   "defense_result": "当事人对数量提出异议，须补充调查核实。"}),
    Step("dec.opinion", "+0 10:00"),
    Step("dec.approve", "+0 16:00", {
        "outcome": "reinvestigate", "opinion": "当事人提出的数量异议须核实，补充调查后重新告知。"}),
    *record("edata", "inv.edata", "+1 09:30", 60),
    *REVIEWED, *NOTIFIED, *WAIVED, *DECIDED, *ISSUED, *PUBLISHED, *PAID, *archived(),
)  # fmt: skip
"""(d) The review asks for more evidence; after the defense once more, with a new notice."""

CRIME: Steps = (
    *OPENED, *RIGHTS, *ONSITE,
    *record("survey", "inv.survey", "+0 13:30", 50),
    *INTERVIEW[:1], Step("inv.interview", "+50m"),
    *PRESERVED,
    *other("crime", crime_suspected=True, crime_reason="{crime}：{crime_standard}"),
    Step("crim.report", "+30m"),
    Step("crim.approve", "+1 09:30"),
    Step("crim.transfer", "+0 14:00"),
    Step("crim.receipt", "+0 16:30"),
    Step("crim.answer", "+2 10:00"),
    Step("crim.handover", "+0 15:00"),
    *archived("crime", execution="公安机关已经立案，物品和材料已经移交。",
              outcome_text="移送公安机关。"),
)  # fmt: skip
"""(e) A suspected crime goes to the police; it ends with the registered hand-over."""

WITHDRAWN: Steps = (
    *OPENED, *RIGHTS, *ONSITE, *INTERVIEW,
    Step("inv.assist", "+1 09:00", start="assistance"),
    Step("doc.approve", "+0 10:00"),
    Step("inv.assist_reply", "+6 10:00"),
    *other("withdraw"),
    Step("case.withdraw_draft", "+1 09:00"),
    Step("case.withdraw_opinion", "+0 10:00"),
    Step("case.withdraw", "+0 15:00"),
    *archived("withdrawn", execution="撤销立案，无须执行。", outcome_text="撤销立案。"),
)  # fmt: skip
"""(f) The filing is withdrawn."""

DECLINED: Steps = (
    *LEAD,
    Step("case.verify", "+2 15:00", {
        "condition_evidence": False, "suggestion": "nofile",
        "findings": "现场未发现举报所称的情况，票据齐全。",
        "suggestion_reason": "没有证据证明存在违法行为。"}),
    Step("case.verify_opinion", "+1 09:00"),
    Step("case.file_request", "+0 10:00", {
        "suggestion": "nofile", "filing_reasons": "没有证据证明存在违法行为。",
        "opinion": "建议不予立案。"}),
    Step("case.file_opinion", "+0 11:00"),
    Step("case.file", "+0 15:30", {
        "filing": "no", "lead_officer": None, "assist_officer": None,
        "reason": "没有证据证明存在违法行为。", "opinion": "不予立案。"}),
    Step("case.nofile", "+2 10:00"),
)  # fmt: skip
SUSPENDED: Steps = (
    *OPENED, *RIGHTS, *ONSITE, *INTERVIEW,
    Step("case.suspend_draft", "+3 09:00", start="suspension"),
    Step("case.suspend_opinion", "+0 10:00"),
    Step("case.suspend", "+0 15:00"),
    *serve("+1 09:30"),
)  # fmt: skip
RESUMED: Steps = (
    *SUSPENDED,
    Step("case.resume_draft", "+20 09:00"),
    Step("case.resume", "+0 10:00"),
    *serve("+0 14:00"),
    *OBTAINED, *REVIEWED,
)  # fmt: skip
TERMINATED: Steps = (
    *OPENED, *RIGHTS, *ONSITE,
    Step("case.terminate_draft", "+4 09:00", {
        "ground": "person",
        "reason": "当事人因病死亡。经向户籍地派出所查询，没有其他权利义务承受人，调查无法继续。",
    }, start="termination"),
    Step("case.terminate_opinion", "+0 10:00"),
    Step("case.terminate", "+0 15:00"),
    *archived("terminated", execution="调查终止，无须执行。", outcome_text="终止调查。"),
)  # fmt: skip
EXTENDED: Steps = (
    *OPENED, *EVIDENCE,
    Step("case.extend_draft", "+30 09:00", start="extension"),
    Step("case.extend_opinion", "+0 10:00"),
    Step("case.extend", "+0 15:00"),
    *REVIEWED,
)  # fmt: skip
DEFERRED: Steps = (
    *FINED[: -len(PAID) - 5],
    Step("exec.defer_request", "+3 09:00", start="deferral"),
    Step("exec.defer_draft", "+0 10:00"),
    Step("exec.defer_opinion", "+0 11:00"),
    Step("exec.defer", "+0 15:00"),
    Step("exec.defer_notify", "+1 09:00"),
    *serve("+0 14:00"),
)  # fmt: skip
RETURNED: Steps = (
    *OPENED, *EVIDENCE,
    Step("inv.collect", "+2 09:00"),
    Step("evidence.review", "+0 15:00"),
    Step("inv.close", "+2 10:00"),
    Step("inv.close_opinion", "+1 09:30",
         {"opinion": "违法所得的计算没有附明细，请补充后重报。"}, back="report"),
)  # fmt: skip
RECUSED: Steps = (
    *OPENED,
    Step("recuse.request", "+1 09:00", start="recusal"),
    Step("recuse.decide", "+1 10:00"),
    *serve("+0 14:00"),
    *EVIDENCE,
)  # fmt: skip

PATHS: Mapping[str, Steps] = {
    "fined": FINED,
    "heard": HEARD,
    "refused": REFUSED,
    "spared": SPARED,
    "reinvestigated": REINVESTIGATED,
    "crime": CRIME,
    "withdrawn": WITHDRAWN,
    "declined": DECLINED,
    "suspended": SUSPENDED,
    "resumed": RESUMED,
    "terminated": TERMINATED,
    "extended": EXTENDED,
    "deferred": DEFERRED,
    "returned": RETURNED,
    "recused": RECUSED,
}
"""Every path by name; (a) to (f) of the demonstration are the first six."""
