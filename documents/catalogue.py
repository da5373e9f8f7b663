"""DOCUMENTS: every document by address, with code, title, number series, signatures and place.

Names and series are data, since provinces name them differently. ``order`` sorts inside the
volume: 正卷 as 市监程序 §78 lists it (立案, 决定, 其他文书, 证据, 听证, 财物), 副卷 likewise.
"""

from dataclasses import dataclass

from documents.errors import UnknownDocument

FRONT, BACK = "正", "副"
"""正卷 may be read by the party, 副卷 stays inside."""


@dataclass(frozen=True)
class DocumentType:
    """One kind of document (文书)."""

    address: str
    code: str
    title: str
    series: str | None
    """类别字 of the number; None: the case number only."""
    external: bool
    """Acts on the party or another body (外), or stays in the file (内)."""
    signatures: tuple[str, ...]
    """Slots signed by hand or certificate: party, officers, unit_head, head, reviewer, …"""
    seal: bool
    """Carries the agency's seal."""
    receipt: bool
    """Needs a proof of service (送达回证)."""
    volume: str
    order: int
    tier: int
    basis: str

    def as_context(self) -> dict[str, str]:
        """Return what templates may know of their own kind."""
        return {"title": self.title, "code": self.code, "series": self.series or ""}


def _row(
    address: str, code: str, title: str, series: str, kind: str, signatures: str, place: str,
    tier: int, basis: str,
) -> DocumentType:  # fmt: skip
    """Read one row; ``kind``: 内 or 外 with 章 (seal), 送 (receipt); ``place``: 正310 or 副20."""
    return DocumentType(
        address=address, code=code, title=title, series=series or None, external="外" in kind,
        signatures=tuple(signatures.split()), seal="章" in kind, receipt="送" in kind,
        volume=place[0], order=int(place[1:]), tier=tier, basis=basis,
    )  # fmt: skip


LAW, SJ = "《行政处罚法》", "《市场监督管理行政处罚程序规定》"
GD = "《广东省行政处罚听证程序实施办法》"
PT = "《广东省一体化行政执法平台管理办法》"
CF = "《行政执法机关移送涉嫌犯罪案件的规定》"
JT = "《交通运输行政执法程序规定》"
MS = "《民事诉讼法》"
CHAIN = "officers unit_head head"
RECORD, SEEN = "party officers recorder", "party officers witness recorder"

_LEAD_AND_FILING = (
    _row("penalty/lead_register", "PF-01", "案件来源登记表", "源", "内", "unit_head", "副10", 0,
         f"{SJ}第十八条"),
    _row("penalty/verification_report", "PF-02", "线索核查报告", "", "内", "officers unit_head",
         "副20", 0, f"{SJ}第十八条、第十九条"),
    _row("penalty/filing_approval", "PF-03", "立案审批表", "立", "内", CHAIN, "正100", 0,
         f"{LAW}第五十四条；{SJ}第十九条、第二十条"),
    _row("penalty/filing_declined", "PF-05", "不予立案告知书", "不立告", "外章送", "", "正110", 0,
         f"{SJ}第二十条"),
    _row("penalty/filing_withdrawal", "PF-04", "撤销立案审批表", "", "内", CHAIN, "副510", 0,
         "《农业行政处罚程序规定》第三十一条"),
    _row("shared/recusal_request", "PF-13", "回避申请书", "", "外", "party", "正700", 1,
         f"{LAW}第四十三条"),
    _row("shared/recusal_decision", "PF-14", "回避决定书", "回避", "外章送", "head", "正360", 0,
         f"{LAW}第四十三条"),
)  # fmt: skip

