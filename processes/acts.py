"""Act codes (执法行为代码): what a step of a procedure is, whatever its element is called.

Safeguards attach to acts, never to task ids, so that a diagram may be rearranged and loses none.
Each act has a binding: the roles that may carry it and the documents that record it, so that
relabelling a task cannot fake an act. The order is that of the ordinary penalty procedure.
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


def _act(code: str, title: str, roles: str, documents: str = "", awaits: str | None = None) -> Act:
    return Act(code, title, tuple(roles.split()), tuple(documents.split()), awaits)


_ACTS = (
    # 案源、立案与案件事项
    _act("case.intake", "案源登记", "intake", "penalty/lead_register"),
    _act("case.assign", "线索分办", "unit_head", "penalty/lead_register"),
    _act("case.verify", "线索核查", "officer_lead", "penalty/verification_report"),
    _act("case.verify_opinion", "核查报告审核", "unit_head", "penalty/verification_report"),
    _act("case.file_request", "立案呈报", "officer_lead", "penalty/filing_approval"),
    _act("case.file_opinion", "立案审核", "unit_head", "penalty/filing_approval"),
    _act("case.file", "立案审批", "deputy_head", "penalty/filing_approval"),
    _act("case.nofile", "不予立案告知", "officer_lead", "penalty/filing_declined"),
    _act("case.withdraw_draft", "撤销立案呈报", "officer_lead", "penalty/filing_withdrawal"),
    _act("case.withdraw_opinion", "承办机构意见", "unit_head", "penalty/filing_withdrawal"),
    _act("case.withdraw", "撤销立案审批", "deputy_head", "penalty/filing_withdrawal"),
    _act("case.suspend_draft", "中止调查呈报", "officer_lead", "penalty/suspension"),
    _act("case.suspend_opinion", "承办机构意见", "unit_head", "penalty/suspension"),
    _act("case.suspend", "中止调查审批", "deputy_head", "penalty/suspension"),
    _act("case.resume_draft", "恢复调查呈报", "officer_lead", "penalty/resumption"),
    _act("case.resume", "恢复调查审批", "deputy_head", "penalty/resumption"),
    _act("case.terminate_draft", "终止调查呈报", "officer_lead", "penalty/termination"),
    _act("case.terminate_opinion", "承办机构意见", "unit_head", "penalty/termination"),
    _act("case.terminate", "终止调查审批", "deputy_head", "penalty/termination"),
    _act("case.extend_draft", "延期呈报", "officer_lead", "penalty/extension"),
    _act("case.extend_opinion", "承办机构意见", "unit_head", "penalty/extension"),
    _act("case.extend", "案件办理延期审批", "deputy_head", "penalty/extension"),
    _act("case.verify_extend_draft", "核查延期呈报", "officer_lead", "penalty/matter_approval"),
    _act("case.verify_extend_opinion", "承办机构意见", "unit_head", "penalty/matter_approval"),
    _act("case.verify_extend", "核查延期审批", "deputy_head", "penalty/matter_approval"),
    _act("case.location_off_draft", "关闭定位呈报", "officer_lead", "penalty/matter_approval"),
    _act("case.location_off_opinion", "承办机构意见", "unit_head", "penalty/matter_approval"),
    _act("case.location_off", "关闭定位审批", "deputy_head", "penalty/matter_approval"),
    # 调查取证
    _act("inv.collect", "调查取证", "officer_lead", "penalty/evidence_review"),
    _act("inv.close", "调查终结报告", "officer_lead", "penalty/investigation_report"),
    _act("inv.close_opinion", "终结报告审核", "unit_head", "penalty/investigation_report"),
    _act("inv.id_show", "亮证", "officer_lead"),
    _act("inv.rights_notice", "权利义务告知", "officer_lead", "shared/rights_notice"),
    _act("inv.onsite", "现场笔录", "officer_lead", "shared/site_record"),
    _act("inv.survey", "勘验笔录", "officer_lead", "shared/scene_survey"),
    _act("inv.interview", "询问笔录", "officer_lead", "shared/interview_record"),
    _act("inv.sample", "抽样取证凭证", "officer_lead", "shared/sampling_record"),
    _act("inv.obtain", "证据提取（复制）单", "officer_lead", "shared/evidence_extraction"),
    _act("inv.edata", "电子数据提取笔录", "officer_lead", "shared/edata_record"),
    _act("inv.summon", "询问通知", "officer_lead", "shared/interview_summons"),
    _act("inv.demand", "限期提供材料通知", "officer_lead", "shared/material_order"),
    _act("inv.preserve", "登记保存", "officer_lead", "shared/preservation_notice"),
    _act("inv.preserve_lapse", "保存措施失效解除", "officer_lead", "shared/preservation_disposal"),
    _act(
        "inv.preserve_dispose", "登记保存处理通知", "officer_lead", "shared/preservation_disposal"
    ),
    _act("inv.appraise", "鉴定委托", "officer_lead", "shared/appraisal_commission"),
    _act("inv.appraise_period", "鉴定期间告知", "officer_lead", "shared/appraisal_period"),
    _act("inv.appraise_result", "鉴定结果告知", "officer_lead", "shared/appraisal_result"),
    _act("inv.monitor", "监控记录报审", "officer_lead", "shared/monitor_review"),
    _act("inv.monitor_review", "监控记录审核", "legal_reviewer", "shared/monitor_review"),
    _act("inv.assist", "协助调查函", "officer_lead", "shared/assistance_request"),
    _act("inv.assist_reply", "登记协查结果", "liaison", "shared/assistance_reply", awaits="agency"),
    _act("inv.record_av", "音像记录登记", "officer_lead", "shared/av_log"),
    # 证据审查
    _act("evidence.review", "证据审查", "case_reviewer", "penalty/evidence_review"),
    # 审核
    _act("rev.case", "案件审核", "case_reviewer", "penalty/case_review"),
    _act("rev.legal", "法制审核", "legal_reviewer", "shared/legal_review"),
    _act("rev.legal_sign", "审核意见审签", "legal_head", "shared/legal_review"),
    # 拟处意见
    _act("proposal.draft", "拟处意见呈报", "officer_lead", "penalty/matter_approval"),
    _act("proposal.opinion", "承办机构意见", "unit_head", "penalty/matter_approval"),
    # 负责人批准
    _act("appr.proposal", "拟处意见批准", "deputy_head", "penalty/matter_approval"),
    _act("appr.preserve", "登记保存审批", "deputy_head", "shared/preservation_approval"),
    # 告知
    _act(
        "notice.prior",
        "行政处罚事先告知",
        "officer_lead",
        "penalty/hearing_notice penalty/prior_notice",
    ),
    _act("notice.hearing", "听证告知", "officer_lead", "penalty/hearing_notice"),
    _act(
        "notice.approve", "告知书核准", "unit_head", "penalty/hearing_notice penalty/prior_notice"
    ),
    # 听证
    _act("hear.request", "听证要求登记", "officer_lead", "shared/hearing_request", awaits="party"),
    _act("hear.accept", "听证受理审批", "deputy_head", "penalty/matter_approval"),
    _act("hear.panel", "指定听证人员", "deputy_head", "shared/hearing_panel"),
    _act("hear.refuse", "不予受理通知", "hearing_clerk", "shared/hearing_refusal"),
    _act("hear.notify", "听证会通知", "hearing_clerk", "shared/hearing_notification"),
    _act("hear.announce", "听证公告", "hearing_clerk", "shared/hearing_announcement"),
    _act("hear.hold", "举行听证", "hearing_clerk", "shared/hearing_record"),
    _act("hear.change", "听证变更通知", "hearing_clerk", "shared/hearing_change"),
    _act(
        "hear.change_approve", "听证变更批准", "deputy_head hearing_chair", "shared/hearing_change"
    ),
    _act("hear.report", "听证报告", "hearing_chair", "shared/hearing_report"),
    # 陈述申辩
    _act(
        "defense.receive", "听取陈述申辩", "officer_lead", "penalty/defense_record", awaits="party"
    ),
    _act("defense.review", "陈述申辩复核", "officer_lead", "penalty/defense_review"),
    _act("defense.opinion", "复核意见审核", "unit_head", "penalty/defense_review"),
    # 处理决定
    _act("dec.draft", "处理决定呈报", "officer_lead", "penalty/decision_approval"),
    _act("dec.opinion", "承办机构意见", "unit_head", "penalty/decision_approval"),
    _act("dec.approve", "处理决定审批", "deputy_head", "penalty/decision_approval"),
    _act("dec.penalty", "制作处罚决定书", "officer_lead", "penalty/penalty_decision"),
    _act(
        "dec.sign",
        "决定书签发",
        "deputy_head",
        "penalty/penalty_decision penalty/no_penalty_decision",
    ),
    _act("dec.seal", "用印", "seal_keeper", "penalty/penalty_decision penalty/no_penalty_decision"),
    _act("dec.nopenalty", "制作不予处罚决定书", "officer_lead", "penalty/no_penalty_decision"),
    _act("dec.nofact", "制作不成立决定书", "officer_lead", "penalty/no_penalty_decision"),
    _act("dec.educate", "教育告诫", "officer_lead", "penalty/education_record"),
    # 集体讨论
    _act("panel.discuss", "集体讨论", "recorder", "penalty/panel_discussion"),
    # 履行
    _act("exec.notify", "缴款通知", "officer_lead", "penalty/payment_notice"),
    _act("exec.pay", "缴款登记", "finance", "penalty/treasury_register", awaits="party"),
    _act("exec.defer_request", "延期分期缴纳申请登记", "officer_lead", "penalty/deferral_request"),
    _act("exec.defer_draft", "延期分期缴纳呈报", "officer_lead", "penalty/deferral_approval"),
    _act("exec.defer_opinion", "承办机构意见", "unit_head", "penalty/deferral_approval"),
    _act("exec.defer", "延期分期缴纳审批", "deputy_head", "penalty/deferral_approval"),
    _act("exec.defer_notify", "延期分期缴纳通知", "officer_lead", "penalty/deferral_notice"),
    # 移送
    _act("ref.send", "制作案件移送函", "officer_lead", "shared/transfer_letter"),
    _act("ref.approve", "移送函签发", "deputy_head", "shared/transfer_letter"),
    _act("ref.accept", "登记移送回执", "liaison", "shared/transfer_receipt"),
    # 涉嫌犯罪移送
    _act("crim.report", "涉嫌犯罪移送报告", "officer_lead", "shared/crime_report"),
    _act("crim.approve", "正职负责人审批", "agency_head", "shared/crime_report"),
    _act("crim.transfer", "涉嫌犯罪案件移送", "liaison", "shared/crime_transfer"),
    _act("crim.receipt", "登记公安回执", "liaison", "shared/crime_receipt", awaits="agency"),
    # 送达
    _act("serve.plan", "确定送达方式", "officer_lead", "shared/service_receipt"),
    _act("serve.deliver", "直接送达", "officer_lead", "shared/service_receipt"),
    _act("serve.leave", "留置送达", "officer_lead", "shared/service_receipt"),
    _act("serve.electronic", "电子送达", "officer_lead", "shared/service_receipt"),
    _act("serve.mail", "邮寄送达", "officer_lead", "shared/service_receipt"),
    _act("serve.entrust", "委托或转交送达", "officer_lead", "shared/service_receipt"),
    _act("serve.announce", "公告送达", "officer_lead", "shared/service_announcement"),
    _act("serve.announced", "公告送达登记", "officer_lead", "shared/service_receipt"),
    _act("serve.address", "送达地址确认", "officer_lead", "shared/service_address"),
    _act("serve.consent", "电子送达确认", "officer_lead", "shared/service_consent"),
    # 公示
    _act("pub.decide", "公示信息审核", "publicity", "shared/publication_approval"),
    _act("pub.approve", "公示审批", "deputy_head", "shared/publication_approval"),
    _act("pub.withdraw", "撤回公示审核", "publicity", "shared/publication_withdrawal"),
    _act("pub.withdraw_approve", "撤回公示审批", "deputy_head", "shared/publication_withdrawal"),
    # 结案与归档
    _act("arch.draft", "结案呈报", "officer_lead", "shared/closing_approval"),
    _act("arch.opinion", "承办机构意见", "unit_head", "shared/closing_approval"),
    _act("arch.close", "结案审批", "deputy_head", "shared/closing_approval"),
    _act("arch.compile", "立卷", "officer_lead", "shared/dossier_cover"),
    _act("arch.file", "归档", "archivist", "shared/dossier_remarks"),
    # 文书
    _act(
        "doc.approve",
        "文书核准",
        "unit_head",
        "shared/interview_summons shared/material_order"
        " shared/appraisal_commission shared/assistance_request",
    ),
    _act("doc.amend", "文书补正", "officer_lead", "shared/amendment"),
    _act("doc.amend_approve", "补正核准", "deputy_head", "shared/amendment"),
    # 先行登记保存审批
    _act("preserve.draft", "登记保存呈报", "officer_lead", "shared/preservation_approval"),
    _act("preserve.opinion", "承办机构意见", "unit_head", "shared/preservation_approval"),
    _act("preserve.dispose_draft", "处理意见呈报", "officer_lead", "penalty/matter_approval"),
    _act("preserve.dispose_approve", "处理意见审批", "deputy_head", "penalty/matter_approval"),
    # 回避
    _act("recuse.request", "回避申请登记", "officer_lead", "shared/recusal_request"),
    _act(
        "recuse.decide", "回避决定", "deputy_head agency_head recorder", "shared/recusal_decision"
    ),
    # 责令改正
    _act("order.correct", "责令改正通知", "officer_lead", "shared/correction_order"),
    _act("order.approve", "通知书核准", "unit_head", "shared/correction_order"),
    _act("order.recheck", "改正情况复查", "officer_lead", "shared/recheck_record"),
    # 复议诉讼
    _act("remedy.start", "复议诉讼登记", "officer_lead", "penalty/matter_approval"),
    _act("remedy.acknowledge", "负责人阅批", "deputy_head", "penalty/matter_approval"),
    _act("remedy.result", "复议诉讼结果登记", "officer_lead", "penalty/matter_approval"),
)

ACTS: dict[str, Act] = {act.code: act for act in _ACTS}
