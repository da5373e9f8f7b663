"""Passing to-dos around (退回、转办、认领、退还、撤回), starting matters of a matter (案件事项)."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from processes.catalogue import GROUPS
from webapp.bodies import queries as bodies
from webapp.database import carry_out, transaction
from webapp.errors import Invalid, NotAllowed, NotFound
from webapp.http import current_officer, new_request_key, permission_required
from webapp.instances import queries as instances
from webapp.instances import todos
from webapp.matters import access
from webapp.matters.models import Matter
from webapp.tasks import authority, doors, ending, menu, operations, pages, reassigning

bp = Blueprint("handover", __name__, template_folder="templates")


@bp.route("/tasks/<uuid:task_id>/return", methods=["GET", "POST"])
@permission_required("task.complete")
def send_back(task_id: UUID) -> ResponseReturnValue:
    """Send a to-do back to an earlier step (退回)."""
    officer, todo = current_officer(), doors.mine(task_id)
    page = pages.show(officer, todo)
    errors: dict[str, str] = {}
    if request.method == "POST":
        target = request.form.get("target", "")
        try:
            if target not in {one.node for one in page.targets}:
                raise Invalid("请选择退回到哪个环节。", {"target": "请选择退回到哪个环节"})
            opinion, key = request.form.get("opinion", ""), request.form.get("_key") or None
            carry_out(lambda: operations.send_back(officer, task_id, target, opinion, key))
        except Invalid as error:
            errors = error.fields
        else:
            name = next(one.name for one in page.targets if one.node == target)
            flash(f"已退回至“{name}”。", "ok")
            return redirect(url_for("tasks.index"))
    answer = render_template(
        "tasks/return.html", page=page, errors=errors, typed=request.form, key=new_request_key()
    )
    return answer, 422 if errors else 200


@bp.route("/tasks/<uuid:task_id>/transfer", methods=["GET", "POST"])
@permission_required("task.complete")
def transfer(task_id: UUID) -> ResponseReturnValue:
    """Pass a to-do to a colleague who may do it as well (转办)."""
    officer, todo = current_officer(), doors.mine(task_id)
    people = pages.colleagues(officer, todo)
    errors: dict[str, str] = {}
    if request.method == "POST":
        to = next((one for one in people if str(one.id) == request.form.get("to")), None)
        try:
            if to is None:
                raise Invalid("请选择转给谁办理。", {"to": "请选择转给谁办理"})
            with transaction():
                operations.transfer(officer, task_id, to, request.form.get("reason", ""))
        except Invalid as error:
            errors = error.fields
        else:
            flash(f"已转给{bodies.get_officer(int(request.form['to'])).name}办理。", "ok")
            return redirect(url_for("tasks.index"))
    answer = render_template(
        "tasks/transfer.html",
        page=pages.show(officer, doors.todo(task_id)),
        people=people,
        errors=errors,
        typed=request.form,
    )
    return answer, 422 if errors else 200


@bp.post("/tasks/<uuid:task_id>/claim")
@permission_required("task.complete")
def claim(task_id: UUID) -> ResponseReturnValue:
    """Take a to-do for oneself (认领)."""
    officer, todo = current_officer(), doors.mine(task_id)
    name = todo.name
    with transaction():
        operations.claim(officer, task_id)
    flash(f"已认领“{name}”，其他人员不能再办理。", "ok")
    if request.form.get("_to") == "task":
        return redirect(url_for("tasks.show", task_id=task_id))
    return redirect(url_for("tasks.index"))


@bp.post("/tasks/<uuid:task_id>/release")
@permission_required("task.complete")
def release(task_id: UUID) -> ResponseReturnValue:
    """Give a claimed to-do back (退还)."""
    officer, todo = current_officer(), doors.mine(task_id)
    name = todo.name
    with transaction():
        operations.release(officer, task_id)
    flash(f"已退还“{name}”。", "ok")
    return redirect(url_for("tasks.index"))


@bp.post("/tasks/<uuid:task_id>/withdraw")
@permission_required("task.complete")
def withdraw(task_id: UUID) -> ResponseReturnValue:
    """Take one's own completion back (撤回)."""
    officer, todo = current_officer(), doors.todo(task_id)
    if todo.done_by != officer.id:
        raise NotFound("没有这项任务。")
    name = todo.name
    key = request.form.get("_key") or None
    carry_out(lambda: operations.withdraw(officer, task_id, key))
    flash(f"已撤回“{name}”，请重新办理。", "ok")
    return redirect(url_for("tasks.index"))