_EVIDENCE = (
    _row("shared/interview_summons", "PF-11", "询问通知书", "询通", "外章送", "", "正330", 1,
         f"{LAW}第五十五条"),
    _row("shared/rights_notice", "PF-12", "权利义务告知书", "", "外", RECORD, "正320", 0,
         f"{SJ}第二十一条；{PT}第三十四条"),
    _row("shared/material_order", "PF-15", "限期提供材料通知书", "限提", "外章送", "", "正331", 1,
         f"{SJ}第三十条"),
    _row("shared/site_record", "PF-16", "现场笔录", "", "外", SEEN, "正410", 0,
         f"{LAW}第五十五条；{SJ}第二十八条"),
    _row("shared/interview_record", "PF-17", "询问笔录", "", "外", RECORD, "正420", 0,
         f"{LAW}第五十五条；{SJ}第二十九条"),
    _row("shared/scene_survey", "PF-18", "勘验笔录", "", "外", SEEN, "正411", 2,
         f"{LAW}第四十六条；{JT}第四十条"),
    _row("shared/sampling_record", "PF-19", "抽样取证凭证", "抽", "外", "party officers",
         "正460", 0,
         f"{LAW}第五十六条；{SJ}第三十一条"),
    _row("shared/preservation_approval", "PF-20", "先行登记保存证据审批表", "", "内", CHAIN,
         "副530", 0, f"{LAW}第五十六条；{SJ}第三十三条"),
    _row("shared/preservation_notice", "PF-21", "先行登记保存证据通知书", "登存", "外章送",
         "party officers", "正340", 0, f"{LAW}第五十六条；{SJ}第三十四条"),
    _row("shared/preservation_disposal", "PF-22", "先行登记保存证据处理通知书", "登处", "外章送",
         "party", "正341", 0, f"{LAW}第五十六条；{SJ}第三十三条、第三十五条"),
    _row("shared/appraisal_commission", "PF-23", "检测（检验、鉴定）委托书", "鉴委", "外章", "",
         "正461", 0, f"{SJ}第三十二条"),
    _row("shared/appraisal_period", "PF-24", "检测（检验、鉴定）期间告知书", "鉴期", "外章送", "",
         "正350", 0, "《行政强制法》第二十五条"),
    _row("shared/appraisal_result", "PF-25", "检测（检验、鉴定）结果告知书", "鉴告", "外章送", "",
         "正351", 0, f"{SJ}第三十二条"),
    _row("shared/evidence_extraction", "PF-26", "证据提取（复制）单", "", "外", "provider officers",
         "正430", 0, f"{SJ}第二十四条"),
    _row("shared/edata_record", "PF-26E", "电子数据提取笔录", "", "外", SEEN,
         "正440", 1,
         f"{SJ}第二十六条；{JT}第三十八条"),
    _row("shared/monitor_review", "PF-26M", "电子技术监控记录审核表", "", "内", "officers reviewer",
         "正442", 2, f"{LAW}第四十一条"),
    _row("penalty/evidence_review", "PF-27", "证据审查表", "", "内", "officers reviewer",
         "正400", 0,
         f"{LAW}第四十六条；{JT}第四十六条至第五十一条"),
    _row("shared/av_log", "TY-09", "音像记录清单及说明", "", "内", "officers", "正441", 0,
         f"{LAW}第四十七条"),
    _row("shared/assistance_request", "YS-06", "协助调查函", "协", "外章", "", "正470", 0,
         f"{LAW}第二十六条；{SJ}第四十五条"),
    _row("shared/assistance_reply", "YS-06R", "协助调查结果函", "", "外", "", "正471", 0,
         f"{SJ}第四十五条"),
)  # fmt: skip

