"""The acts that several procedures share (共用环节): evidence, hearing, service, publicity."""

from processes.acts import Act, Given, Link, Says, Tag, act, approval, each_with

MATTER = "penalty/matter_approval"
RECEIPT = "shared/service_receipt"
RECORDED = (Tag.VISIT, Tag.RECORD, Tag.SIGNED)
MET = (Tag.VISIT, Tag.SIGNED)
CLOSED = Says("closing.ready")

# 调查取证
EVIDENCE = tuple(each_with((Tag.WITH_OFFICERS, Tag.INVESTIGATION), (
    act("inv.id_show", "亮证", "officer_lead", alias="id_show"),
    act("inv.rights_notice", "权利义务告知", "officer_lead", "shared/rights_notice", *MET),
    act("inv.onsite", "现场笔录", "officer_lead", "shared/site_record", *RECORDED,
        alias="site_record"),
    act("inv.survey", "勘验笔录", "officer_lead", "shared/scene_survey", *RECORDED),
    act("inv.interview", "询问笔录", "officer_lead", "shared/interview_record", *RECORDED,
        alias="interview"),
    act("inv.sample", "抽样取证凭证", "officer_lead", "shared/sampling_record", *MET,
        alias="sampling"),
    act("inv.obtain", "证据提取（复制）单", "officer_lead", "shared/evidence_extraction", *MET),
    act("inv.edata", "电子数据提取笔录", "officer_lead", "shared/edata_record", *MET),
    act("inv.summon", "询问通知", "officer_lead", "shared/interview_summons"),
    act("inv.demand", "限期提供材料通知", "officer_lead", "shared/material_order"),
    act("inv.preserve", "登记保存", "officer_lead", "shared/preservation_notice", *MET,
        alias="preservation",
        events=(Says("preservation.made", on=("start_at",), subject=True),)),
    act("inv.preserve_lapse", "保存措施失效解除", "officer_lead", "shared/preservation_disposal",
        Tag.SIGNED, events=(Says("preservation.closed", on=("released_at",), subject=True),)),
    act("inv.preserve_dispose", "登记保存处理通知", "officer_lead",
        "shared/preservation_disposal", Tag.SIGNED, alias="preservation_disposal",
        events=(Says("preservation.closed", subject=True),)),
    act("inv.appraise", "鉴定委托", "officer_lead", "shared/appraisal_commission",
        alias="appraisal"),
    act("inv.appraise_period", "鉴定期间告知", "officer_lead", "shared/appraisal_period",
        alias="appraisal_period"),
    act("inv.appraise_result", "鉴定结果告知", "officer_lead", "shared/appraisal_result",
        alias="appraisal_result"),
    act("inv.monitor", "监控记录报审", "officer_lead", "shared/monitor_review", alias="monitor"),
    act("inv.assist", "协助调查函", "officer_lead", "shared/assistance_request",
        alias="assistance"),
    act("inv.record_av", "音像记录登记", "officer_lead", "shared/av_log"),
)))  # fmt: skip

# 审核与登记，不由调查人员办理
REVIEW = (
    act("inv.monitor_review", "监控记录审核", "legal_reviewer", "shared/monitor_review",
        Tag.WITH_OFFICERS),
    act("inv.assist_reply", "登记协查结果", "liaison", "shared/assistance_reply",
        Tag.WITH_OFFICERS, awaits="agency",
        events=(Says("assistance.answered", on=("received_on",), subject=True),)),
    act("evidence.share", "证据共用", "officer_lead", "shared/shared_record"),
    act("rev.legal", "法制审核", "legal_reviewer", "shared/legal_review",
        alias="legal_review review", events=(Says("review.submitted", on=("received_on",)),)),
    act("rev.legal_sign", "审核意见审签", "legal_head", "shared/legal_review",
        events=(Says("review.given"),)),
)  # fmt: skip

