"""Act codes (执法行为代码): what a step of a procedure is, whatever its element is called.

Safeguards attach to acts, never to task ids, so that a diagram may be rearranged without losing one.
Each act has a binding: the roles that may carry it and the documents that record it, so that
relabelling a task cannot fake an act. The order is that of ``shared/domain`` procedure A2.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """One kind of step (执法环节) with the roles and documents that may carry it."""

    code: str
    title: str
    roles: tuple[str, ...]
    documents: tuple[str, ...] = ()
    #: Whose answer the step waits for ("party", "agency"); such a wait needs a timer beside it.
    awaits: str | None = None


_ACTS = (
    # 案源、立案与案件事项
    Act("case.intake", "案源登记", roles=("intake",), documents=("penalty/lead_register",)),
    Act("case.assign", "线索分办", roles=("unit_head",), documents=("penalty/lead_register",)),
    Act("case.verify", "线索核查", roles=("officer_lead",), documents=("penalty/verification_report",)),
    Act(
        "case.verify_opinion", "核查报告审核",
        roles=("unit_head",),
        documents=("penalty/verification_report",),
    ),
    Act(
        "case.file_request", "立案呈报",
        roles=("officer_lead",),
        documents=("penalty/filing_approval",),
    ),
    Act("case.file_opinion", "立案审核", roles=("unit_head",), documents=("penalty/filing_approval",)),
    Act("case.file", "立案审批", roles=("deputy_head",), documents=("penalty/filing_approval",)),
    Act("case.nofile", "不予立案告知", roles=("officer_lead",), documents=("penalty/filing_declined",)),
    Act(
        "case.withdraw_draft", "撤销立案呈报",
        roles=("officer_lead",),
        documents=("penalty/filing_withdrawal",),
    ),
    Act(
        "case.withdraw_opinion", "承办机构意见",
        roles=("unit_head",),
        documents=("penalty/filing_withdrawal",),
    ),
    Act(
        "case.withdraw", "撤销立案审批",
        roles=("deputy_head",),
        documents=("penalty/filing_withdrawal",),
    ),
    Act("case.suspend_draft", "中止调查呈报", roles=("officer_lead",), documents=("penalty/suspension",)),
    Act("case.suspend_opinion", "承办机构意见", roles=("unit_head",), documents=("penalty/suspension",)),
    Act("case.suspend", "中止调查审批", roles=("deputy_head",), documents=("penalty/suspension",)),
    Act("case.resume_draft", "恢复调查呈报", roles=("officer_lead",), documents=("penalty/resumption",)),
    Act("case.resume", "恢复调查审批", roles=("deputy_head",), documents=("penalty/resumption",)),
    Act(
        "case.terminate_draft", "终止调查呈报",
        roles=("officer_lead",),
        documents=("penalty/termination",),
    ),
    Act(
        "case.terminate_opinion", "承办机构意见",
        roles=("unit_head",),
        documents=("penalty/termination",),
    ),
    Act("case.terminate", "终止调查审批", roles=("deputy_head",), documents=("penalty/termination",)),
    Act("case.extend_draft", "延期呈报", roles=("officer_lead",), documents=("penalty/extension",)),
    Act("case.extend_opinion", "承办机构意见", roles=("unit_head",), documents=("penalty/extension",)),
    Act("case.extend", "案件办理延期审批", roles=("deputy_head",), documents=("penalty/extension",)),
    Act(
        "case.verify_extend_draft", "核查延期呈报",
        roles=("officer_lead",),
        documents=("penalty/matter_approval",),
    ),
    Act(
        "case.verify_extend_opinion", "承办机构意见",
        roles=("unit_head",),
        documents=("penalty/matter_approval",),
    ),
    Act(
        "case.verify_extend", "核查延期审批",
        roles=("deputy_head",),
        documents=("penalty/matter_approval",),
    ),
    # 调查取证
    Act("inv.collect", "调查取证", roles=("officer_lead",), documents=("penalty/evidence_review",)),
    Act(
        "inv.close", "调查终结报告",
        roles=("officer_lead",),
        documents=("penalty/investigation_report",),
    ),
    Act(
        "inv.close_opinion", "终结报告审核",
        roles=("unit_head",),
        documents=("penalty/investigation_report",),
    ),
    Act("inv.id_show", "亮证", roles=("officer_lead",)),
    Act(
        "inv.rights_notice", "权利义务告知",
        roles=("officer_lead",),
        documents=("shared/rights_notice",),
    ),
    Act("inv.onsite", "现场笔录", roles=("officer_lead",), documents=("shared/site_record",)),
    Act("inv.survey", "勘验笔录", roles=("officer_lead",), documents=("shared/scene_survey",)),
    Act("inv.interview", "询问笔录", roles=("officer_lead",), documents=("shared/interview_record",)),
    Act("inv.sample", "抽样取证凭证", roles=("officer_lead",), documents=("shared/sampling_record",)),
    Act(
        "inv.obtain", "证据提取（复制）单",
        roles=("officer_lead",),
        documents=("shared/evidence_extraction",),
    ),
    Act("inv.edata", "电子数据提取笔录", roles=("officer_lead",), documents=("shared/edata_record",)),
    Act("inv.summon", "询问通知", roles=("officer_lead",), documents=("shared/interview_summons",)),
    Act("inv.demand", "限期提供材料通知", roles=("officer_lead",), documents=("shared/material_order",)),
    Act("inv.preserve", "登记保存", roles=("officer_lead",), documents=("shared/preservation_notice",)),
    Act(
        "inv.preserve_lapse", "保存措施失效解除",
        roles=("officer_lead",),
        documents=("shared/preservation_disposal",),
    ),
    Act(
        "inv.preserve_dispose", "登记保存处理通知",
        roles=("officer_lead",),
        documents=("shared/preservation_disposal",),
    ),
    Act(
        "inv.appraise", "鉴定委托",
        roles=("officer_lead",),
        documents=("shared/appraisal_commission",),
    ),
    Act(
        "inv.appraise_period", "鉴定期间告知",
        roles=("officer_lead",),
        documents=("shared/appraisal_period",),
    ),
    Act(
        "inv.appraise_result", "鉴定结果告知",
        roles=("officer_lead",),
        documents=("shared/appraisal_result",),
    ),
    Act("inv.monitor", "监控记录报审", roles=("officer_lead",), documents=("shared/monitor_review",)),
    Act(
        "inv.monitor_review", "监控记录审核",
        roles=("legal_reviewer",),
        documents=("shared/monitor_review",),
    ),
    Act("inv.assist", "协助调查函", roles=("officer_lead",), documents=("shared/assistance_request",)),
    Act(
        "inv.assist_reply", "登记协查结果",
        roles=("liaison",),
        documents=("shared/assistance_reply",),
        awaits="agency",
    ),
    Act("inv.record_av", "音像记录登记", roles=("officer_lead",), documents=("shared/av_log",)),
    # 证据审查
    Act(
        "evidence.review", "证据审查",
        roles=("case_reviewer",),
        documents=("penalty/evidence_review",),
    ),
    # 审核
    Act("rev.case", "案件审核", roles=("case_reviewer",), documents=("penalty/case_review",)),
    Act("rev.legal", "法制审核", roles=("legal_reviewer",), documents=("shared/legal_review",)),
    Act("rev.legal_sign", "审核意见审签", roles=("legal_head",), documents=("shared/legal_review",)),
    # 拟处意见
    Act(
        "proposal.draft", "拟处意见呈报",
        roles=("officer_lead",),
        documents=("penalty/matter_approval",),
    ),
    Act("proposal.opinion", "承办机构意见", roles=("unit_head",), documents=("penalty/matter_approval",)),
    # 负责人批准
    Act("appr.proposal", "拟处意见批准", roles=("deputy_head",), documents=("penalty/matter_approval",)),
    Act(
        "appr.preserve", "登记保存审批",
        roles=("deputy_head",),
        documents=("shared/preservation_approval",),
    ),
    # 告知
    Act(
        "notice.prior", "行政处罚事先告知",
        roles=("officer_lead",),
        documents=("penalty/hearing_notice", "penalty/prior_notice",),
    ),
    Act("notice.hearing", "听证告知", roles=("officer_lead",), documents=("penalty/hearing_notice",)),
    Act(
        "notice.approve", "告知书核准",
        roles=("unit_head",),
        documents=("penalty/hearing_notice", "penalty/prior_notice",),
    ),
    # 听证
    Act(
        "hear.request", "听证要求登记",
        roles=("officer_lead",),
        documents=("shared/hearing_request",),
        awaits="party",
    ),
    Act("hear.accept", "听证受理审批", roles=("deputy_head",), documents=("penalty/matter_approval",)),
    Act("hear.panel", "指定听证人员", roles=("deputy_head",), documents=("shared/hearing_panel",)),
    Act("hear.refuse", "不予受理通知", roles=("hearing_clerk",), documents=("shared/hearing_refusal",)),
    Act(
        "hear.notify", "听证会通知",
        roles=("hearing_clerk",),
        documents=("shared/hearing_notification",),
    ),
    Act(
        "hear.announce", "听证公告",
        roles=("hearing_clerk",),
        documents=("shared/hearing_announcement",),
    ),
    Act("hear.hold", "举行听证", roles=("hearing_clerk",), documents=("shared/hearing_record",)),
    Act("hear.change", "听证变更通知", roles=("hearing_clerk",), documents=("shared/hearing_change",)),
    Act("hear.report", "听证报告", roles=("hearing_chair",), documents=("shared/hearing_report",)),
    # 陈述申辩
    Act(
        "defense.receive", "听取陈述申辩",
        roles=("officer_lead",),
        documents=("penalty/defense_record",),
        awaits="party",
    ),
    Act("defense.review", "陈述申辩复核", roles=("officer_lead",), documents=("penalty/defense_review",)),
    Act("defense.opinion", "复核意见审核", roles=("unit_head",), documents=("penalty/defense_review",)),
    # 处理决定
    Act("dec.draft", "处理决定呈报", roles=("officer_lead",), documents=("penalty/decision_approval",)),
    Act("dec.opinion", "承办机构意见", roles=("unit_head",), documents=("penalty/decision_approval",)),
    Act("dec.approve", "处理决定审批", roles=("deputy_head",), documents=("penalty/decision_approval",)),
    Act("dec.penalty", "制作处罚决定书", roles=("officer_lead",), documents=("penalty/penalty_decision",)),
    Act(
        "dec.sign", "决定书签发",
        roles=("deputy_head",),
        documents=("penalty/penalty_decision", "penalty/no_penalty_decision",),
    ),
    Act(
        "dec.seal", "用印",
        roles=("seal_keeper",),
        documents=("penalty/penalty_decision", "penalty/no_penalty_decision",),
    ),
    Act(
        "dec.nopenalty", "制作不予处罚决定书",
        roles=("officer_lead",),
        documents=("penalty/no_penalty_decision",),
    ),
    Act(
        "dec.nofact", "制作不成立决定书",
        roles=("officer_lead",),
        documents=("penalty/no_penalty_decision",),
    ),
    Act("dec.educate", "教育告诫", roles=("officer_lead",), documents=("penalty/education_record",)),
    # 集体讨论
    Act("panel.discuss", "集体讨论", roles=("recorder",), documents=("penalty/panel_discussion",)),
    # 履行
    Act("exec.notify", "缴款通知", roles=("officer_lead",), documents=("penalty/payment_notice",)),
    Act(
        "exec.pay", "缴款登记",
        roles=("finance",),
        documents=("penalty/treasury_register",),
        awaits="party",
    ),
    Act(
        "exec.defer_request", "延期分期缴纳申请登记",
        roles=("officer_lead",),
        documents=("penalty/deferral_request",),
    ),
    Act(
        "exec.defer_draft", "延期分期缴纳呈报",
        roles=("officer_lead",),
        documents=("penalty/deferral_approval",),
    ),
    Act(
        "exec.defer_opinion", "承办机构意见",
        roles=("unit_head",),
        documents=("penalty/deferral_approval",),
    ),
    Act("exec.defer", "延期分期缴纳审批", roles=("deputy_head",), documents=("penalty/deferral_approval",)),
    Act(
        "exec.defer_notify", "延期分期缴纳通知",
        roles=("officer_lead",),
        documents=("penalty/deferral_notice",),
    ),
    # 移送
    Act("ref.send", "制作案件移送函", roles=("officer_lead",), documents=("shared/transfer_letter",)),
    Act("ref.approve", "移送函签发", roles=("deputy_head",), documents=("shared/transfer_letter",)),
    Act("ref.accept", "登记移送回执", roles=("liaison",), documents=("shared/transfer_receipt",)),
    # 涉嫌犯罪移送
    Act("crim.report", "涉嫌犯罪移送报告", roles=("officer_lead",), documents=("shared/crime_report",)),
    Act("crim.approve", "正职负责人审批", roles=("agency_head",), documents=("shared/crime_report",)),
    Act("crim.transfer", "涉嫌犯罪案件移送", roles=("liaison",), documents=("shared/crime_transfer",)),
    Act(
        "crim.receipt", "登记公安回执",
        roles=("liaison",),
        documents=("shared/crime_receipt",),
        awaits="agency",
    ),
    # 送达
    Act("serve.plan", "确定送达方式", roles=("officer_lead",), documents=("shared/service_receipt",)),
    Act("serve.deliver", "直接送达", roles=("officer_lead",), documents=("shared/service_receipt",)),
    Act("serve.leave", "留置送达", roles=("officer_lead",), documents=("shared/service_receipt",)),
    Act("serve.electronic", "电子送达", roles=("officer_lead",), documents=("shared/service_receipt",)),
    Act("serve.mail", "邮寄送达", roles=("officer_lead",), documents=("shared/service_receipt",)),
    Act("serve.entrust", "委托或转交送达", roles=("officer_lead",), documents=("shared/service_receipt",)),
    Act(
        "serve.announce", "公告送达",
        roles=("officer_lead",),
        documents=("shared/service_announcement",),
    ),
    Act(
        "serve.announced", "公告送达登记",
        roles=("officer_lead",),
        documents=("shared/service_receipt",),
    ),
    Act("serve.address", "送达地址确认", roles=("officer_lead",), documents=("shared/service_address",)),
    Act("serve.consent", "电子送达确认", roles=("officer_lead",), documents=("shared/service_consent",)),
    # 公示
    Act("pub.decide", "公示信息审核", roles=("publicity",), documents=("shared/publication_approval",)),
    Act("pub.approve", "公示审批", roles=("deputy_head",), documents=("shared/publication_approval",)),
    Act(
        "pub.withdraw", "撤回公示审核",
        roles=("publicity",),
        documents=("shared/publication_withdrawal",),
    ),
    Act(
        "pub.withdraw_approve", "撤回公示审批",
        roles=("deputy_head",),
        documents=("shared/publication_withdrawal",),
    ),
    # 结案与归档
    Act("arch.draft", "结案呈报", roles=("officer_lead",), documents=("shared/closing_approval",)),
    Act("arch.opinion", "承办机构意见", roles=("unit_head",), documents=("shared/closing_approval",)),
    Act("arch.close", "结案审批", roles=("deputy_head",), documents=("shared/closing_approval",)),
    Act("arch.compile", "立卷", roles=("officer_lead",), documents=("shared/dossier_cover",)),
    Act("arch.file", "归档", roles=("archivist",), documents=("shared/dossier_remarks",)),
    # 文书
    Act(
        "doc.approve", "文书核准",
        roles=("unit_head",),
        documents=(
            "shared/interview_summons",
            "shared/material_order",
            "shared/appraisal_commission",
            "shared/assistance_request",
        ),
    ),
    Act("doc.amend", "文书补正", roles=("officer_lead",), documents=("shared/amendment",)),
    Act("doc.amend_approve", "补正核准", roles=("deputy_head",), documents=("shared/amendment",)),
    # 先行登记保存审批
    Act(
        "preserve.draft", "登记保存呈报",
        roles=("officer_lead",),
        documents=("shared/preservation_approval",),
    ),
    Act(
        "preserve.opinion", "承办机构意见",
        roles=("unit_head",),
        documents=("shared/preservation_approval",),
    ),
    Act(
        "preserve.dispose_draft", "处理意见呈报",
        roles=("officer_lead",),
        documents=("penalty/matter_approval",),
    ),
    Act(
        "preserve.dispose_approve", "处理意见审批",
        roles=("deputy_head",),
        documents=("penalty/matter_approval",),
    ),
    # 回避
    Act("recuse.request", "回避申请登记", roles=("officer_lead",), documents=("shared/recusal_request",)),
    Act(
        "recuse.decide", "回避决定",
        roles=("deputy_head", "agency_head",),
        documents=("shared/recusal_decision",),
    ),
    # 责令改正
    Act("order.correct", "责令改正通知", roles=("officer_lead",), documents=("shared/correction_order",)),
    Act("order.approve", "通知书核准", roles=("unit_head",), documents=("shared/correction_order",)),
    Act("order.recheck", "改正情况复查", roles=("officer_lead",), documents=("shared/recheck_record",)),
    # 复议诉讼
    Act("remedy.start", "复议诉讼登记", roles=("officer_lead",), documents=("penalty/matter_approval",)),
    Act(
        "remedy.acknowledge", "负责人阅批",
        roles=("deputy_head",),
        documents=("penalty/matter_approval",),
    ),
    Act(
        "remedy.result", "复议诉讼结果登记",
        roles=("officer_lead",),
        documents=("penalty/matter_approval",),
    ),
)

ACTS: dict[str, Act] = {act.code: act for act in _ACTS}
