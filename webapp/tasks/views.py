"""Pages of to-dos (待办、已办、办理任务) and what officers do with them."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

import documents
from engine import clock
from engine.advance import Advance
from forms import FormError, html
from processes.catalogue import KINDS
from webapp import paging
from webapp.assets import icon
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer
from webapp.database import carry_out, transaction
from webapp.dossiers import signing
from webapp.errors import Invalid, NotAllowed, wants_json
from webapp.http import (
    current_officer,
    new_request_key,
    permission_required,
    signed_in_visitor,
)
from webapp.instances import assigning, incidents, todos, trajectories
from webapp.instances import queries as instances
from webapp.instances.models import TodoRecord, TodoState
from webapp.instances.operations import AlreadyHandled
from webapp.matters import access
from webapp.matters import queries as matters
from webapp.tasks import (
    ahead,
    authority,
    doors,
    filed,
    lists,
    opening,
    operations,
    pages,
    proofs,
    queries,
)
from webapp.tasks.errors import Stale, StepRefused
from webapp.tasks.pages import Typed

bp = Blueprint("tasks", __name__, template_folder="templates")


THEN = "_then"
"""Sent with a submission after which the next to-do of the kind is wanted (提交并办下一件)."""


# --- lists ----------------------------------------------------------------------------------------


@bp.get("/todo")
@permission_required("todo.read")
def index() -> ResponseReturnValue:
    """Show what waits for the officer (我的待办)."""
    officer, visitor, now = current_officer(), signed_in_visitor(), clock.now()
    group = request.args.get("group", "")
    sort = request.args.get("sort", "")
    wanted = lists.Wanted(
        group=group if group in (instances.ANY_MAIN, *KINDS) else None,
        word=request.args.get("q", "").strip()[:60],
        stage=request.args.get("stage", "")[:20],
        pressing=request.args.get("pressing", ""),
        sort=lists.Sort[sort] if sort in lists.Sort.__members__ else lists.Sort.DUE,
    )
    before, after = paging.requested()
    page, lines = lists.page_waiting(officer, visitor.held, wanted, now, before=before, after=after)
    unsigned = signing.waiting_for(officer.id)
    return render_template(
        "tasks/index.html",
        page=page,
        lines=lines,
        wanted=wanted,
        figures=lists.figures(officer, visitor.held, len(unsigned), now),
        kinds=KINDS,
        sorts=lists.Sort,
        pressing=lists.PRESSING,
        reminders=lists.reminders(visitor, officer, now),
        unsigned=unsigned,
        may_register=(registers := _may_register(officer)),
        may_open=len(opening.openable(visitor, officer.body_id)) > int(registers),
        now=now,
    )


@bp.get("/done")
@permission_required("todo.read")
def done() -> ResponseReturnValue:
    """Show what the officer has done (已办)."""
    officer = current_officer()
    word = request.args.get("q", "").strip()[:60]
    before, after = paging.requested()
    page, lines = lists.page_done(officer, word, clock.now(), before=before, after=after)
    return render_template(
        "tasks/done.html",
        page=page,
        lines=lines,
        word=word,
        withdrawable=lists.withdrawable(page.rows),
        new_key=new_request_key,
    )


# --- one to-do ------------------------------------------------------------------------------------


@bp.get("/tasks/<uuid:task_id>")
@permission_required("task.complete")
def show(task_id: UUID) -> ResponseReturnValue:
    """Show a to-do with its form, or what was submitted once it is done."""
    officer, look = current_officer(), doors.look(task_id)
    if look.todo.state in (TodoState.DONE, TodoState.CANCELED):
        return _done_page(look.todo)
    page = _page(officer, look)
    if look.objection is None and look.todo.seen_at is None:
        with transaction():
            assigning.see(look.todo, clock.now())
    return page


@bp.post("/tasks/<uuid:task_id>")
@permission_required("task.complete")
def complete(task_id: UUID) -> ResponseReturnValue:
    """Submit a to-do (办理)."""
    officer, todo = current_officer(), doors.to_submit(task_id)
    key, etag = request.form.get("_key") or None, request.form.get("_etag") or None
    instance_id, node, name = todo.instance_id, todo.node, todo.name

    def submit() -> tuple[Advance, UUID | None]:
        advance = operations.complete(officer, task_id, request.form, key, etag)
        return advance, _own_next(officer, advance)

    try:
        with incidents.recording(instance_id, f"node:{node}"):
            advance, own = carry_out(submit)
    except FormError as error:
        _record(task_id, error)
        return _again(task_id, Typed(error.values, error.errors, key=key or ""))
    except StepRefused as refused:
        _record(task_id, refused)
        form = pages.form_of(todos.get_todo(task_id))
        errors = pages.field_errors(form, refused.fields)
        return _again(task_id, Typed(refused.values, errors, refused.refusals, key=key or ""))
    except Stale as error:
        return _again(task_id, Typed(pages.as_typed(request.form), notice=str(error)), 409)
    except NotAllowed as error:
        _record(task_id, error)
        doors.todo(task_id)  # to others there is no such task
        raise
    except AlreadyHandled as error:
        return _handled_page(doors.todo(task_id), error), 409
    except Invalid as error:
        form = pages.form_of(todos.get_todo(task_id))
        errors = pages.field_errors(form, error.fields)
        notice = "" if errors else str(error)
        return _again(
            task_id, Typed(pages.as_typed(request.form), errors, notice=notice, key=key or "")
        )
    if own is not None and not request.form.get(THEN):
        flash(_said(name, advance.answer.get("document_number")), "ok")
        return redirect(url_for("tasks.show", task_id=own))
    return redirect(url_for("tasks.onward", task_id=task_id, then=request.form.get(THEN) or None))


@bp.get("/tasks/<uuid:task_id>/onward")
@permission_required("task.complete")
def onward(task_id: UUID) -> ResponseReturnValue:
    """Lead on from a done to-do: to the next of the officer's, or tell who has the matter now."""
    officer, todo = current_officer(), doors.todo(task_id)
    document = proofs.document_of(todo)
    said = _said(todo.name, document.number if document else None)
    found = None
    if "then" in request.args:
        found = lists.next_alike(officer, signed_in_visitor().held, todo)
        said += "" if found else "没有其他同类待办。"
    found = found or ahead.own_next(officer, todo)
    if found is None or found.matter_id != todo.matter_id:
        said += ahead.whose_turn(todo)
    flash(said, "ok")
    if found is not None:
        return redirect(url_for("tasks.show", task_id=found.id))
    return redirect(url_for("tasks.index"))