_REVIEW_AND_NOTICE = (
    _row("penalty/suspension", "PF-31", "中止调查决定书", "中止", "外章送", CHAIN, "正370", 1,
         f"{SJ}第四十六条"),
    _row("penalty/resumption", "PF-31", "恢复调查决定书", "恢复", "外章送", "officers head",
         "正371", 1, f"{SJ}第四十六条"),
    _row("penalty/extension", "PF-32", "案件办理延期审批表", "", "内", CHAIN, "副540", 0,
         f"{LAW}第六十条；{SJ}第六十四条"),
    _row("penalty/termination", "PF-33", "终止调查审批表", "", "内", CHAIN, "副541", 1,
         f"{SJ}第四十七条"),
    _row("penalty/investigation_report", "PF-28", "案件调查终结报告", "", "内",
         "officers unit_head", "副100", 0, f"{SJ}第四十八条"),
    _row("penalty/case_review", "PF-29", "案件审核意见书", "核", "内", "reviewer", "副200", 0,
         f"{SJ}第五十二条至第五十四条"),
    _row("shared/legal_review", "PF-30", "重大执法决定法制审核意见书", "法审", "内",
         "reviewer unit_head", "副210", 0, f"{LAW}第五十八条"),
    _row("penalty/matter_approval", "PF-34", "行政处罚案件有关事项审批表", "", "内", CHAIN,
         "副500", 0, f"{SJ}第五十六条"),
    _row("penalty/prior_notice", "PF-35", "行政处罚事先告知书", "罚先告", "外章送", "", "正300", 0,
         f"{LAW}第四十四条"),
    _row("penalty/hearing_notice", "PF-35H", "行政处罚听证告知书", "听告", "外章送", "", "正301", 0,
         f"{LAW}第四十四条、第六十三条；{GD}第十七条"),
    _row("shared/correction_order", "PF-36", "责令改正通知书", "责改", "外章送", "officers",
         "正310", 0, f"{LAW}第二十八条"),
    _row("shared/recheck_record", "JC-17", "复查笔录", "复查", "外", RECORD, "正311", 0,
         f"{LAW}第二十八条"),
    _row("penalty/defense_record", "PF-37", "陈述申辩笔录", "", "外", RECORD, "正302", 0,
         f"{LAW}第四十五条"),
    _row("penalty/defense_review", "PF-38", "陈述申辩复核意见书", "", "内", "officers unit_head",
         "正303", 0, f"{LAW}第四十五条"),
    _row("penalty/panel_discussion", "PF-39", "重大案件集体讨论记录", "", "内",
         "participants recorder", "副220", 0, f"{LAW}第五十七条第二款"),
    _row("penalty/decision_approval", "PF-34D", "行政处罚决定审批表", "", "内",
         "officers unit_head reviewer head", "副230", 0, f"{LAW}第五十七条"),
)  # fmt: skip

_HEARING = (
    _row("shared/hearing_request", "TZ-01", "听证要求书", "", "外", "party", "正500", 0,
         f"{LAW}第六十四条；{GD}第十八条"),
    _row("shared/hearing_refusal", "TZ-03", "不予受理听证通知书", "听不", "外章送", "", "正501", 2,
         f"{GD}第十九条"),
    _row("shared/hearing_panel", "TZ-04", "听证会组成人员指定书", "", "内", "head", "副310", 0,
         f"{GD}第九条、第二十条"),
    _row("shared/hearing_notification", "TZ-05", "听证会通知书", "听通", "外章送", "", "正502", 0,
         f"{LAW}第六十四条；{GD}第二十一条"),
    _row("shared/hearing_announcement", "TZ-06", "听证公告", "听公", "外章", "", "正503", 0,
         f"{GD}第二十条"),
    _row("shared/hearing_record", "TZ-07", "听证笔录", "", "外", "participants chair clerk",
         "正510", 0, f"{LAW}第六十四条第八项；{GD}第三十一条"),
    _row("shared/hearing_change", "TZ-08", "听证变更通知书", "听变", "外章送", "", "正504", 2,
         f"{GD}第三十五条至第三十七条"),
    _row("shared/hearing_report", "TZ-09", "听证报告书", "", "内", "chair participants", "副300", 0,
         f"{GD}第三十二条"),
)  # fmt: skip

