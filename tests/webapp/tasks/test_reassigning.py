"""Handlers who leave: their head is told and names others; nothing is stranded."""

import re
from urllib.parse import quote

import pytest

from webapp.accounts.models import AccountStatus
from webapp.bodies.models import CertificateStatus
from webapp.database import db, transaction
from webapp.matters import checks
from webapp.process_records.verification import verify

REASON = "陈伟调往市局工作。"


@pytest.fixture
def address(worked):
    return f"/cases/{quote(worked.case('undecided').number)}"


@pytest.fixture
def wangjian(worked):
    return worked.enter("wangjian")


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def disable(worked, login):
    with transaction():
        worked.account(login).status = AccountStatus.DISABLED


def ids(worked, *logins):
    return [worked.officer(login).id for login in logins]


def test_the_head_of_the_unit_names_another_and_the_to_dos_go_with_him(worked, address, wangjian):
    todo = worked.todo("undecided", "proposal.draft")
    leaving, to = ids(worked, "chenwei", "zhouhang")
    assert "改派承办人" in text(wangjian.get(address))

    answer = wangjian.send(f"{address}/handlers", {"leaving": leaving, "to": to, "reason": REASON})

    assert answer.status_code == 302
    case = worked.case("undecided")
    assert case.handler_ids == (to, worked.officer("limin").id)
    shown = text(wangjian.get(address))
    assert f"周航接办。改派：{REASON}" in shown
    assert f"/tasks/{todo.id}" in worked.enter("zhouhang").get("/todo").get_data(as_text=True)
    assert f"/tasks/{todo.id}" not in worked.enter("chenwei").get("/todo").get_data(as_text=True)
    told = text(worked.enter("chenwei").get(f"/tasks/{todo.id}"))
    assert "该任务由周航、李敏" in told
    home = worked.app.extensions["faxun.settings"].home
    assert verify([checks.check_handlers], home, db.session()).flaws == ()


def test_nobody_else_reassigns_and_nobody_unfit_takes_over(worked, address, wangjian):
    leaving, reviewer, spare = ids(worked, "chenwei", "tangtang", "zhouhang")
    wish = {"leaving": leaving, "to": spare, "reason": REASON}
    assert worked.enter("chenwei").send(f"{address}/handlers", wish).status_code == 403

    assert wangjian.send(f"{address}/handlers", {**wish, "reason": " "}).status_code == 422
    assert wangjian.send(f"{address}/handlers", {**wish, "to": reviewer}).status_code == 422
    assert wangjian.send(f"{address}/handlers", {**wish, "leaving": spare}).status_code == 422
    for card in worked.officer("zhouhang").certificates:
        card.status = CertificateStatus.SUSPENDED
    db.session.commit()
    answer = wangjian.send(f"{address}/handlers", wish)

    assert answer.status_code == 422
    assert worked.case("undecided").handler_ids[0] == leaving


def test_a_closed_account_raises_a_notice_that_names_who_is_gone(worked, address, wangjian):
    assert "承办人员不在岗" not in text(wangjian.get("/notices"))

    disable(worked, "chenwei")

    page = text(wangjian.get("/notices"))
    assert "承办人员不在岗的案件" in page
    assert "陈伟已离岗或者账号已停用" in page
    assert f"{address}/handlers" in wangjian.get("/notices").get_data(as_text=True)
    assert "承办人员不在岗" not in text(worked.enter("limin").get("/notices"))


def test_what_waits_for_somebody_gone_goes_to_those_whose_it_is_now(worked, address):
    journey = worked.journey("undecided")
    journey.steps("proposal.draft")
    todo = journey.todo("proposal.opinion")
    disable(worked, "wangjian")
    todo.candidates = ids(worked, "wangjian")
    db.session.commit()
    head = worked.enter("zhoushenxing")

    page = text(head.get("/notices"))
    assert f"{todo.name}" in page
    assert "王建不在岗" in page
    with transaction():
        worked.account("wangjian").status = AccountStatus.ACTIVE
    assert "王建不在岗" not in text(head.get("/notices"))
    assert head.send(f"{address}/share-out").status_code == 302
    assert worked.enter("limin").send(f"{address}/share-out").status_code == 403
