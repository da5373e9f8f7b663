"""The acts of the ordinary penalty procedure and of what may be started beside it (处罚环节)."""

from processes.acts import Act, Given, Link, Says, Tag, act, approval, each_with

VERIFIED = (
    Says("act.ended", on=("act_ended_on",), length=2, when={"health_or_finance_harm": False}),
    Says("act.ended", on=("act_ended_on",), length=5, when={"health_or_finance_harm": True}),
    Says("act.discovered", on=("discovered_on",)),
)
"""《行政处罚法》第三十六条: two years, five where life, health or savings were harmed."""

MATTER = "penalty/matter_approval"
DECISIONS = "penalty/penalty_decision penalty/no_penalty_decision"
NOTICES = "penalty/hearing_notice penalty/prior_notice"


def _reviewed(order: str) -> Given:
    """Return that the report is reviewed before the notice, after it, or either (审核的先后)."""
    return Given(("inv.close",), "inv.close", "review_order", order)


# 案源、立案与案件事项
FILING = (
    act("case.intake", "案源登记", "intake", "penalty/lead_register", Tag.REPLACED,
        alias="lead", events=(Says("lead.received", on=("received_at", "found_on")),)),
    act("case.assign", "线索分办", "unit_head", "penalty/lead_register", Tag.WITH_OFFICERS,
        alias="assignment"),
    act("case.verify", "线索核查", "officer_lead", "penalty/verification_report",
        Tag.WITH_OFFICERS, Tag.INVESTIGATION, Tag.REPLACED, Tag.TIMING,
        alias="verification", events=VERIFIED),
    act("case.verify_opinion", "核查报告审核", "unit_head", "penalty/verification_report"),
    *approval(
        "case.file", "立案", "penalty/filing_approval",
        draft=Link("case.file_request", alias="filing",
                   tags=(Tag.WITH_OFFICERS, Tag.INVESTIGATION, Tag.REPLACED)),
        opinion=Link(title="立案审核"),
        approve=Link(alias="filing_decision", tags=(Tag.WITH_OFFICERS,),
                     events=(Says("case.filed", when={"filing": "yes", "counted_from": None}),
                             Says("case.filed", on=("counted_from",), when={"filing": "yes"}),
                             Says("case.declined", when={"filing": "no"}))),
    ),
    act("case.nofile", "不予立案告知", "officer_lead", "penalty/filing_declined"),
)  # fmt: skip

INTERRUPTION = (
    *approval(
        "case.withdraw", "撤销立案", "penalty/filing_withdrawal",
        draft=Link(alias="withdrawal"),
        approve=Link(events=(Says("case.withdrawn"), Says("closing.ready"))),
    ),
    *approval("case.suspend", "中止调查", "penalty/suspension",
              draft=Link(alias="suspension"), approve=Link(tags=(Tag.WHOLE_MATTER,))),
    *approval("case.resume", "恢复调查", "penalty/resumption", opinion=None,
              draft=Link(alias="resumption"), approve=Link(tags=(Tag.WHOLE_MATTER,))),
    *approval(
        "case.terminate", "终止调查", "penalty/termination",
        draft=Link(alias="termination"),
        approve=Link(tags=(Tag.WHOLE_MATTER,),
                     events=(Says("case.terminated"), Says("closing.ready"))),
    ),
    *approval(
        "case.merge", "并案", "penalty/merger",
        draft=Link(alias="merger"),
        approve=Link(tags=(Tag.WHOLE_MATTER,),
                     events=(Says("case.merged"),)),
    ),
    *approval("case.divide", "另案处理", "penalty/division", draft=Link(alias="division")),
    *approval("case.extend", "案件办理延期", "penalty/extension", draft=Link(alias="extension")),
    *approval("case.verify_extend", "核查延期", MATTER, draft=Link(request="verify_extension")),
    *approval("case.party_add", "追加当事人", MATTER, draft=Link(alias="party_addition")),
)  # fmt: skip

# 调查取证、证据审查、审核、拟处意见
CONCLUSION = (
    *each_with((Tag.WITH_OFFICERS,), (
        act("inv.collect", "调查取证", "officer_lead", "penalty/evidence_review",
            Tag.INVESTIGATION, alias="evidence_list"),
        act("inv.close", "调查终结报告", "officer_lead", "penalty/investigation_report",
            Tag.INVESTIGATION, Tag.CITING, Tag.STATING, Tag.REPLACED, alias="report"),
        act("inv.close_opinion", "终结报告审核", "unit_head", "penalty/investigation_report",
            events=tuple(Says("review.submitted", given=_reviewed(when))
                         for when in ("before", "open"))),
    )),
    act("evidence.review", "证据审查", "case_reviewer", "penalty/evidence_review",
        alias="evidence_review"),
    act("rev.case", "案件审核", "case_reviewer", "penalty/case_review",
        alias="case_review review",
        events=(Says("review.submitted", on=("received_on",)), Says("review.given"))),
    *approval(
        "appr.proposal", "拟处意见", MATTER,
        draft=Link("proposal.draft", tags=(Tag.STATING,), alias="proposal"),
        opinion=Link("proposal.opinion"),
        approve=Link(title="拟处意见批准", alias="proposal_approval"),
    ),
)  # fmt: skip