@bp.post("/cases/<number>/start/<procedure>")
@permission_required("case.write")
def start(number: str, procedure: str) -> ResponseReturnValue:
    """Start a procedure of the matter menu (发起案件事项)."""
    officer, matter = current_officer(), access.matter_of(number)
    key, party = request.form.get("_key") or None, request.form.get("party", "")
    if party and not party.isdigit():
        raise Invalid("本案没有这名当事人。", {"party": "本案没有这名当事人"})
    whose = int(party) if party else None
    advance = carry_out(lambda: operations.start_menu(matter, procedure, officer, key, whose))
    for opened in advance.answer["opened"]:
        todo = todos.get_todo(UUID(opened["id"]))
        if authority.may(current_officer(), todo):
            return redirect(url_for("tasks.show", task_id=todo.id))
    return redirect(url_for("cases.show", number=number))


@bp.post("/cases/<number>/procedures/<uuid:instance_id>/end")
@permission_required("case.write")
def call_off(number: str, instance_id: UUID) -> ResponseReturnValue:
    """End a procedure that was started by mistake (结束误启动的程序)."""
    officer, matter = current_officer(), access.matter_of(number)
    reason, key = request.form.get("reason", ""), request.form.get("_key") or None
    carry_out(lambda: ending.call_off(officer, matter, instance_id, reason, key))
    flash(f"“{instances.get_instance(instance_id).title}”已结束，原因记入办案轨迹。", "ok")
    return redirect(url_for("cases.show", number=number))


def ending_panel(matter: Matter) -> str:
    """Draw how to end what was started by mistake, where that may be done."""
    officer, running = current_officer(), instances.instances_of(matter.id)
    found = [one for one in running if not one.is_main and ending.may(officer, matter, one)]
    if not found:
        return ""
    return render_template("tasks/_ending.html", matter=matter, found=found, key=new_request_key())


@bp.route("/cases/<number>/handlers", methods=["GET", "POST"])
@permission_required("task.complete")
def reassign(number: str) -> ResponseReturnValue:
    """Put another officer in the place of a handler (改派承办人)."""
    officer, matter, now = current_officer(), access.matter_of(number), clock.now()
    if not reassigning.may(officer, matter):
        raise NotAllowed("只有承办机构负责人可以改派承办人员。")
    errors: dict[str, str] = {}
    if request.method == "POST":
        leaving, to = (request.form.get(one, type=int) or 0 for one in ("leaving", "to"))
        reason = request.form.get("reason", "")
        try:
            carry_out(lambda: reassigning.reassign(officer, matter, leaving, to, reason, now))
        except Invalid as error:
            errors = error.fields
        else:
            gone, comes = (bodies.get_officer(one).name for one in (leaving, to))
            flash(f"已改派：{gone}的承办工作由{comes}接办。", "ok")
            return redirect(url_for("cases.show", number=number))
    answer = render_template(
        "tasks/reassign.html",
        matter=matter,
        people=reassigning.replacements(matter, now),
        gone=reassigning.gone(matter.handler_ids),
        errors=errors,
        typed=request.form,
    )
    return answer, 422 if errors else 200


@bp.post("/cases/<number>/share-out")
@permission_required("task.complete")
def share_out(number: str) -> ResponseReturnValue:
    """Give what waits for people who left to those whose it is now (重新分派)."""
    officer, matter = current_officer(), access.matter_of(number)
    carry_out(lambda: reassigning.share_out(officer, matter, clock.now()))
    flash("已按现任人员重新分派。", "ok")
    return redirect(url_for("notices.index"))


def menu_panel(matter: Matter) -> str:
    """Draw the matter menu for those in charge, for their head the way to others in charge."""
    officer = current_officer()
    if matter.status.is_over:
        return ""
    if officer.id not in matter.handler_ids:
        may = matter.handler_ids and reassigning.may(officer, matter)
        return render_template("tasks/_reassign.html", matter=matter) if may else ""
    entries = menu.entries(matter)
    if not entries:
        return ""
    groups = [(title, [one for one in entries if one.group == title]) for title in GROUPS.values()]
    return render_template("tasks/_menu.html", matter=matter, groups=groups, key=new_request_key())
