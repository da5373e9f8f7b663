"""Matters of any kind (执法事件): open one, read them, and what they come from."""

from typing import Any

from engine import clock
from webapp.api import forms_json, printing, schemas
from webapp.api.answers import Answer
from webapp.api.door import PREFIX, operation
from webapp.api.todos import told
from webapp.http import current_officer, signed_in_visitor
from webapp.matters import access, links
from webapp.matters import queries as matters
from webapp.matters.models import MatterStatus
from webapp.tasks import authority, intake, opening

Json = dict[str, Any]
MATTER = "/matters/<int(max=2147483647):matter_id>"


@operation(
    "GET",
    "/matters/openable",
    "按岗位可以启动的程序",
    "matter.open",
    answer=schemas.items_of("Openable"),
)
def list_openable() -> Json:
    """Return the procedures of which the officer may open a matter."""
    found = opening.openable(signed_in_visitor(), current_officer().body_id)
    return {
        "items": [
            {"procedure": one.key, "title": one.title, "act": one.opens.act}
            for one in found
            if one.opens
        ]
    }


@operation(
    "GET",
    "/matters/form/<procedure>",
    "启动一种程序的表单：结构、界面提示和可选内容",
    "matter.open",
    answer=schemas.ref("LeadForm"),
    problems=(404,),
)
def opening_form(procedure: str) -> Json:
    """Return the form with which a matter of a kind begins."""
    return form_to_open(procedure)


def form_to_open(kind: str) -> Json:
    """Return the form of a kind for the officer who asks, with what it starts with."""
    _, opens = opening.get(kind)
    officer, now = current_officer(), clock.now()
    form = opening.form_of(kind, officer.body)
    authority.require(officer, opens.role, officer.body_id)
    values = intake.initial(form, now)
    return {
        "schema": forms_json.schema_of(form),
        "uiHints": forms_json.hints_of(form),
        "data": values,
        "choices": printing.choices(intake.offer(officer, form, values, now)),
    }


@operation(
    "POST",
    "/matters",
    "启动任何一种程序，可以注明来源事项",
    "matter.open",
    body=schemas.OPEN,
    answer=schemas.ref("Advance"),
    status=201,
    problems=(400, 404, 409, 413, 415, 422),
)
def open_matter(body: Json) -> Answer:
    """Open a matter of any kind."""
    origin = access.matter_with_id(body["origin"]) if "origin" in body else None
    told_ = told(
        opening.open_matter(current_officer(), body["procedure"], body["data"], origin=origin)
    )
    return Answer(told_, 201, {"Location": f"{PREFIX}/matters/{told_['case']}"})


@operation(
    "GET",
    "/matters",
    "可以查看的各类事项，最近变动的在前，按标记翻页",
    "case.read",
    query={
        "q": schemas.WORD,
        "kind": {"type": "string", "maxLength": 100},
        "status": {"type": "string", "enum": [one.name for one in MatterStatus]},
        "mine": {"type": "boolean", "default": False},
        **schemas.PAGING,
    },
    answer=schemas.page_of("Matter"),
    problems=(422,),
)
def list_matters(
    mine: bool,
    q: str = "",
    kind: str = "",
    status: str = "",
    before: str | None = None,
    after: str | None = None,
) -> Json:
    """Return a page of the matters one may read."""
    officer = current_officer()
    condition = access.readable(signed_in_visitor(), officer)
    if mine:
        condition = condition & access.handled_by(officer)
    page = matters.page_matters(
        condition,
        word=q.strip(),
        kind=kind,
        statuses=[MatterStatus[status]] if status else [],
        before=before,
        after=after,
    )
    found = [printing.matter(one) for one in page]
    return {"items": found, "before": page.before, "after": page.after}


@operation("GET", MATTER, "一个事项", "case.read", answer=schemas.ref("Matter"), problems=(404,))
def show_matter(matter_id: int) -> Json:
    """Return a matter of any kind."""
    return printing.matter(access.matter_with_id(matter_id))


@operation(
    "GET",
    f"{MATTER}/links",
    "事项的来源和由其产生的事项",
    "case.read",
    answer=schemas.items_of("Related"),
    problems=(404,),
)
def matter_links(matter_id: int) -> Json:
    """Return what a matter is linked with; those one may not read by their number only."""
    visitor, officer = signed_in_visitor(), current_officer()
    found = links.of_matter(access.matter_with_id(matter_id).id)
    return {
        "items": [
            {
                "kind": one.kind.name,
                "words": one.words,
                "is_source": one.is_source,
                "reference": one.matter.reference,
                "matter": one.matter.id if access.may_read(visitor, officer, one.matter) else None,
                "at": printing.moment(one.at),
            }
            for one in found
        ]
    }
