"""Cases (案件): register a lead, read what may be read, start matters of the case menu."""

from typing import Any
from uuid import UUID

from engine import clock
from webapp.api import printing, schemas
from webapp.api.answers import Answer
from webapp.api.door import PREFIX, operation
from webapp.api.matters import form_to_open
from webapp.api.todos import told
from webapp.cases.models import PenaltyCase
from webapp.cases.operations import KIND
from webapp.evidence import queries as evidence
from webapp.http import current_officer, signed_in_visitor
from webapp.instances import trajectories
from webapp.matters import access, attempts, clocks, history
from webapp.matters import queries as matters
from webapp.matters.models import MatterStatus
from webapp.tasks import authority, ending, intake, menu, opening, operations, pages

Json = dict[str, Any]
CASE = "/cases/<int(max=2147483647):case_id>"


@operation(
    "GET",
    "/leads/form",
    "案源登记表：表单结构、界面提示和可选内容",
    "lead.write",
    answer=schemas.ref("LeadForm"),
)
def lead_form() -> Json:
    """Return the form with which a case begins."""
    return form_to_open(KIND)


@operation(
    "POST",
    "/cases",
    "登记案源，由此开始一个案件",
    "lead.write",
    body=schemas.DATA,
    answer=schemas.ref("Advance"),
    status=201,
    problems=(400, 413, 415, 422),
)
def start_case(body: Json) -> Answer:
    """Register a lead; this starts the case."""
    told_ = told(opening.register_lead(current_officer(), body["data"]))
    return Answer(told_, 201, {"Location": f"{PREFIX}/cases/{told_['case']}"})


@operation(
    "POST",
    "/leads/similar",
    "查找疑似重复的案源和案件",
    "lead.write",
    body=schemas.DATA,
    answer=schemas.shape({"items": schemas.list_of(schemas.ref("Similar"))}),
    problems=(400, 413, 415, 422),
)
def similar_leads(body: Json) -> Json:
    """Return leads and cases that may be about the same matter; nothing is changed."""
    officer, visitor = current_officer(), signed_in_visitor()
    authority.require(officer, "intake", officer.body_id)
    found = intake.similar(visitor, officer, pages.as_typed(body["data"]), clock.now())
    return {
        "items": [
            {
                "reference": one.case.reference,
                "reasons": list(one.reasons),
                "case": one.case.id if access.may_read(visitor, officer, one.case) else None,
            }
            for one in found
        ]
    }


@operation(
    "GET",
    "/cases",
    "可以查看的案件，最近变动的在前，按标记翻页",
    "case.read",
    query={
        "q": schemas.WORD,
        "status": {"type": "string", "enum": [one.name for one in MatterStatus]},
        "mine": {"type": "boolean", "default": False},
        **schemas.PAGING,
    },
    answer=schemas.page_of("Case"),
    problems=(422,),
)
def list_cases(
    mine: bool, q: str = "", status: str = "", before: str | None = None, after: str | None = None
) -> Json:
    """Return a page of the cases one may read."""
    officer = current_officer()
    condition = access.readable(signed_in_visitor(), officer)
    if mine:
        condition = condition & access.handled_by(officer)
    wanted = [MatterStatus[status]] if status else []
    page = matters.page_matters(
        condition, word=q.strip(), kind=KIND, statuses=wanted, before=before, after=after
    )
    found = [printing.case(PenaltyCase.of(one)) for one in page]
    return {"items": found, "before": page.before, "after": page.after}


@operation("GET", CASE, "一个案件", "case.read", answer=schemas.ref("Case"), problems=(404,))
def show_case(case_id: int) -> Json:
    """Return a case."""
    return printing.case(PenaltyCase.of(access.matter_with_id(case_id)))


