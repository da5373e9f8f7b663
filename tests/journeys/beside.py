"""What officers type into the forms of the case menu and the other ways of service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from webapp.payments import queries as payments

if TYPE_CHECKING:
    from tests.journeys.journey import Journey

Values = dict[str, Any]

GOODS = [{"name": "标签不合格饼干", "spec": "200克", "quantity": "120袋", "condition": "完好"}]
REASON = "因客观情况需要办理。"


def signature(j: Journey) -> Values:
    """Return a signature on the pad."""
    return {"method": "pad", "file": j.pad, "strokes_file": j.pad}


def visit(j: Journey) -> Values:
    """Return the times of a visit that has just ended."""
    return {
        "start_at": j.moment(minutes=50),
        "end_at": j.moment(minutes=10),
        "device": "desk",
        "comment": "以上记录已看过，与情况一致。",
        "signature": signature(j),
    }


def scene_survey(j: Journey) -> Values:
    return {
        **visit(j),
        "witness": "林晓",
        "witness_identity": "隔壁商户经营者",
        "witness_signature": signature(j),
        "objects": "经营场所货架",
        "measures_taken": "测量、拍照",
        "findings": "货架长三米，摆放涉案食品。",
        "drawing": [j.photo],
    }


def sampling_record(j: Journey) -> Values:
    sample = {"name": "饼干", "quantity": "6袋", "seal_no": "封0001"}
    return {
        **visit(j),
        "purpose": "检验标签和品质",
        "method": "随机抽取同一批次",
        "samples": [sample],
        "spare": True,
        "keeper": "本局样品室",
        "storage": "常温",
    }


def edata_record(j: Journey) -> Values:
    return {
        **visit(j),
        "carrier": "收银电脑",
        "original_taken": False,
        "original_reason": "设备仍在营业使用",
        "tool": "取证工作站",
        "method": "导出销售记录",
        "steps": "连接设备，导出，计算校验值。",
        "data": [{"name": "销售记录.csv", "hash": "a" * 64}],
        "hash_algorithm": "sha256",
        "storage": "本局证据服务器",
        "files": [j.paper],
    }


def recheck_record(j: Journey) -> Values:
    return {
        **visit(j),
        "results": [{"item": "停止销售", "fixed": "yes"}],
        "findings": "货架上已无涉案食品。",
        "conclusion": "fixed",
    }


def monitor_record(j: Journey) -> Values:
    return {
        "device_id": "LJ-0012",
        "basis_text": "《行政处罚法》第四十一条",
        "place": "榕荫路口",
        "published": "已在本机关网站公布",
        "period": "2026年3月1日至2日",
        "content": "记录搬运涉案食品的过程",
        "files": [j.photo],
        "told": "已告知当事人",
    }


def monitor_review(j: Journey) -> Values:
    return {
        "device_reviewed_no": "技审〔2026〕3号",
        "standard": True,
        "signs_public": True,
        "clear": True,
        "correct": True,
        "result": "usable",
        "opinion": "记录清晰完整，可以作为证据。",
    }


def preservation_request(j: Journey) -> Values:
    return {
        "reason": "涉案食品可能被转移。",
        "urgent": False,
        "objects": GOODS,
        "place": "本局物品库",
        "keeping": "elsewhere",
        "keeper": "冯川",
        "opinion": "建议先行登记保存。",
    }


def preservation(j: Journey) -> Values:
    return {**visit(j), "objects": GOODS, "until": j.workday(7), "duty_told": True}


def preservation_disposal(j: Journey) -> Values:
    item = {"name": "标签不合格饼干", "quantity": "120袋", "disposal": "copied"}
    return {"items": [item], "reason": "已采取记录、拍照措施。", "signature": signature(j)}


def preservation_release(j: Journey) -> Values:
    item = {"name": "标签不合格饼干", "quantity": "120袋"}
    return {"items": [item], "returned": "returned", "signature": signature(j)}


def matter_request(j: Journey) -> Values:
    return {"reason": REASON, "opinion": "请审批。"}


def appraisal_commission(j: Journey) -> Values:
    return {
        "which": "test",
        "body_name": "岚江市食品检验所",
        "qualification": "CMA 0001",
        "items": [{"name": "饼干", "quantity": "6袋"}],
        "questions": "标签是否符合食品安全标准",
        "due_on": j.day(days=10),
    }


def appraisal_period(j: Journey) -> Values:
    return {
        "items": [{"name": "饼干", "quantity": "6袋"}],
        "from_date": j.day(),
        "to_date": j.day(days=9),
    }


def appraisal_result(j: Journey) -> Values:
    return {
        "items": [{"name": "饼干", "quantity": "6袋"}],
        "report_no": "JC20260088",
        "result": "标签不符合标准。",
        "files": [j.paper],
        "retest": "retest",
        "retest_days": 15,
    }


def assistance_request(j: Journey) -> Values:
    return {
        "to_body": "南溪县市场监督管理局",
        "matter": "协助核实供货商情况",
        "basis_text": "《行政处罚法》第二十六条",
        "due_on": j.day(days=20),
    }


def assistance_reply(j: Journey) -> Values:
    return {"outcome": "done", "content": "供货商情况属实。", "files": [j.paper]}


def interview_summons(j: Journey) -> Values:
    return {"at": f"{j.workday(3)}T09:00", "papers": "营业执照、进货票据"}


def material_order(j: Journey) -> Values:
    return {"list": [{"name": "进货票据"}], "due_on": j.workday(5)}


def av_log(j: Journey) -> Values:
    file = {
        "file_id": "LJ-20260305-01",
        "maker": j.office.id("officer_lead"),
        "device": "执法记录仪3号",
        "start_at": j.moment(minutes=50),
        "end_at": j.moment(minutes=10),
        "content": "现场检查全过程",
    }
    return {"files": [file], "storage": "本局音像服务器"}


def service_address(j: Journey) -> Values:
    return {"change_duty": True, "signature": signature(j)}


def service_consent(j: Journey) -> Values:
    return {
        "consent": True,
        "channel": "email",
        "address": "shop@example.com",
        "scope": "all",
        "signature": signature(j),
    }


def service_leave(j: Journey) -> Values:
    return {
        "served": "yes",
        "served_at": j.moment(minutes=5),
        "refusal_reason": "拒绝签收",
        "witness": "林晓",
        "witness_identity": "社区网格员",
        "witness_signature": signature(j),
    }


def service_electronic(j: Journey) -> Values:
    return {
        "served": "yes",
        "sent_at": j.moment(minutes=10),
        "arrived_at": j.moment(minutes=9),
    }


def service_mail(j: Journey) -> Values:
    return {
        "served": "yes",
        "mail_no": "EMS0001",
        "posted_on": j.day(days=-3),
        "returned": False,
        "received_on": j.day(days=-1),
        "received_by": "沈砚秋",
    }


def service_entrust(j: Journey) -> Values:
    return {
        "served": "yes",
        "way": "entrust",
        "entrusted": "南溪县市场监督管理局",
        "served_at": j.moment(minutes=30),
        "received_by": "沈砚秋",
    }


def service_announcement(j: Journey) -> Values:
    return {
        "reason": "unknown",
        "reason_text": "多次上门均无人，电话停机。",
        "gist": "告知书要旨",
        "days": 30,
        "where_posted": "本机关公告栏和网站",
        "photos": [j.photo],
    }


def service_announced(j: Journey) -> Values:
    return {"deemed_on": j.day()}


def suspension(j: Journey) -> Values:
    return {"ground": "judgment", "effect": "暂停计算办案期限", "opinion": "建议中止。"}


def resumption(j: Journey) -> Values:
    return {"ground": "中止原因已经消除。", "opinion": "建议恢复。"}


def termination(j: Journey) -> Values:
    return {
        "ground": "other",
        "reason": "被调查单位已经注销且无承继人。",
        "measures_lifted": True,
        "opinion": "建议终止。",
    }


def extension(j: Journey) -> Values:
    return {"level": "head", "days": 30, "reason": "案情复杂。", "opinion": "建议延期。"}


def recusal_request(j: Journey) -> Values:
    return {
        "applicant_kind": "party",
        "applicant": "沈砚秋",
        "target": j.office.id("officer_assist"),
        "target_rank": "officer",
        "ground": "与当事人有亲属关系。",
        "signature": signature(j),
    }


def recusal_decision(j: Journey) -> Values:
    return {
        "granted": "yes",
        "reason": "情况属实。",
        "effect": "此前的调查行为有效。",
        "replacement": j.office.id("spare"),
    }


def recusal_panel_decision(j: Journey) -> Values:
    voters = j.office.ids("deputy_head", "hearing_chair", "legal_reviewer")
    return {
        **recusal_decision(j),
        "replacement": ...,
        "attendees": [{"officer": voter, "vote": "agree"} for voter in voters],
    }


def deferral_request(j: Journey) -> Values:
    return {"hardship": "经营困难。", "plan": plan(j), "signature": signature(j)}


def plan(j: Journey) -> list[Values]:
    """Return two installments that make up what is owed."""
    half = f"{payments.balance(j.matter_id).rest / 2:.2f}"
    return [{"due": j.day(days=30), "amount": half}, {"due": j.day(days=60), "amount": half}]


def deferral(j: Journey) -> Values:
    return {"hardship_checked": "经核实属实。", "kind": "installment", "opinion": "建议准许。"}


def deferral_decision(j: Journey) -> Values:
    return {"granted": "yes", "plan": plan(j), "opinion": "同意。"}


def deferral_notice(j: Journey) -> Values:
    return {}


def remedy(j: Journey) -> Values:
    return {
        "kind": "review",
        "body": "岚江市人民政府",
        "stop_execution": False,
        "facts": "收到复议答复通知。",
        "opinion": "请阅。",
    }


def remedy_result(j: Journey) -> Values:
    return {"remedy_result": "changed", "result_text": "变更处罚数额。", "opinion": "照办。"}


def publication_withdrawal(j: Journey) -> Values:
    return {"reason": "changed", "reason_text": "复议决定变更原处罚。"}


def amendment(j: Journey) -> Values:
    document = j.paper_of("penalty/filing_approval")
    return {
        "document": str(document.id),
        "items": [{"place": "第一页", "wrong": "榕阴路", "right": "榕荫路"}],
        "no_rights_effect": True,
    }


def filing_declined(j: Journey) -> Values:
    return {"way": "电话", "recipient": "欧阳先生", "reason": "不属于本机关管辖。"}


def transfer_letter(j: Journey) -> Values:
    return {
        "to_body": "南溪县市场监督管理局",
        "basis_text": "《市场监督管理行政处罚程序规定》第十四条",
        "measures": "未采取措施",
        "materials": [{"name": "案件材料", "pages": 20}],
    }


def transfer_receipt(j: Journey) -> Values:
    return {"received_on": j.day(), "result": "accepted", "receipt_no": "南市监收〔2026〕3号"}


def hearing_refusal(j: Journey) -> Values:
    return {"reason": "late", "reason_text": "超过法定期限提出。"}


def hearing_change(j: Journey) -> Values:
    return {
        "kind": "deferred",
        "ground": "当事人因病不能到场。",
        "new_at": f"{j.workday(10)}T09:00",
    }


def shared_record(j: Journey) -> Values:
    return {"reason": "同一次检查中发现，能够证明本案的违法事实。"}


def merger(j: Journey) -> Values:
    return {
        "ground": "same_party",
        "reason": "两案违法事实发生在同一场所，证据相互印证，应当一并查明。",
        "opinion": "建议并案。",
    }


def division(j: Journey) -> Values:
    return {
        "part": "violation",
        "item": "SJ-009",
        "reason": "该项违法行为可以分开查明，不影响本案办理。",
        "opinion": "建议另案处理。",
    }


FORMS: Mapping[str, Callable[[Journey], Values]] = {
    "shared/scene_survey": scene_survey,
    "shared/sampling_record": sampling_record,
    "shared/edata_record": edata_record,
    "shared/recheck_record": recheck_record,
    "shared/monitor_record": monitor_record,
    "shared/monitor_review": monitor_review,
    "shared/preservation_request": preservation_request,
    "shared/preservation": preservation,
    "shared/preservation_disposal": preservation_disposal,
    "shared/preservation_release": preservation_release,
    "shared/matter_request": matter_request,
    "shared/appraisal_commission": appraisal_commission,
    "shared/appraisal_period": appraisal_period,
    "shared/appraisal_result": appraisal_result,
    "shared/assistance_request": assistance_request,
    "shared/assistance_reply": assistance_reply,
    "shared/interview_summons": interview_summons,
    "shared/material_order": material_order,
    "shared/av_log": av_log,
    "shared/service_address": service_address,
    "shared/service_consent": service_consent,
    "shared/service_leave": service_leave,
    "shared/service_electronic": service_electronic,
    "shared/service_mail": service_mail,
    "shared/service_entrust": service_entrust,
    "shared/service_announcement": service_announcement,
    "shared/service_announced": service_announced,
    "shared/shared_record": shared_record,
    "penalty/merger": merger,
    "penalty/division": division,
    "penalty/suspension": suspension,
    "penalty/resumption": resumption,
    "penalty/termination": termination,
    "penalty/extension": extension,
    "shared/recusal_request": recusal_request,
    "shared/recusal_decision": recusal_decision,
    "shared/recusal_panel_decision": recusal_panel_decision,
    "penalty/deferral_request": deferral_request,
    "penalty/deferral": deferral,
    "penalty/deferral_decision": deferral_decision,
    "penalty/deferral_notice": deferral_notice,
    "penalty/remedy": remedy,
    "penalty/remedy_result": remedy_result,
    "shared/publication_withdrawal": publication_withdrawal,
    "shared/amendment": amendment,
    "penalty/filing_declined": filing_declined,
    "shared/transfer_letter": transfer_letter,
    "shared/transfer_receipt": transfer_receipt,
    "shared/hearing_refusal": hearing_refusal,
    "shared/hearing_change": hearing_change,
}