_DECISION_AND_EXECUTION = (
    _row("penalty/penalty_decision", "PF-42", "行政处罚决定书", "罚决", "外章送", "head",
         "正200", 0,
         f"{LAW}第五十九条"),
    _row("penalty/no_penalty_decision", "PF-43", "不予行政处罚决定书", "不罚", "外章送", "head",
         "正201", 0, f"{LAW}第三十三条、第五十七条"),
    _row("penalty/education_record", "TY-16", "教育告诫记录", "", "外", RECORD,
         "正202", 0,
         f"{LAW}第三十三条第三款"),
    _row("penalty/payment_notice", "PF-46", "罚款缴纳通知书", "缴", "外章送", "", "正210", 0,
         f"{LAW}第六十七条；《罚款决定与罚款收缴分离实施办法》第七条"),
    _row("penalty/deferral_request", "PF-47", "延期（分期）缴纳罚款申请书", "", "外", "party",
         "正220", 0, f"{LAW}第六十六条"),
    _row("penalty/deferral_approval", "PF-48", "延期（分期）缴纳罚款审批表", "", "内", CHAIN,
         "副550", 0, f"{LAW}第六十六条；{SJ}第七十四条"),
    _row("penalty/deferral_notice", "PF-49", "延期（分期）缴纳罚款通知书", "延缴", "外章送", "",
         "正221", 0, f"{LAW}第六十六条；{SJ}第七十四条"),
    _row("penalty/treasury_register", "CW-07", "罚没收入上缴登记", "", "内", "finance", "正600", 1,
         f"{LAW}第七十四条"),
    _row("shared/publication_approval", "TY-12", "执法信息公示审批表", "", "内", "reviewer head",
         "副560", 0, f"{LAW}第四十八条；{PT}第四十五条"),
    _row("shared/publication_withdrawal", "TY-13", "执法信息撤回公示审批表", "", "内",
         "reviewer head", "副561", 0, f"{LAW}第四十八条第二款"),
)  # fmt: skip

_TRANSFER_SERVICE_ARCHIVE = (
    _row("shared/transfer_letter", "YS-01", "案件移送函", "移", "外章", "head", "正380", 0,
         f"{SJ}第十四条、第十七条"),
    _row("shared/transfer_receipt", "YS-04", "移送回执", "", "外", "", "正381", 0,
         f"{PT}第二十四条"),
    _row("shared/crime_report", "YS-21", "涉嫌犯罪案件移送审批报告", "", "内", "officers head",
         "副520", 0, f"{CF}第五条"),
    _row("shared/crime_transfer", "YS-22", "涉嫌犯罪案件移送书", "涉移", "外章", "", "正382", 0,
         f"{CF}第六条"),
    _row("shared/crime_receipt", "YS-25", "涉嫌犯罪案件移送书回执", "", "外", "", "正383", 0,
         f"{CF}第七条"),
    _row("shared/service_receipt", "TY-05", "送达回证", "", "外", "recipient officers witness",
         "正390", 0, f"{MS}第八十七条；{SJ}第八十二条、第八十三条"),
    _row("shared/service_address", "TY-03", "送达地址确认书", "", "外", "party", "正391", 1,
         f"{SJ}第八十三条"),
    _row("shared/service_consent", "TY-04", "电子送达确认书", "", "外", "party", "正392", 0,
         f"{LAW}第六十一条第二款；{PT}第三十条"),
    _row("shared/service_announcement", "TY-06", "送达公告", "送公", "外章", "", "正393", 1,
         f"{MS}第九十五条"),
    _row("shared/amendment", "TY-14", "文书补正通知书", "补正", "外章送", "", "正394", 2,
         "《住房和城乡建设行政处罚程序规定》第二十八条"),
    _row("shared/closing_approval", "PF-50", "结案审批表", "", "内", CHAIN, "副400", 0,
         f"{SJ}第七十七条"),
    _row("shared/dossier_cover", "JZ-01", "卷宗封面", "", "内", "archivist", "正1", 0,
         f"{SJ}第七十八条"),
    _row("shared/dossier_contents", "JZ-02", "卷内目录", "", "内", "", "正2", 0,
         f"{SJ}第七十八条"),
    _row("shared/dossier_remarks", "JZ-03", "卷内备考表", "", "内", "archivist", "正999", 0,
         f"{SJ}第七十八条"),
)  # fmt: skip

DOCUMENTS: dict[str, DocumentType] = {
    document.address: document
    for group in (
        _LEAD_AND_FILING, _EVIDENCE, _REVIEW_AND_NOTICE, _HEARING, _DECISION_AND_EXECUTION,
        _TRANSFER_SERVICE_ARCHIVE,
    )
    for document in group
}  # fmt: skip


def get(address: str) -> DocumentType:
    """Return the document of an address."""
    if address not in DOCUMENTS:
        raise UnknownDocument(f"文书目录中没有“{address}”")
    return DOCUMENTS[address]
