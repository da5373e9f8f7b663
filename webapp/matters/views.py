"""The page of a matter of any kind (执法事件): its path, papers, trajectory, clocks, links."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from processes.catalogue import PROCEDURES
from webapp.bodies.models import Officer
from webapp.errors import NotFound
from webapp.http import current_officer, permission_required, signed_in_visitor
from webapp.instances import queries as instances
from webapp.instances import tracks
from webapp.instances.models import Instance
from webapp.matters import access, attempts, clocks, history, links, wording
from webapp.matters.models import Matter, MatterStatus
from webapp.procedures import queries as procedures

bp = Blueprint("matters", __name__, template_folder="templates")

FEW = 3
"""So many parties are named on the diagram."""

TONES = {
    MatterStatus.LEAD: "info",
    MatterStatus.OPEN: "soon",
    MatterStatus.SUSPENDED: "",
    MatterStatus.DECIDED: "info",
    MatterStatus.CLOSED: "good",
    MatterStatus.ARCHIVED: "good",
    MatterStatus.MERGED: "",
}


@bp.get("/matters/<number>")
@permission_required("case.read")
def show(number: str) -> ResponseReturnValue:
    """Show a matter of any kind."""
    return page(access.matter_of(number))


def page(matter: Matter) -> str:
    """Draw the page of a matter; the slices above bring its parts (panels)."""
    officer, visitor, now = current_officer(), signed_in_visitor(), clock.now()
    running = instances.instances_of(matter.id)
    shown = _chosen(running, request.args.get("instance"))
    lines = clocks.of_matter(matter.id)
    waiting = history.waiting(matter)
    return render_template(
        "matters/show.html",
        matter=matter,
        tone=TONES.get(matter.status, ""),
        instances=running,
        titles={one.id: _title(matter, one) for one in running},
        shown=shown,
        version=procedures.version(shown.version_id) if shown else None,
        track=_track(shown, waiting, now, _stands(matter, running, waiting)) if shown else None,
        events=history.events(matter),
        waiting=waiting,
        carried=[one for one in waiting if one.carries],
        mine=sorted(
            (one for one in waiting if _is_mine(one, officer)), key=lambda one: not one.carries
        ),
        clocks=wording.all_printed(lines, now, matter.names_apart),
        attempts=attempts.of_matter(matter.id),
        links=links.of_matter(matter.id),
        may_read=lambda one: access.may_read(visitor, officer, one),
        procedure=PROCEDURES[matter.kind],
        now=now,
    )


def _title(matter: Matter, instance: Instance) -> str:
    """Name a procedure of a matter; those that the main one awaits after their parties."""
    if instance.parent_id is None:
        return instance.title
    name = history.beside(matter, instance)
    return name or (matter.party.name if matter.party else instance.title)


def _stands(
    matter: Matter, running: Sequence[Instance], waiting: Sequence[history.WaitingTodo]
) -> dict[UUID, str]:
    """Say for each procedure that awaits others where its parties stand (各当事人所处环节)."""
    steps = {one.todo.instance_id: one.todo.name for one in waiting}
    found: dict[UUID, dict[str, list[str]]] = {}
    for one in running:
        if one.parent_id is not None and not one.is_sent_back:
            at = found.setdefault(one.parent_id, {})
            at.setdefault(steps.get(one.id, one.status.value), []).append(_title(matter, one))
    return {id: "；".join(_gathered(at)) for id, at in found.items()}


def _gathered(parties: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Name the parties at each step: one by one while they are few, else how many they are."""
    are_few = sum(map(len, parties.values())) <= FEW
    for step, names in parties.items():
        yield f"{'、'.join(names) if are_few else f'{len(names)}名当事人'}：{step}"


def _track(
    instance: Instance,
    waiting: Sequence[history.WaitingTodo],
    now: Any,
    stands: Mapping[UUID, str],
) -> dict[str, Any]:
    """Return the path on the diagram for the browser, with who is at it and how late."""
    track = tracks.track(instance)
    open_now: list[dict[str, Any]] = [
        {"scope": one.scope, "node": one.node, "words": stands[instance.id], "late": False}
        for one in track.waits
        if instance.id in stands and one.until is None
    ]
    for one in waiting:
        if one.todo.instance_id == instance.id:
            badge = wording.of_due(one.todo.due, now, one.todo.deadline)
            words = [one.who, badge.words if one.todo.due else ""]
            open_now.append(
                {
                    "scope": one.todo.scope,
                    "node": one.todo.node,
                    "name": one.todo.name,
                    "words": " · ".join(filter(None, words)),
                    "late": badge.tone == "late",
                }
            )
    return {
        **track.to_json(),
        "open": open_now,
        "notes": history.stamps(instance.id),
        "files": url_for("procedures.diagram", version_id=instance.version_id, process="PROCESS"),
        "now": int(now.timestamp()),
        "at": request.args.get("at", ""),
    }


def _chosen(running: Any, wanted: str | None) -> Instance | None:
    """Return the instance to draw: the one asked for, else what carries the matter now.

    That is the main procedure, or the only one that it awaits.
    """
    try:
        id = UUID(wanted or "")
    except ValueError:
        awaited = [one for one in running if one.parent_id and one.status in instances.OPEN]
        return awaited[0] if len(awaited) == 1 else running[0] if running else None
    found = next((one for one in running if one.id == id), None)
    if found is None:
        raise NotFound("本案没有这个流程实例。")
    return found


def _is_mine(one: history.WaitingTodo, officer: Officer) -> bool:
    todo = one.todo
    if todo.assignee_id is not None:
        return todo.assignee_id == officer.id
    return officer.id in (todo.candidates or ())