@bp.get("/tasks/<uuid:task_id>/file")
@permission_required("task.complete")
def file(task_id: UUID) -> ResponseReturnValue:
    """Show the papers and the evidence of the matter beside the form (卷内材料)."""
    officer, todo = current_officer(), doors.mine(task_id)
    matter = matters.get_matter(todo.matter_id)
    return render_template("tasks/_filed.html", filed=filed.of(officer, todo), matter=matter)


@bp.post("/tasks/<uuid:task_id>/draft")
@permission_required("task.complete")
def save_draft(task_id: UUID) -> ResponseReturnValue:
    """Keep what was typed so far (暂存); a script gets time, safeguards and bands back."""
    officer = current_officer()
    raw = request.get_json(silent=True) if request.is_json else None
    values = pages.as_typed(raw if isinstance(raw, dict) else request.form)
    with transaction():
        operations.save_draft(officer, task_id, values)
    now = clock.now()
    if not wants_json():
        flash(f"草稿已于 {now:%H:%M} 保存。", "ok")
        return redirect(url_for("tasks.show", task_id=task_id))
    standings = queries.standing(officer, task_id, values)
    return jsonify(
        saved=f"{now:%H:%M}",
        safeguards=render_template("tasks/_safeguards.html", standings=standings),
        fields=pages.redrawn(officer, todos.get_todo(task_id), values),
    )


