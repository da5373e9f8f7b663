"""Accounts, grants and their log, for the three administrators (账号与岗位、账号日志)."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import paging
from webapp.accounts import operations, queries
from webapp.accounts.logbook import wall_clock
from webapp.accounts.models import Account
from webapp.accounts.roles import ROLES
from webapp.database import transaction
from webapp.errors import Invalid, NotFound
from webapp.http import permission_required, signed_in_visitor

bp = Blueprint("administration", __name__, template_folder="templates")


@bp.get("/accounts")
@permission_required("account.read")
def accounts() -> ResponseReturnValue:
    """List the accounts of one's bodies."""
    word = request.args.get("q", "").strip()[:50]
    before, after = paging.requested()
    page = queries.list_accounts(_paths("account.read"), word, before, after)
    return render_template("accounts/list.html", page=page, word=word, now=wall_clock())


@bp.get("/accounts/<int:account_id>")
@permission_required("account.read")
def account(account_id: int) -> ResponseReturnValue:
    """Show an account with its grants."""
    return _page(_account(account_id, "account.read"))


@bp.post("/accounts")
@permission_required("account.write")
def create() -> ResponseReturnValue:
    """Create an account with a first password that must be changed at once."""
    password = _first_password()
    with transaction():
        created = operations.create_account(
            request.form.get("login", ""),
            request.form.get("name", ""),
            password,
            actor=_actor(),
            must_change_password=True,
            at=wall_clock(),
        )
    return _page(created, password), 201


@bp.post("/accounts/<int:account_id>/password")
@permission_required("account.write")
def reset_password(account_id: int) -> ResponseReturnValue:
    """Give an account a first password again."""
    password = _first_password()
    account = _account(account_id, "account.write")
    with transaction():
        operations.reset_password(_actor(), account, password, wall_clock())
    return _page(account, password)


@bp.post("/accounts/<int:account_id>/<any(unlock, disable, enable):verb>")
@permission_required("account.write")
def change(account_id: int, verb: str) -> ResponseReturnValue:
    """Unlock, close or reopen an account."""
    operation, done = {
        "unlock": (operations.unlock_account, "已解除锁定。"),
        "disable": (operations.disable_account, "账号已停用，登录与令牌全部失效。"),
        "enable": (operations.enable_account, "账号已启用。"),
    }[verb]
    account = _account(account_id, "account.write")
    with transaction():
        operation(_actor(), account, wall_clock())
    flash(done, "ok")
    return redirect(url_for("administration.account", account_id=account_id))


@bp.post("/accounts/<int:account_id>/grants")
@permission_required("role.grant")
def grant(account_id: int) -> ResponseReturnValue:
    """Give a role in one of one's bodies."""
    account = _account(account_id, "role.grant")
    body_id = request.form.get("body", type=int)
    if body_id not in {choice.id for choice in queries.body_choices(_paths("role.grant"))}:
        raise Invalid("请选择本级或所属的执法主体。", {"body": "请选择执法主体"})
    role = request.form.get("role", "")
    with transaction():
        operations.grant_role(_actor(), account, role, body_id, wall_clock())
    flash(f"已授予“{ROLES[role].title}”岗位。", "ok")
    return redirect(url_for("administration.account", account_id=account_id))


@bp.post("/accounts/grants/<int:grant_id>/revoke")
@permission_required("role.grant")
def revoke(grant_id: int) -> ResponseReturnValue:
    """Take a role away."""
    paths = _paths("role.grant")
    if not queries.is_grant_within(grant_id, paths):
        raise NotFound("该岗位授权不存在，或不属于您管理的主体。")
    with transaction():
        revoked = operations.revoke_role(_actor(), grant_id, wall_clock())
    flash(f"已撤销“{revoked.title}”岗位。", "ok")
    return redirect(url_for("administration.account", account_id=revoked.account_id))


@bp.get("/accounts/events")
@permission_required("audit.read")
def events() -> ResponseReturnValue:
    """List what was done with accounts."""
    word = request.args.get("q", "").strip()[:50]
    before, after = paging.requested()
    page = queries.list_events(word, before, after)
    return render_template("accounts/events.html", page=page, word=word)


def _page(account: Account, password: str | None = None) -> str:
    visitor = signed_in_visitor()
    return render_template(
        "accounts/detail.html",
        account=account,
        password=password,
        grants=queries.grant_lines(account.id),
        roles=ROLES.values() if visitor.may("role.grant") else (),
        bodies=queries.body_choices(_paths("role.grant")),
        now=wall_clock(),
    )


def _account(account_id: int, permission: str) -> Account:
    account = queries.get_account(account_id)
    if not queries.is_account_within(account.id, _paths(permission)):
        raise NotFound("账号不存在，或不属于您管理的主体。")
    return account


def _paths(permission: str) -> tuple[str, ...]:
    return signed_in_visitor().paths_with(permission)


def _actor() -> Account:
    return queries.get_account(signed_in_visitor().account_id)


def _first_password() -> str:
    return f"Fx-{secrets.token_urlsafe(12)}1a"
