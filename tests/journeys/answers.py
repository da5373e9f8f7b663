"""What the officers type, form by form: a sole trader who sells food with wrong labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from webapp.discretion import queries as discretion
from webapp.discretion.facts import amounts as amounts_of
from webapp.items import queries as items
from webapp.items.models import ClauseRole
from webapp.matters.facts import addressee
from webapp.tasks import completing

if TYPE_CHECKING:
    from tests.journeys.journey import Journey

Values = dict[str, Any]

PARTY: Mapping[str, Any] = {
    "kind": "sole_trader",
    "name": "岚江市城东区惠民食品店",
    "credit_code": "92445902MA5A1B2C13",
    "operator": "沈砚秋",
    "gender": "女",
    "birth": "1985-03-15",
    "address": "岚江市城东区榕荫路88号",
    "phone": "0799-5550218",
}
FACTS: Mapping[str, Any] = {
    "item": "SJ-004",
    "fine": "8000.00",
    "confiscation": "1200.00",
    "goods_value": "3000.00",
    "in_scope": True,
    "serious": False,
    "party": PARTY,
}
OPINION = {"agree": "yes", "opinion": "同意。"}
CHECKS = {f"c{number}": "ok" for number in range(1, 8)}


def item_of(j: Journey) -> Any:
    """Return the enforcement item of the case."""
    return items.item_by_code(j.facts["item"])


def clauses(j: Journey) -> Values:
    """Return the clauses of the item that hold now."""
    today = j.now.date()
    return {
        "violated": [p.key for p in items.clauses(item_of(j), ClauseRole.VIOLATED, today)][:1],
        "basis": [p.key for p in items.clauses(item_of(j), ClauseRole.PENALTY, today)][:1],
    }


def grade(j: Journey) -> str:
    """Return the grade in whose band the fine lies."""
    amounts = amounts_of({"goods_value": j.facts["goods_value"]})
    case = j.case
    bands = discretion.every_band(
        item_of(j), amounts, j.now.date(), body=case.body, party=addressee(case.party)
    )
    fine = Decimal(j.facts["fine"])
    band = next(one for one in bands if one.holds(fine) and one.level.name != "MITIGATED")
    return str(band.grade_id or band.level.name)


def penalty(j: Journey) -> Values:
    """Return the block of an intended penalty."""
    return {
        "kinds": ["0201", "0202"],
        "fine": j.facts["fine"],
        "confiscation": j.facts["confiscation"],
        "goods_value": j.facts["goods_value"],
        "grade": grade(j),
        "discretion_reason": "当事人系初次违法，主动停止销售并提供台账，危害后果较轻。",
        **clauses(j),
    }


def visit(j: Journey) -> Values:
    """Return the block of a visit by both officers that has just ended."""
    return {
        "officers": j.office.ids("officer_lead", "officer_assist"),
        "start_at": j.moment(minutes=50),
        "end_at": j.moment(minutes=10),
        "place": "岚江市城东区榕荫路88号",
        "device": "desk",
    }


def signed(j: Journey) -> Values:
    """Return a signature on the pad."""
    return {"signature": {"method": "pad", "file": j.pad, "strokes_file": j.pad}}


def lead(j: Journey) -> Values:
    return {
        "source": "complaint",
        "received_at": j.moment(minutes=30),
        "found_on": j.day(),
        "content": "群众反映该店销售的预包装食品标签未标明生产日期。",
        "place": "岚江市城东区榕荫路88号",
        "reporter_kind": "real",
        "reporter_name": "欧阳修竹",
        "reporter_contact": "13900001111",
        "party_known": True,
        "party": j.facts["party"],
        "secret": "no",
    }


def lead_assignment(j: Journey) -> Values:
    return {
        "disposal": "verify",
        "lead_officer": j.office.id("officer_lead"),
        "assist_officer": j.office.id("officer_assist"),
        "opinion": "请抓紧核查。",
    }


def verification(j: Journey) -> Values:
    return {
        "officers": j.office.ids("officer_lead", "officer_assist"),
        "acts_done": "现场查看经营场所，核对进货票据和标签。",
        "findings": "货架上的三种预包装食品标签未标明生产日期。",
        "condition_evidence": True,
        "condition_punishable": True,
        "condition_jurisdiction": True,
        "condition_in_time": True,
        "act_started_on": "2026-01-10",
        "act_ended_on": "2026-03-02",
        "discovered_on": "2026-03-02",
        "health_or_finance_harm": False,
        "suggestion": "file",
        "item": j.facts["item"],
        "party": j.facts["party"],
    }


def filing_request(j: Journey) -> Values:
    return {
        "cause": "涉嫌经营标签不符合规定的预包装食品",
        "facts": "当事人经营的三种预包装食品标签未标明生产日期。",
        "item": j.facts["item"],
        **clauses(j),
        "officers": j.office.ids("officer_lead", "officer_assist"),
        "opinion": "符合立案条件，建议立案。",
        "suggestion": "file",
    }


def filing_decision(j: Journey) -> Values:
    return {
        "filing": "yes",
        "lead_officer": j.office.id("officer_lead"),
        "assist_officer": j.office.id("officer_assist"),
        "opinion": "同意立案。",
    }


def id_show(j: Journey) -> Values:
    return {
        "officers": j.office.ids("officer_lead", "officer_assist"),
        "shown_at": j.moment(minutes=1),
        "place": "岚江市城东区榕荫路88号",
        "shown_to": "party",
        "shown_name": "沈砚秋",
        "party_present": True,
        "purpose": "检查食品标签",
        "told_rights": True,
    }


def rights_notice(j: Journey) -> Values:
    return {
        **visit(j),
        "person": "沈砚秋",
        "role": "party",
        "read": True,
        "challenge": False,
        **signed(j),
    }


def site_record(j: Journey) -> Values:
    return {
        **visit(j),
        "party_present": True,
        "present_person": "沈砚秋",
        "findings": "货架上有三种预包装食品，标签未标明生产日期，共计 120 袋。",
        "measures": "责令停止销售。",
        "photos": [j.photo],
        "recordings": "执法记录仪全程摄录，文件编号 LJ-20260305-01",
        "confirmation": "已看清执法证件，不申请回避。",
        "comment": "以上笔录已看过，与现场情况一致。",
        **signed(j),
    }


def interview_record(j: Journey) -> Values:
    return {
        **visit(j),
        "person": "沈砚秋",
        "gender": "female",
        "id_kind": "resident",
        "id_number": "445902198503152028",
        "role": "party",
        "workplace": "岚江市城东区惠民食品店",
        "address": "岚江市城东区榕荫路86号",
        "phone": "0799-5550218",
        "rights_told": True,
        "rights_answer": "听清楚了，不申请回避。",
        "reading": "self",
        "confirmation": "以上笔录我已看过，与我所说的一致。",
        "qa": [
            {"q": "这批食品从哪里购进？", "a": "从批发市场购进，共 200 袋。"},
            {"q": "已经卖出多少？", "a": "卖出 80 袋，收入 1200 元。"},
        ],
        **signed(j),
    }


def evidence_extraction(j: Journey) -> Values:
    return {
        **visit(j),
        "name": "销售台账复印件",
        "kind": "documentary",
        "form": "copy",
        "verified": True,
        "provider_note": "复印件与原件核对无误",
        "origin": "店内收银台",
        "provider": "沈砚秋",
        "original_kept": "当事人处",
        "pages": 1,
        "copies": 1,
        "files": [j.paper],
        **signed(j),
    }


def evidence_list(j: Journey) -> Values:
    return {
        "summary": "现场笔录、询问笔录、台账相互印证。",
        "evidence": j.evidence(),
        "complete": True,
        "favourable_checked": True,
    }


def evidence_review(j: Journey) -> Values:
    good = {"relevance": "yes", "legality": "yes", "authenticity": "yes", "admissible": "yes"}
    return {
        "verdicts": [{"evidence": one, **good} for one in j.evidence()],
        "opinion": "证据来源合法，内容真实，与案件事实相关联。",
    }


def investigation_report(j: Journey) -> Values:
    return {
        "officers": j.office.ids("officer_lead", "officer_assist"),
        "facts": "当事人自2026年1月10日起销售标签未标明生产日期的预包装食品。",
        "evidence": j.admissible(),
        "nature": "经营标签不符合规定的预包装食品",
        "suggestion": "penalty",
        **penalty(j),
        "illegal_gains": j.facts["confiscation"],
        "refunded": "0.00",
        "legal_trigger": "yes" if j.facts["serious"] else "no",
        **({"triggers": ["complex"]} if j.facts["serious"] else {}),
        "serious": "yes" if j.facts["serious"] else "no",
        "hearing_scope": "yes" if j.facts["in_scope"] else "no",
        "crime_suspected": False,
        "money": "yes",
        "opinion": "建议按拟处意见办理。",
    }


def case_review(j: Journey) -> Values:
    return {**CHECKS, "review": "pass", "opinion": "事实清楚，证据充分，同意。"}


def legal_review(j: Journey) -> Values:
    return {
        "trigger": ["complex"],
        **CHECKS,
        "review": "pass",
        "opinion": "同意承办机构意见。",
        "reviewer_qualification": "法律职业资格证书",
        "received_on": j.day(),
    }


def proposal(j: Journey) -> Values:
    return {
        "suggestion": "penalty",
        "content": "拟没收违法所得并处罚款。",
        **penalty(j),
        "opinion": "请审批。",
    }


def proposal_approval(j: Journey) -> Values:
    return {
        "proposal": "penalty",
        "hearing_scope": "yes" if j.facts["in_scope"] else "no",
        "opinion": "同意。",
    }


def prior_notice(j: Journey) -> Values:
    return {
        "facts": "你单位自2026年1月10日起销售标签未标明生产日期的预包装食品。",
        "evidence": j.admissible(),
        **penalty(j),
        "reasons": "违法事实清楚，证据确凿。",
        "defense_days": 5,
        "contact": "陈伟",
        "contact_phone": "0799-5556001",
    }


def hearing_notice(j: Journey) -> Values:
    return {**prior_notice(j), "hearing_days": 5, "hearing_body": "岚江市市场监督管理局法规科"}


def service_plan(j: Journey) -> Values:
    item = j.open_tasks()["serve.plan"]
    desk = completing.sit_down(j.who(item), item)
    return {
        "documents": [str(one.id) for one in desk.serving],
        "recipient": j.facts["party"]["name"],
        "place": j.facts["party"]["address"],
        "method": "deliver",
    }


def service_direct(j: Journey) -> Values:
    return {
        "served": "yes",
        "received_by": "沈砚秋",
        "relation": "self",
        "served_at": j.moment(minutes=5),
        "place": j.facts["party"]["address"],
        "officers": j.office.ids("officer_lead", "officer_assist"),
        **signed(j),
    }


def hearing_request(j: Journey) -> Values:
    return {
        "hearing_claimed": "no",
        "waiver_text": "我不要求听证。",
        "person": "沈砚秋",
        "officers": j.office.ids("officer_lead", "officer_assist"),
        **signed(j),
    }


def defense(j: Journey) -> Values:
    return {
        "received_at": j.moment(minutes=20),
        "way": "oral",
        "role": "party",
        "defense": "waived",
        "new_evidence": False,
        "waiver_text": "我对处罚没有意见，放弃陈述申辩。",
        "officers": j.office.ids("officer_lead", "officer_assist"),
        "place": "本局执法一科",
        **signed(j),
    }


def defense_review(j: Journey) -> Values:
    return {
        "reviews": [{"point": "初次违法", "adopted": "no", "reason": "已在裁量时考虑"}],
        "new_facts": False,
        "conclusion": "maintain",
        "opinion": "维持原拟处意见。",
    }


def decision_proposal(j: Journey) -> Values:
    return {
        "facts_result": "违法事实清楚。",
        "defense_result": "当事人放弃陈述申辩。",
        "serious": "yes" if j.facts["serious"] else "no",
        "suggestion": "penalty",
        **penalty(j),
        "evidence": j.admissible(),
        "opinion": "建议作出处罚决定。",
    }


def panel_discussion(j: Journey) -> Values:
    people = j.office.ids("deputy_head", "second_deputy", "agency_head")
    return {
        "held_at": j.moment(minutes=80),
        "ended_at": j.moment(minutes=10),
        "place": "第一会议室",
        "chair": j.office.id("agency_head"),
        "attendees": [{"officer": one, "opinion": "同意", "vote": "agree"} for one in people],
        "presenter": j.office.id("officer_lead"),
        "recorder": j.office.id("recorder"),
        "topic": "讨论本案处理意见。",
        "conclusion": "一致同意拟处意见。",
        "suggestion": "penalty",
        "fine": j.facts["fine"],
    }


def decision_approval(j: Journey) -> Values:
    return {"outcome": "penalty", "opinion": "同意。"}


def penalty_decision(j: Journey) -> Values:
    body = j.case.body
    return {
        "facts": "当事人自2026年1月10日起销售标签未标明生产日期的预包装食品。",
        "evidence": j.admissible(),
        **penalty(j),
        "course": "本机关依法立案调查，已告知当事人依法享有的权利。",
        "defense_response": "当事人放弃陈述申辩。",
        "correction": "in_decision",
        "correction_text": "立即停止销售标签不符合规定的食品。",
        "correction_due": j.day(days=7),
        "performance": "自收到本决定书之日起十五日内到指定银行缴纳罚款。",
        "remedy_body": body.review_body,
        "remedy_court": body.court,
        "decided_on": j.day(),
        "money": "yes",
        "publicity_told": True,
    }


def sealing(j: Journey) -> Values:
    return {"copies": 2, "checked": True}


def payment_notice(j: Journey) -> Values:
    body = j.case.body
    total = Decimal(j.facts["fine"]) + Decimal(j.facts["confiscation"])
    return {
        "total": f"{total:.2f}",
        "due_on": j.day(days=20),
        "bank": body.payee_bank,
        "bank_address": body.payee_address,
        "payment_code": "440126000156",
        "late_surcharge": True,
    }


def payment(j: Journey) -> Values:
    total = Decimal(j.facts["fine"]) + Decimal(j.facts["confiscation"])
    return {
        "paid_on": j.day(),
        "amount": f"{total:.2f}",
        "bank": j.case.body.payee_bank,
        "voucher": "YH20260001",
        "treasury_voucher": "GK20260001",
        "paid": "full",
    }


def publication(j: Journey) -> Values:
    return {
        "publish": "yes",
        "summary": "经营标签不符合规定的预包装食品，没收违法所得并处罚款。",
        "redactions": "隐去经营者证件号码、住址、电话。",
        "secrecy_checked": True,
        "publish_until": j.day(days=90),
        "channel": "本机关门户网站",
        "opinion": "经审核，同意公示。",
    }


def closing_request(j: Journey) -> Values:
    return {
        "result": "executed",
        "execution": "罚没款已缴清。",
        "property": "无涉案财物。",
        "documents_checked": True,
        "opinion": "建议结案。",
    }


def dossier_cover(j: Journey) -> Values:
    return {
        "title": "惠民食品店经营标签不符合规定的预包装食品案",
        "retention": "thirty",
        "secrecy": "none",
        "compiler": j.office.id("officer_lead"),
        "compiled_on": j.day(),
    }


def dossier_remarks(j: Journey) -> Values:
    return {
        "note": "材料齐全。",
        "checker": j.office.id("archivist"),
        "checked_on": j.day(),
        "missing": "无",
    }


def opinion(j: Journey) -> Values:
    return dict(OPINION)


def hearing_acceptance(j: Journey) -> Values:
    return {
        "hearing_accepted": "yes",
        "reason": "在法定期限内提出，属于听证范围。",
        "opinion": "同意受理。",
        "hearing_received_on": j.day(),
    }


def hearing_panel(j: Journey) -> Values:
    return {
        "chair": j.office.id("hearing_chair"),
        "members": j.office.ids("hearing_member", "second_member"),
        "clerk": j.office.id("hearing_clerk"),
        "non_investigators": True,
    }


def hearing_notification(j: Journey) -> Values:
    return {
        "at": f"{j.workday(10)}T09:00",
        "place": "本局听证室",
        "hearing_public": "yes",
        "agents_told": True,
        "contact": "宋怡",
    }


def hearing_announcement(j: Journey) -> Values:
    return {
        "announced_on": j.day(),
        "where_posted": "本机关网站和公告栏",
    }


def hearing_record(j: Journey) -> Values:
    return {
        "hearing_result": "held",
        "start_at": j.moment(minutes=120),
        "end_at": j.moment(minutes=10),
        "place": "本局听证室",
        "way": "public",
        "participants": [
            {"name": "沈砚秋", "capacity": "当事人", "address": "岚江市城东区榕荫路86号"}
        ],
        "identity": "已核对到场人员身份，均不申请回避。",
        "investigators_case": "当事人销售标签不合格食品，事实清楚。",
        "party_case": "请求从轻处理。",
        "examination": "双方对证据进行了质证。",
        "debate": "双方就处罚幅度辩论。",
        "final_statement": "希望从轻处理。",
        "av_files": [j.photo],
        "evidence_examined": j.admissible(),
        **signed(j),
    }


def hearing_report(j: Journey) -> Values:
    return {
        "attended": "当事人、案件调查人员",
        "course": "听证公开举行，程序合法。",
        "facts_view": "事实清楚，证据确凿。",
        "opinion": "维持拟处意见。",
        "conclusion": "maintain",
    }


def no_penalty_decision(j: Journey) -> Values:
    body = j.case.body
    return {
        "ground": "first_violation",
        "facts": "当事人销售标签未标明生产日期的预包装食品，数量较少。",
        "evidence": j.admissible(),
        **clauses(j),
        "first_search": "经查询行政处罚信息系统，当事人此前无同类违法记录。",
        "first_search_result": "none",
        "slight_harm": True,
        "correction_proof": "当事人已下架并销毁全部食品，提供照片。",
        "reasons": "初次违法且危害后果轻微并及时改正。",
        "correction": "corrected",
        "remedy_body": body.review_body,
        "remedy_court": body.court,
        "decided_on": j.day(),
    }


def education_record(j: Journey) -> Values:
    return {
        "officers": j.office.ids("officer_lead", "officer_assist"),
        "taught_at": j.moment(minutes=30),
        "place": "当事人经营场所",
        "content": "讲解食品标签管理规定。",
        "promise": "今后严格查验标签。",
        "role": "party",
        "person": "沈砚秋",
        **signed(j),
    }


def filing_withdrawal(j: Journey) -> Values:
    return {
        "failed_condition": "jurisdiction",
        "reason": "经查，违法行为发生地不在本辖区。",
        "measures_lifted": True,
        "opinion": "建议撤销立案。",
    }


def crime_report(j: Journey) -> Values:
    return {
        "facts": "当事人销售金额较大，涉嫌犯罪。",
        "suspected_crime": "生产、销售伪劣产品罪",
        "standard": "销售金额五万元以上",
        "evidence": j.admissible(),
        "team": j.office.ids("officer_lead", "officer_assist"),
        "reported_at": j.moment(minutes=10),
        "opinion": "建议移送公安机关。",
    }


def crime_approval(j: Journey) -> Values:
    return {"crime_approved": "yes", "opinion": "同意移送。"}


def crime_transfer(j: Journey) -> Values:
    names = ("涉嫌犯罪案件移送书", "案件情况调查报告", "涉案物品清单", "检验报告或者鉴定意见")
    return {
        "police": "岚江市公安局",
        "procuratorate": "岚江市人民检察院",
        "facts": "当事人销售金额较大，涉嫌犯罪。",
        "suspected_crime": "生产、销售伪劣产品罪",
        "attachments": [{"name": name, "pages": 2} for name in names],
        "transferred_at": j.moment(minutes=5),
    }


def crime_receipt(j: Journey) -> Values:
    return {
        "received_by": "岚江市公安局经侦支队",
        "received_at": j.moment(minutes=5),
        "receipt_no": "岚公（经）收字〔2026〕8号",
    }


def correction_order(j: Journey) -> Values:
    found = clauses(j)
    return {
        "violation": "销售标签未标明生产日期的预包装食品",
        **found,
        "content": "立即停止销售。",
        "due_on": j.workday(5),
        "recheck_on": j.workday(6),
        "at_once": True,
    }


FORMS: Mapping[str, Callable[[Journey], Values]] = {
    "penalty/lead": lead,
    "penalty/lead_assignment": lead_assignment,
    "penalty/verification": verification,
    "penalty/filing_request": filing_request,
    "penalty/filing_decision": filing_decision,
    "penalty/evidence_list": evidence_list,
    "penalty/evidence_review": evidence_review,
    "penalty/investigation_report": investigation_report,
    "penalty/case_review": case_review,
    "penalty/proposal": proposal,
    "penalty/proposal_approval": proposal_approval,
    "penalty/prior_notice": prior_notice,
    "penalty/hearing_notice": hearing_notice,
    "penalty/defense": defense,
    "penalty/defense_review": defense_review,
    "penalty/decision_proposal": decision_proposal,
    "penalty/panel_discussion": panel_discussion,
    "penalty/decision_approval": decision_approval,
    "penalty/penalty_decision": penalty_decision,
    "penalty/payment_notice": payment_notice,
    "penalty/payment": payment,
    "shared/unit_opinion": opinion,
    "shared/approval": opinion,
    "shared/id_show": id_show,
    "shared/rights_notice": rights_notice,
    "shared/site_record": site_record,
    "shared/interview_record": interview_record,
    "shared/evidence_extraction": evidence_extraction,
    "shared/legal_review": legal_review,
    "shared/service_plan": service_plan,
    "shared/service_direct": service_direct,
    "shared/hearing_request": hearing_request,
    "shared/sealing": sealing,
    "shared/publication": publication,
    "shared/closing_request": closing_request,
    "shared/dossier_cover": dossier_cover,
    "shared/dossier_remarks": dossier_remarks,
    "shared/hearing_acceptance": hearing_acceptance,
    "shared/hearing_panel": hearing_panel,
    "shared/hearing_notification": hearing_notification,
    "shared/hearing_announcement": hearing_announcement,
    "shared/hearing_record": hearing_record,
    "shared/hearing_report": hearing_report,
    "penalty/no_penalty_decision": no_penalty_decision,
    "penalty/education_record": education_record,
    "penalty/filing_withdrawal": filing_withdrawal,
    "shared/crime_report": crime_report,
    "shared/crime_approval": crime_approval,
    "shared/crime_transfer": crime_transfer,
    "shared/crime_receipt": crime_receipt,
    "shared/correction_order": correction_order,
}
