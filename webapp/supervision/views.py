"""Pages of supervision (监督): running procedures, and one trajectory on its diagram."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
from webapp.bodies import phrasing
from webapp.bodies import queries as bodies
from webapp.database import transaction
from webapp.http import (
    Visitor,
    current_officer_or_none,
    permission_required,
    signed_in_visitor,
)
from webapp.instances import queries as instances
from webapp.instances import tracks
from webapp.instances.models import Instance
from webapp.matters import attempts, clocks, wording
from webapp.matters import queries as matters
from webapp.procedures import queries as procedures
from webapp.supervision import looks, queries, scope, trails
from webapp.supervision.queries import InstanceFilter, OpenPart
from webapp.tasks.notices import Bell

bp = Blueprint("supervision", __name__, url_prefix="/supervision", template_folder="templates")

READ = scope.READ
EXTENSION = "faxun.published"
OPENING = "{supervision}"
"""What supervision may read of a matter, by the rule of the province."""

Published = Callable[[set[int]], Mapping[int, Any]]
"""Returns what is shown to the public of some matters, by matter; wired from the slice above."""


def init_app(app: Flask, published: Published) -> None:
    """Tell how to look up what the public may read already."""
    app.extensions[EXTENSION] = published


@bp.get("/")
@permission_required(READ)
def index() -> ResponseReturnValue:
    """List the running procedures of the territory (办理实例)."""
    visitor, now = signed_in_visitor(), clock.now()
    paths, wanted = scope.paths(visitor), _wanted()
    before, after = paging.requested()
    page = queries.page_of(paths, wanted, now, before=before, after=after)
    chosen = bodies.get_body(wanted.body_id) if wanted.body_id else None
    branches = bodies.tree(paths)
    shown = render_template(
        "supervision/index.html",
        page=page,
        lines=queries.lines(page, _published({row.matter_id for row in page}), now),
        wanted=wanted,
        impossible=_impossible(wanted, clock.local(now).date()),
        count=queries.count(paths, wanted, now),
        figures=queries.figures(paths, now),
        weeks=queries.weeks(paths, now),
        branches=branches,
        tree_counts=queries.tree_counts(paths),
        kinds=queries.kind_counts(paths),
        kind_titles=queries.kind_titles(),
        stages=queries.stage_counts(paths),
        chosen=chosen,
        tops=[one.body for one in branches],
        article=phrasing.basis_for(branches[0].body, OPENING, now.date()) if branches else "",
        Opening=OpenPart,
        now=now,
    )
    with transaction():
        looks.note_list(visitor, current_officer_or_none(), _filters(wanted), now)
    return shown


@bp.get("/instances/<uuid:instance_id>")
@permission_required(READ)
def trajectory(instance_id: UUID) -> ResponseReturnValue:
    """Show one trajectory; who looked is recorded in the same request (流程轨迹)."""
    visitor, officer, now = signed_in_visitor(), current_officer_or_none(), clock.now()
    instance = queries.get_instance(scope.paths(visitor), instance_id)
    with transaction():
        looks.note_trajectory(visitor, officer, instance, now)
    matter, body = matters.get_matter(instance.matter_id), bodies.get_body(instance.body_id)
    published = _published({matter.id}).get(matter.id, ())
    track, follow = tracks.track(instance), trails.followed(instance)
    lines = clocks.of_matter(matter.id)
    current = trails.current(follow, now)
    return render_template(
        "supervision/trajectory.html",
        instance=instance,
        version=procedures.version(instance.version_id),
        cause=queries.cause_of(matter),
        number=matter.reference,
        status=matter.status,
        body=body,
        opening=queries.opening_of(matter, bool(published)),
        result=matter.result,
        decided_on=clock.local(matter.decided_at).date() if matter.decided_at else None,
        published=published,
        handlers=trails.handlers(matter),
        lines=trails.lines(follow),
        current=current,
        siblings=trails.siblings(matter, instance),
        clocks=[replace(one, rows=()) for one in wording.all_printed(lines, now)],
        stays=trails.long_stays(follow, now),
        closed=trails.closed(matter),
        looks=looks.of_matter(matter.id),
        attempts=attempts.of_matter(matter.id),
        track=_drawn(track, instance, trails.marks(follow), current, now),
        article=phrasing.basis_for(body, OPENING, now.date()),
        now=now,
    )


def _drawn(
    track: tracks.Track,
    instance: Instance,
    marks: Sequence[tuple[int, str]],
    current: Sequence[trails.Current],
    now: Any,
) -> dict[str, Any]:
    """Return the path for the browser, with the badges of what is open and what is late."""
    late = {one.spot: one.late for one in current if one.instance_id == instance.id}
    elsewhere = [one for one in current if one.late and one.instance_id != instance.id]
    behind = "、".join(f"{one.name}{one.late}" for one in elsewhere)
    waits = {(one.scope, one.node) for one in track.waits}
    open_now = []
    for visit in track.current:
        spot = (visit.scope, visit.node)
        found = behind if spot in waits else late.get(spot, "")
        words = f"第 {max(1, (now - visit.since).days + 1)} 天"
        open_now.append(
            {
                "scope": visit.scope,
                "node": visit.node,
                "name": visit.name,
                "words": " · ".join(filter(None, (words, found))),
                "late": bool(found),
            }
        )
    return {
        **track.to_json(),
        "open": open_now,
        "files": url_for("procedures.diagram", version_id=instance.version_id, process="PROCESS"),
        "now": int((instance.ended_at or now).timestamp()),
        "at": request.args.get("at", ""),
        "marks": marks,
        "heat": True,
    }


def bell(visitor: Visitor) -> Bell | None:
    """Tell a supervisor how many running procedures of the territory are late (超期提醒)."""
    if not visitor.may(READ):
        return None
    late = queries.late(scope.paths(visitor), clock.now())
    return Bell(late, url_for("supervision.index", pressing="overdue"))


def _published(matter_ids: set[int]) -> Mapping[int, Any]:
    lookup: Published = current_app.extensions[EXTENSION]
    return lookup(matter_ids) if matter_ids else {}


def _wanted() -> InstanceFilter:
    """Read the filters of the address; what is no filter counts as none."""
    given = request.args
    kind = given.get("kind", instances.ANY_MAIN)
    return InstanceFilter(
        body_id=given.get("body", type=int),
        kind=kind if kind in ("", *queries.kind_titles()) else instances.ANY_MAIN,
        stage=given.get("stage", "")[:20],
        pressing=given.get("pressing", "") if given.get("pressing") in ("overdue", "near") else "",
        status=given.get("status", "open") if given.get("status") in ("ended", "all") else "open",
        since=_day(given.get("since")),
        until=_day(given.get("until")),
        word=given.get("q", "").strip()[:60],
        by_due=given.get("sort") == "due" and given.get("status", "open") == "open",
    )


def _impossible(wanted: InstanceFilter, today: date) -> str:
    """Say what is wrong with a period that nothing can lie in."""
    if wanted.since and wanted.until and wanted.until < wanted.since:
        return "截止日早于起始日，没有这样的期间。"
    if wanted.since and wanted.since > today:
        return "起始日在今天之后，还没有实例启动。"
    return ""


def _filters(wanted: InstanceFilter) -> dict[str, Any]:
    return {
        "body": wanted.body_id,
        "kind": wanted.kind,
        "stage": wanted.stage,
        "pressing": wanted.pressing,
        "status": wanted.status,
        "since": wanted.since.isoformat() if wanted.since else None,
        "until": wanted.until.isoformat() if wanted.until else None,
        "word": wanted.word,
    }


def _day(raw: str | None) -> date | None:
    try:
        return date.fromisoformat(raw or "")
    except ValueError:
        return None
