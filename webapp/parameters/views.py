"""Pages of the legal parameters: by group, one with its layers and history, the form (法定参数)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from processes.layers import settle
from processes.parameters import Group, Parameter, register
from webapp.accounts import queries as accounts
from webapp.database import transaction
from webapp.errors import Invalid
from webapp.http import permission_required, signed_in_visitor
from webapp.parameters import operations, queries, targets
from webapp.parameters.settings import SettingTarget, get_parameter, settings_for

bp = Blueprint("parameters", __name__, url_prefix="/parameters", template_folder="templates")


@bp.get("/")
@permission_required("parameter.read")
def index() -> ResponseReturnValue:
    """List every parameter with the value that holds today for whom one looks at."""
    chain = targets.chosen(request.args.get("for", ""))
    settled = settle(settings_for(chain), clock.today())
    return render_template(
        "parameters/index.html",
        groups=[
            (group, [one for one in register().values() if one.group is group]) for group in Group
        ],
        settled=settled,
        target=chain[-1],
        choices=targets.choices(),
    )


@bp.get("/<key>")
@permission_required("parameter.read")
def show(key: str) -> ResponseReturnValue:
    """Show one parameter: what each layer says, who set what when, and the form to set it."""
    return _page(get_parameter(key), targets.chosen(request.args.get("for", "")))


@bp.post("/<key>")
@permission_required("parameter.write")
def set_value(key: str) -> ResponseReturnValue:
    """Set a value for a field, an area or a body, or say why the law does not allow it."""
    parameter = get_parameter(key)
    chain = targets.chosen(request.form.get("for", ""))
    try:
        with transaction():
            operations.set_value(
                accounts.get_account(signed_in_visitor().account_id),
                chain,
                key,
                _typed(parameter),
                valid_from=_day("valid_from") or clock.today(),
                valid_to=_day("valid_to"),
                basis=request.form.get("basis", "")[:200],
                reason=request.form.get("reason", "")[:500],
                at=clock.now(),
            )
    except Invalid as refused:
        return _page(parameter, chain, refused), 422
    flash(f"已设置“{parameter.title}”。", "ok")
    return redirect(f"{url_for('parameters.show', key=key)}?for={chain[-1].address}")


def _page(
    parameter: Parameter, chain: Sequence[SettingTarget], refused: Invalid | None = None
) -> str:
    today = clock.today()
    settings = settings_for(chain)
    return render_template(
        "parameters/show.html",
        parameter=parameter,
        settled=settle(settings, today),
        settings=[one for one in settings if one.key == parameter.key],
        read=lambda value: targets.read(parameter, value),
        history=queries.history(parameter.key),
        title_of=targets.title_of,
        target=chain[-1],
        choices=targets.choices(),
        refused=refused,
        typed=request.form,
        today=today,
    )


def _typed(parameter: Parameter) -> Any:
    """Return the value of the form as it is stored; None takes the value back."""
    if request.form.get("act") == "withdraw":
        return None
    return targets.typed(parameter, request.form.getlist("value"))


def _day(name: str) -> date | None:
    raw = request.form.get(name, "").strip()
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise Invalid("日期无法识别，应形如 2026-07-01。", {name: "无法识别"}) from None