# 先行登记保存、定位、文书、回避、责令改正
MATTERS = (
    *approval(
        "appr.preserve", "登记保存", "shared/preservation_approval",
        draft=Link("preserve.draft", alias="preservation_request"),
        opinion=Link("preserve.opinion"),
    ),
    *approval(
        "preserve.dispose_approve", "处理意见", MATTER, opinion=None,
        draft=Link("preserve.dispose_draft", request="preservation_disposal"),
    ),
    *approval("case.location_off", "关闭定位", MATTER, draft=Link(request="location_off")),
    act("doc.approve", "文书核准", "unit_head",
        "shared/interview_summons shared/material_order"
        " shared/appraisal_commission shared/assistance_request",
        events=(Says("assistance.asked", subject=True,
                     given=Given(("inv.*",), "inv.assist", beside=True)),)),
    act("doc.amend", "文书补正", "officer_lead", "shared/amendment", alias="amendment"),
    act("doc.amend_approve", "补正核准", "deputy_head", "shared/amendment"),
    act("recuse.request", "回避申请登记", "officer_lead", "shared/recusal_request", Tag.SIGNED,
        alias="recusal"),
    act("recuse.decide", "回避决定", "deputy_head agency_head recorder",
        "shared/recusal_decision", Tag.REPLACING),
    act("order.correct", "责令改正通知", "officer_lead", "shared/correction_order",
        Tag.TO_BE_SERVED, alias="correction"),
    act("order.approve", "通知书核准", "unit_head", "shared/correction_order"),
    act("order.recheck", "复查笔录", "officer_lead", "shared/recheck_record", *RECORDED,
        Tag.WITH_OFFICERS, Tag.INVESTIGATION, alias="recheck"),
)  # fmt: skip

# 听证
CLAIMED = {"hearing_claimed": "yes"}
REQUESTED = (
    Says("hearing.requested", on=("posted_on", "requested_on"), when=CLAIMED),
    Says("hearing.waived", when={"hearing_claimed": "no"}),
    Says("hearing.received", on=("requested_on",), when={**CLAIMED, "way": "written"}),
    Says("hearing.received", on=("requested_on",), when={**CLAIMED, "way": "oral"}),
    Says("hearing.received", when={**CLAIMED, "way": "mailed"}),
)
HELD = (
    Says("hearing.held", on=("start_at",), when={"hearing_result": "held"}),
    Says("hearing.closed", on=("end_at",), when={"hearing_result": "held"}),
    Says("hearing.closed", when={"hearing_result": "ended"}),
)
HEARING = (
    act("hear.request", "听证要求登记", "officer_lead", "shared/hearing_request", Tag.SIGNED,
        awaits="party", alias="hearing_request", events=REQUESTED),
    act("hear.accept", "听证受理审批", "deputy_head", MATTER, alias="hearing_acceptance"),
    act("hear.panel", "指定听证人员", "deputy_head", "shared/hearing_panel", Tag.APPOINTING,
        alias="hearing_panel", events=(Says("hearing.appointed"),)),
    act("hear.refuse", "不予受理通知", "hearing_clerk", "shared/hearing_refusal",
        events=(Says("hearing.refused"),)),
    act("hear.notify", "听证会通知", "hearing_clerk", "shared/hearing_notification",
        alias="hearing_notification", events=(Says("hearing.notified", served=True),)),
    act("hear.announce", "听证公告", "hearing_clerk", "shared/hearing_announcement",
        alias="hearing_announcement", events=(Says("hearing.announced", on=("announced_on",)),)),
    act("hear.hold", "举行听证", "hearing_clerk", "shared/hearing_record", Tag.SIGNED,
        alias="hearing hearing_record", events=HELD),
    act("hear.change", "听证变更通知", "hearing_clerk", "shared/hearing_change",
        alias="hearing_change"),
    act("hear.change_approve", "听证变更批准", "deputy_head hearing_chair",
        "shared/hearing_change"),
    act("hear.report", "听证报告", "hearing_chair", "shared/hearing_report",
        alias="hearing_report", events=(Says("review.submitted"),)),
)  # fmt: skip

