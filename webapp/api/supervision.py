"""Supervision (监督): instances and their trajectories, nothing of the content (办法第三十七条)."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from engine import clock
from engine.instance import Status
from webapp.api import printing, schemas
from webapp.api.door import operation
from webapp.api.reading import Unprocessable
from webapp.database import transaction
from webapp.http import current_officer_or_none, signed_in_visitor
from webapp.instances import queries, trajectories
from webapp.matters import attempts
from webapp.supervision import looks, scope
from webapp.supervision import queries as supervision

Json = dict[str, Any]
READ = scope.READ
DAY: Json = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@operation(
    "GET",
    "/instances",
    "所辖主体的办理实例，最近变动的在前，按标记翻页",
    READ,
    query={
        "procedure": schemas.WORD,
        "stage": schemas.WORD,
        "status": {"type": "string", "enum": [one.name for one in Status]},
        "overdue": {"type": "boolean", "default": False},
        "all": {"type": "boolean", "default": False},
        "since": DAY,
        "until": DAY,
        **schemas.PAGING,
    },
    answer=schemas.page_of("Instance"),
    problems=(422,),
)
def list_instances(
    overdue: bool, before: str | None = None, after: str | None = None, **given: Any
) -> Json:
    """Return a page of the instances one supervises; that one looked is recorded."""
    now, visitor = clock.now(), signed_in_visitor()
    wanted = queries.Filter(
        paths=scope.paths(visitor),
        procedure=given.get("procedure", ""),
        stage=given.get("stage", ""),
        statuses=[Status[given["status"]]] if "status" in given else (),
        overdue=overdue,
        since=_start_of("since", given.get("since")),
        until=_start_of("until", given.get("until")),
        main_only=not given["all"],
    )
    with transaction():
        asked = {**given, "overdue": overdue}
        looks.note_list(visitor, current_officer_or_none(), asked, now)
    query = queries.select_instances(wanted, now).where(scope.is_listed())
    page = queries.page_instances(query, before=before, after=after)
    found = [printing.instance(one) for one in page]
    return {"items": found, "before": page.before, "after": page.after}


@operation(
    "GET",
    "/instances/<uuid:instance_id>",
    "一个办理实例的轨迹：环节、时间、岗位、期限",
    READ,
    answer=schemas.ref("BareTrail"),
    problems=(404,),
)
def show_instance(instance_id: UUID) -> Json:
    """Return the trajectory of one instance; that one looked is recorded."""
    found = supervision.get_instance(scope.paths(signed_in_visitor()), instance_id)
    with transaction():
        looks.note_trajectory(signed_in_visitor(), current_officer_or_none(), found, clock.now())
    steps = [printing.bare_step(one) for one in trajectories.trajectory(found.id)]
    return {**printing.instance(found), "steps": steps}


@operation(
    "GET",
    "/instances/<uuid:instance_id>/attempts",
    "办理实例所在案件中未通过的办理：环节、人员、时间、规则和依据，不含内容",
    READ,
    answer=schemas.items_of("BareAttempt"),
    problems=(404,),
)
def instance_attempts(instance_id: UUID) -> Json:
    """Return the refused attempts of the matter of an instance; that one looked is recorded."""
    found = supervision.get_instance(scope.paths(signed_in_visitor()), instance_id)
    with transaction():
        looks.note_trajectory(signed_in_visitor(), current_officer_or_none(), found, clock.now())
    refused = attempts.of_matter(found.matter_id)
    return {"items": [printing.bare_attempt(one) for one in refused]}


def _start_of(name: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), clock.ZONE)
    except ValueError:
        wrong = ((name, "没有这一天"),)
        raise Unprocessable("请求参数不符合接口要求。", wrong) from None