@operation(
    "GET",
    f"{CASE}/trajectory",
    "案件的办理轨迹：主流程和各案件事项的每一步",
    "case.read",
    answer=schemas.items_of("Trail"),
    problems=(404,),
)
def case_trajectory(case_id: int) -> Json:
    """Return every instance of a case with its steps."""
    trails = trajectories.matter_trajectory(access.matter_with_id(case_id).id)
    actors = {step.actor_id for trail in trails for step in trail.steps if step.actor_id}
    names = history.names_of(actors)
    return {
        "items": [
            {
                **printing.instance(trail.instance),
                "steps": [printing.step(one, names) for one in trail.steps],
            }
            for trail in trails
        ]
    }


@operation(
    "GET",
    f"{CASE}/attempts",
    "案件中未通过的办理：环节、人员、时间、拦住它的规则和依据",
    "case.read",
    answer=schemas.items_of("Attempt"),
    problems=(404,),
)
def case_attempts(case_id: int) -> Json:
    """Return the attempts that were refused in a case, the latest first."""
    found = attempts.of_matter(access.matter_with_id(case_id).id)
    return {"items": [printing.attempt(one) for one in found]}


@operation(
    "GET",
    f"{CASE}/clocks",
    "案件的法定期限：起算、届满、扣除和说明",
    "case.read",
    answer=schemas.items_of("Clock"),
    problems=(404,),
)
def case_clocks(case_id: int) -> Json:
    """Return the deadlines of a case with their explanations."""
    case, now = access.matter_with_id(case_id), clock.now()
    return {"items": [printing.clock_line(one, now) for one in clocks.of_matter(case.id)]}


@operation(
    "GET",
    f"{CASE}/evidence",
    "案件的证据和审查结论",
    "evidence.read",
    answer=schemas.items_of("Evidence"),
    problems=(404,),
)
def case_evidence(case_id: int) -> Json:
    """Return the evidence of a case with the verdicts that count."""
    case = access.matter_with_id(case_id)
    pieces = evidence.of_matter(case.id)
    return {"items": [printing.evidence(one, evidence.files(one.files)) for one in pieces]}


@operation(
    "GET",
    f"{CASE}/procedures",
    "可以发起的案件事项，以及不能发起的原因",
    "case.read",
    answer=schemas.items_of("MenuChoice"),
    problems=(404,),
)
def case_menu(case_id: int) -> Json:
    """Return the menu of a case, each line with what stands against it."""
    case = access.matter_with_id(case_id)
    return {
        "items": [
            {
                "key": one.key,
                "title": one.title,
                "group": one.group,
                "is_open": not one.objection,
                "objection": one.objection,
                "parties": [
                    {"party": int(id) if id else None, "name": name} for id, name in one.whose
                ],
            }
            for one in menu.entries(case)
        ]
    }


@operation(
    "POST",
    f"{CASE}/procedures/<procedure>",
    "发起案件事项",
    "case.write",
    query={"party": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}},
    answer=schemas.ref("Advance"),
    status=201,
    problems=(404, 409, 422),
)
def start_procedure(case_id: int, procedure: str, party: int | None = None) -> Answer:
    """Start a procedure of the case menu, about one of several parties where one is named."""
    case = access.matter_with_id(case_id)
    told_ = told(operations.start_menu(case, procedure, current_officer(), whose=party))
    return Answer(told_, 201, {"Location": f"{PREFIX}/todos/{told_['opened'][0]['id']}"})


@operation(
    "POST",
    f"{CASE}/procedures/<uuid:instance_id>/end",
    "结束误启动、尚未产生效力的案件事项",
    "case.write",
    body=schemas.END,
    answer=schemas.ref("Advance"),
    problems=(400, 404, 409, 413, 415, 422),
)
def end_procedure(case_id: int, instance_id: UUID, body: Json) -> Json:
    """End a procedure beside a case that was started by mistake and has no effect yet."""
    case = access.matter_with_id(case_id)
    return told(ending.call_off(current_officer(), case, instance_id, body["reason"]))