# 告知、陈述申辩
NOTICE = (
    act("notice.prior", "行政处罚事先告知", "officer_lead", NOTICES,
        Tag.CITING, Tag.STATING, Tag.TO_BE_SERVED, alias="notice",
        events=(Says("notice.served", served=True, length="defense_days"),)),
    act("notice.hearing", "听证告知", "officer_lead", "penalty/hearing_notice",
        alias="hearing_notice",
        events=(Says("hearing_notice.served", served=True, length="hearing_days"),)),
    act("notice.approve", "告知书核准", "unit_head", NOTICES),
    act("defense.receive", "听取陈述申辩", "officer_lead", "penalty/defense_record",
        Tag.WITH_OFFICERS, Tag.INVESTIGATION, Tag.SIGNED, awaits="party",
        alias="defense", events=(Says("defense.received", on=("received_at",)),
                                 Says("review.submitted", when={"defense": "waived"},
                                      given=_reviewed("after")))),
    act("defense.review", "陈述申辩复核", "officer_lead", "penalty/defense_review",
        alias="defense_review"),
    act("defense.opinion", "复核意见审核", "unit_head", "penalty/defense_review",
        events=(Says("review.submitted", given=_reviewed("after")),)),
)  # fmt: skip

# 处理决定
SERVED = Says("decision.served", served=True)
DECISION = (
    *approval(
        "dec.approve", "处理决定", "penalty/decision_approval",
        draft=Link("dec.draft", tags=(Tag.INVESTIGATION, Tag.CITING, Tag.STATING),
                   alias="decision_proposal"),
        opinion=Link("dec.opinion"),
        approve=Link(tags=(Tag.DECIDING,), alias="decision_approval"),
    ),
    act("panel.discuss", "集体讨论", "recorder", "penalty/panel_discussion", alias="panel"),
    *each_with((Tag.DECISION, Tag.CITING, Tag.TO_BE_SERVED), (
        act("dec.penalty", "制作处罚决定书", "officer_lead", "penalty/penalty_decision",
            Tag.STATING, Tag.DECIDING, alias="decision",
            events=(SERVED, Says("fine.served", served=True, when={"money": "yes"}),
                    Says("closing.ready", served=True, when={"money": "no"}))),
        act("dec.nopenalty", "制作不予处罚决定书", "officer_lead", "penalty/no_penalty_decision",
            alias="decision", events=(SERVED,)),
        act("dec.nofact", "制作不成立决定书", "officer_lead", "penalty/no_penalty_decision",
            alias="decision", events=(SERVED, Says("closing.ready", served=True))),
    )),
    act("dec.sign", "决定书签发", "deputy_head", DECISIONS, Tag.DECIDING,
        events=(Says("case.decided"),
                Says("penalty.decided", given=Given(Tag.DECISION, "dec.penalty")))),
    act("dec.seal", "用印", "seal_keeper", DECISIONS, Tag.SEALING),
    act("dec.educate", "教育告诫", "officer_lead", "penalty/education_record",
        Tag.WITH_OFFICERS, Tag.SIGNED, alias="education", events=(Says("closing.ready"),)),
)  # fmt: skip

# 履行、复议诉讼
EXECUTION = (
    act("exec.notify", "缴款通知", "officer_lead", "penalty/payment_notice",
        alias="payment_notice"),
    act("exec.pay", "缴款登记", "finance", "penalty/treasury_register", awaits="party",
        alias="payment", events=(Says("fine.paid", on=("paid_on",), when={"paid": "full"}),
                                 Says("closing.ready", on=("paid_on",), when={"paid": "full"}))),
    act("exec.defer_request", "延期分期缴纳申请登记", "officer_lead", "penalty/deferral_request",
        Tag.SIGNED, alias="deferral_request"),
    *approval("exec.defer", "延期分期缴纳", "penalty/deferral_approval",
              draft=Link(alias="deferral"), approve=Link(alias="deferral_decision")),
    act("exec.defer_notify", "延期分期缴纳通知", "officer_lead", "penalty/deferral_notice"),
    *approval("exec.refund", "退还罚没款", MATTER, opinion=None),
    act("exec.repay", "退还登记", "finance", "penalty/refund_register"),
    act("remedy.start", "复议诉讼登记", "officer_lead", MATTER, alias="remedy",
        events=(Says("remedy.started", on=("received_on",)),)),
    act("remedy.acknowledge", "负责人阅批", "deputy_head", MATTER),
    act("remedy.result", "复议诉讼结果登记", "officer_lead", MATTER, alias="remedy_result",
        events=(Says("decision.changed", on=("result_on",), when={"remedy_result": "changed"},
                     given=Given(("pub.decide", "pub.withdraw_approve"), "pub.decide",
                                 "publish", "yes")),)),
)  # fmt: skip

ACTS: tuple[Act, ...] = (
    *FILING, *INTERRUPTION, *CONCLUSION, *NOTICE, *DECISION, *EXECUTION,
)  # fmt: skip