# 移送
REFERRAL = (
    act("ref.send", "制作案件移送函", "officer_lead", "shared/transfer_letter", alias="transfer"),
    act("ref.approve", "移送函签发", "deputy_head", "shared/transfer_letter",
        events=(Says("case.referred"),)),
    act("ref.accept", "登记移送回执", "liaison", "shared/transfer_receipt",
        alias="transfer_receipt", events=(CLOSED,)),
    act("crim.report", "涉嫌犯罪移送报告", "officer_lead", "shared/crime_report",
        alias="crime_report", events=(Says("crime.reported", on=("reported_at",)),)),
    act("crim.approve", "正职负责人审批", "agency_head", "shared/crime_report",
        events=(Says("crime.approved", when={"crime_approved": "yes"}),
                Says("crime.refused", when={"crime_approved": "no"}))),
    act("crim.transfer", "涉嫌犯罪案件移送", "liaison", "shared/crime_transfer",
        alias="crime_transfer", events=(Says("crime.transferred", on=("transferred_at",)),)),
    act("crim.receipt", "登记公安回执", "liaison", "shared/crime_receipt", awaits="agency",
        alias="crime_receipt", events=(Says("crime.receipted", on=("received_at",)),)),
    act("crim.answer", "登记公安机关立案结果", "liaison", MATTER, awaits="agency",
        alias="crime_answer", events=(
            Says("crime.answered", on=("answered_on",)),
            Says("crime.filed", on=("answered_on",), when={"police_answer": "filed"}),
            Says("closing.ready", on=("answered_on",), when={"police_answer": "filed"}))),
    act("crim.handover", "移交物品及材料", "liaison", "shared/crime_handover",
        alias="crime_handover", events=(Says("crime.handed_over", on=("handed_over_at",)),)),
)  # fmt: skip

# 送达
SERVICE = (
    act("serve.plan", "确定送达方式", "officer_lead", RECEIPT, Tag.PLANNING_SERVICE,
        alias="service service_plan"),
    act("serve.deliver", "直接送达", "officer_lead", RECEIPT, Tag.SIGNED, served_on="served_at"),
    act("serve.leave", "留置送达", "officer_lead", RECEIPT, Tag.WITH_OFFICERS,
        served_on="served_at"),
    act("serve.electronic", "电子送达", "officer_lead", RECEIPT, served_on="arrived_at"),
    act("serve.mail", "邮寄送达", "officer_lead", RECEIPT, served_on="received_on"),
    act("serve.entrust", "委托或转交送达", "officer_lead", RECEIPT, served_on="served_at"),
    act("serve.announce", "公告送达", "officer_lead", "shared/service_announcement",
        alias="announcement", events=(Says("announcement.made", on=("announced_on",),
                                           subject=True, length="days"),)),
    act("serve.announced", "公告送达登记", "officer_lead", RECEIPT, served_on="deemed_on",
        events=(Says("announcement.ended", on=("deemed_on",), subject=True),)),
    act("serve.address", "送达地址确认", "officer_lead", "shared/service_address", Tag.SIGNED,
        alias="service_address"),
    act("serve.consent", "电子送达确认", "officer_lead", "shared/service_consent", Tag.SIGNED,
        alias="service_consent"),
    act("party.mandate", "授权委托登记", "officer_lead", "shared/mandate", Tag.SIGNED),
)  # fmt: skip

# 公示、结案与归档
PUBLICITY = (
    act("pub.decide", "公示信息审核", "publicity", "shared/publication_approval",
        alias="publication"),
    act("pub.approve", "公示审批", "deputy_head", "shared/publication_approval",
        events=(Says("publication.decided"),)),
    act("pub.withdraw", "撤回公示审核", "publicity", "shared/publication_withdrawal"),
    act("pub.withdraw_approve", "撤回公示审批", "deputy_head", "shared/publication_withdrawal",
        events=(Says("publication.withdrawn"),)),
)  # fmt: skip
CLOSING = (
    *approval(
        "arch.close", "结案", "shared/closing_approval",
        draft=Link("arch.draft", tags=(Tag.CLOSING,), alias="closing"),
        opinion=Link("arch.opinion"),
        approve=Link(tags=(Tag.CLOSING, Tag.WHOLE_MATTER), alias="closing_approval",
                     events=(Says("closing.approved"),)),
    ),
    act("arch.compile", "立卷", "officer_lead", "shared/dossier_cover", alias="cover"),
    act("arch.file", "归档", "archivist", "shared/dossier_remarks", Tag.ARCHIVING),
)  # fmt: skip

ACTS: tuple[Act, ...] = (
    *EVIDENCE, *REVIEW, *MATTERS, *HEARING, *REFERRAL, *SERVICE, *PUBLICITY, *CLOSING,
)  # fmt: skip
