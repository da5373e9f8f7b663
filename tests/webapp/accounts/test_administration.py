"""Three administrators, each with a part: accounts, roles, the log; each within his own bodies."""

import pytest
import sqlalchemy as sa

from engine import clock
from tests.factories import PASSWORD, make_account, make_body, make_officer
from webapp.accounts import entry, operations, queries, tokens
from webapp.accounts.models import Account, AccountEvent, Action, RoleGrant
from webapp.accounts.roles import PERMISSIONS, ROLES, conflict
from webapp.database import db
from webapp.errors import Conflict, Invalid


@pytest.fixture
def city(app):
    return make_body("岚江市人民政府")


@pytest.fixture
def bureau(city):
    return make_body("岚江市市场监督管理局", city)


def administrator(role, body):
    return make_officer(body, role, name="管理员", certified=False).account


def held(account):
    return [line.role for line in queries.grant_lines(account.id)]


def test_a_system_administrator_creates_an_account_that_must_change_its_password(client, city):
    client.enter(administrator("system_admin", city))

    page = client.send("/accounts", {"login": "NewOne", "name": "新来"})

    account = Account.named("newone")
    assert page.status_code == 201
    assert account.must_change_password
    password = page.get_data(as_text=True).split('<code class="z-code">', 1)[1].split("<", 1)[0]
    assert client.send("/sign-in", {"login": "newone", "password": password}).status_code == 302


@pytest.mark.parametrize(
    ("login", "status", "words"),
    [
        ("x", 422, "2 至 40"),
        ("张三", 422, "2 至 40"),
        ("taken", 409, "已存在"),
        ("", 422, "2 至 40"),
    ],
)
def test_a_login_must_be_plain_and_free(client, city, login, status, words):
    make_account(login="taken")
    client.enter(administrator("system_admin", city))

    page = client.send("/accounts", {"login": login, "name": "某人"})

    assert page.status_code == status
    assert words in page.get_data(as_text=True)


def test_a_security_administrator_grants_and_revokes_and_the_history_stays(client, city, bureau):
    client.enter(administrator("security_admin", city))
    account = make_account()

    client.send(f"/accounts/{account.id}/grants", {"role": "officer_lead", "body": bureau.id})
    granted = held(account)
    grant = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.account_id == account.id)).one()
    client.send(f"/accounts/grants/{grant.id}/revoke")

    assert granted == ["officer_lead"]
    assert held(account) == []
    assert grant.revoked_at is not None
    actions = db.session.scalars(
        sa.select(AccountEvent.action).where(AccountEvent.account_id == account.id)
    ).all()
    assert actions == [Action.GRANT, Action.REVOKE]


def test_an_administrator_of_one_bureau_does_not_reach_another(client, city, bureau):
    other = make_body("岚江市交通运输局", city)
    stranger = make_officer(other, "officer_lead").account
    grant = db.session.scalars(
        sa.select(RoleGrant).where(RoleGrant.account_id == stranger.id)
    ).one()
    account = make_account()
    client.enter(administrator("security_admin", bureau))

    page = client.get(f"/accounts/{stranger.id}")
    elsewhere = client.send(f"/accounts/{account.id}/grants", {"role": "panel", "body": other.id})
    revoked = client.send(f"/accounts/grants/{grant.id}/revoke")
    listed = client.get("/accounts").get_data(as_text=True)

    assert (page.status_code, elsewhere.status_code, revoked.status_code) == (404, 422, 404)
    assert grant.revoked_at is None
    assert stranger.login not in listed


def test_nobody_grants_to_himself(app, bureau):
    actor = administrator("security_admin", bureau)

    with pytest.raises(Invalid, match="不能给自己"):
        operations.grant_role(actor, actor, "panel", bureau.id, clock.real())


def test_a_role_is_granted_once(app, bureau):
    officer = make_officer(bureau, "panel")

    with pytest.raises(Conflict, match="已有"):
        operations.grant_role(None, officer.account, "panel", bureau.id, clock.real())


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("system_admin", "security_admin"),
        ("security_admin", "audit_admin"),
        ("audit_admin", "system_admin"),
        ("system_admin", "officer_lead"),
        ("officer_lead", "supervisor"),
        ("evaluator", "legal_reviewer"),
        ("officer_lead", "process_admin"),
        ("process_admin", "agency_head"),
    ],
)
def test_roles_that_check_one_another_are_never_in_one_hand(app, bureau, role, wanted):
    officer = make_officer(bureau, role, certified=False)

    with pytest.raises(Invalid, match="兼任"):
        operations.grant_role(None, officer.account, wanted, bureau.id, clock.real())


def test_supervisors_and_evaluators_may_be_one_person():
    assert conflict(["supervisor"], "evaluator") is None


def test_the_audit_administrator_reads_the_log_of_everybody(client, city):
    client.enter(administrator("audit_admin", city))
    client.send("/sign-in", {"login": "nobody", "password": "guess"})

    page = client.get("/accounts/events?q=nobody").get_data(as_text=True)

    assert "账号或密码错误" in page


def test_unlocking_lets_a_locked_account_in_again(client, city):
    account = make_account(login="chenwei")
    for _ in range(entry.MAX_FAILURES):
        client.send("/sign-in", {"login": "chenwei", "password": "wrong"})
    client.enter(administrator("system_admin", city))

    client.send(f"/accounts/{account.id}/unlock")
    client.send("/sign-out")

    assert client.send("/sign-in", {"login": "chenwei", "password": PASSWORD}).status_code == 302


def test_disabling_revokes_tokens_and_nobody_disables_himself(client, city):
    actor = administrator("system_admin", city)
    account = make_account()
    token, _ = tokens.issue_token(account, "程序", clock.real())
    client.enter(actor)

    client.send(f"/accounts/{account.id}/disable")
    himself = client.send(f"/accounts/{actor.id}/disable")

    assert token.revoked_at is not None
    assert himself.status_code == 422


def test_every_role_has_a_title_a_group_and_known_permissions():
    unknown = {one for role in ROLES.values() for one in role.permissions} - set(PERMISSIONS)

    assert unknown == set()
    assert all(role.title for role in ROLES.values())