@bp.route("/tasks/<uuid:task_id>/preview", methods=["GET", "POST"])
@permission_required("task.complete")
def preview(task_id: UUID) -> ResponseReturnValue:
    """Show the document as it would look with what is typed so far (文书预览)."""
    officer, todo = current_officer(), doors.mine(task_id)
    raw = pages.as_typed(request.form) if request.method == "POST" else None
    answer = make_response(proofs.preview(officer, todo, raw))
    # Nothing in it may run; our own page may look how high it is.
    policy = documents.preview_policy().replace("sandbox", "sandbox allow-same-origin")
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'self'"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@bp.post("/tasks/<uuid:task_id>/proof")
@permission_required("task.complete")
def proof(task_id: UUID) -> ResponseReturnValue:
    """Print the document on trial as PDF (试印)."""
    officer, todo = current_officer(), doors.mine(task_id)
    pdf = proofs.render(officer, todo, pages.as_typed(request.form))
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": 'inline; filename="proof.pdf"'},
    )


# --- helpers --------------------------------------------------------------------------------------


def _record(task_id: UUID, error: StepRefused | FormError | NotAllowed) -> None:
    """Keep a refused attempt in a transaction of its own."""
    with transaction():
        operations.record_refusal(current_officer(), task_id, error)


def _page(officer: Officer, look: doors.Glance, typed: Typed | None = None) -> str:
    page = pages.show(officer, look.todo, look.objection, typed)
    return render_template(
        "tasks/show.html",
        page=page,
        form=html.render(
            page.form,
            page.values,
            errors=typed.errors if typed else (),
            choices=page.choices,
            now=page.now,
            icon=icon,
            fixed=page.fixed,
        ),
        may_read=access.may_read(signed_in_visitor(), officer, page.matter),
    )


def _again(task_id: UUID, typed: Typed, status: int = 422) -> ResponseReturnValue:
    """Show the page once more with everything that was typed."""
    return _page(current_officer(), doors.look(task_id), typed), status


def _handled_page(todo: TodoRecord, error: AlreadyHandled) -> str:
    """Say who was first and keep what was typed, to copy (已被他人先行办理)."""
    form, typed = pages.form_of(todo), pages.as_typed(request.form)
    return render_template(
        "tasks/handled.html",
        todo=todo,
        matter=matters.get_matter(todo.matter_id),
        error=error,
        form=html.show(form, typed, choices=pages.file_names(form, typed), icon=icon),
        text=proofs.as_text(form, typed),
    )


def _done_page(todo: TodoRecord) -> ResponseReturnValue:
    submission = trajectories.submission_for(todo.id)
    officer = current_officer()
    matter = matters.get_matter(todo.matter_id)
    shown = None
    if submission is not None:
        form = pages.form_of(todo)
        shown = html.show(
            form,
            submission.values,
            choices=pages.choices_to_read(officer, todo, submission.values),
            icon=icon,
        )
    return render_template(
        "tasks/closed.html",
        todo=todo,
        matter=matter,
        submission=submission,
        form=shown,
        by=bodies.get_officer(todo.done_by) if todo.done_by else None,
        document=proofs.document_of(todo),
        may_read=access.may_read(signed_in_visitor(), officer, matter),
        may_withdraw=todo.done_by == officer.id and todo.id in lists.withdrawable([todo]),
        key=new_request_key(),
    )


def _own_next(officer: Officer, advance: Advance) -> UUID | None:
    """Return which of the tasks that follow is the officer's own."""
    opened = todos.some(UUID(one["id"]) for one in advance.answer.get("opened", ()))
    return next((one.id for one in opened if authority.may(officer, one)), None)


def _said(name: str, number: str | None) -> str:
    return f"“{name}”已提交。" + (f"文书编号 {number}。" if number else "")


def _may_register(officer: Officer) -> bool:
    return authority.holds(officer, ("intake",), officer.body_id)
