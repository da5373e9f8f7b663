"""Refused attempts are seen, and are no acts: by a safeguard, the form, for want of the right."""

import re

import pytest

from tests.webapp.tasks.test_task_page import submit, text
from webapp.matters import attempts, clocks


@pytest.fixture
def trace(worked, state):
    """Return a function that tells what clocks, history and seals know of the case."""

    def seen():
        found = clocks.of_matter(worked.ids["undecided"])
        return state(), [(one.key, one.state, one.due) for one in found]

    return seen


def test_an_attempt_is_kept_with_rule_article_act_person_and_time(chenwei, todo, values, trace):
    before = trace()

    chenwei.complete(todo, {**values, "fine": "900000.00"})
    chenwei.complete(todo, {**values, "fine": "12.345"})

    form, safeguard = attempts.of_matter(todo.matter_id)
    assert (form.act, form.who) == (safeguard.act, safeguard.who) == ("拟处意见呈报", "陈伟")
    assert [(one.id, one.title) for one in form.rules] == [("form", "表单填写")]
    assert "罚款" in form.rules[0].sentence
    assert "12.345" not in form.rules[0].sentence
    assert all(re.fullmatch(r"S-[GP]-\d\d", one.id) for one in safeguard.rules)
    assert all(one.title and one.basis.startswith("《") for one in safeguard.rules)
    assert trace() == before


def test_who_has_no_right_to_the_act_is_kept_as_well(program, todo, values, trace):
    before = trace()

    assert program("wangjian").complete(todo, values).status_code == 403

    (found,) = attempts.of_matter(todo.matter_id)
    assert (found.who, [one.id for one in found.rules]) == ("王建", ["right"])
    assert trace() == before


def test_what_succeeds_is_no_attempt(chenwei, todo, values):
    assert chenwei.complete(todo, values).status_code == 200
    assert attempts.of_matter(todo.matter_id) == []


def test_the_case_shows_the_sentence_and_supervision_neither_it_nor_a_name(worked, todo, values):
    officer = worked.enter("chenwei")
    submit(officer, todo, {**values, "fine": "900000.00"})
    submit(officer, todo, {**values, "fine": "12.345"})
    case = worked.case("undecided")
    form, safeguard = attempts.of_matter(case.id)

    mine = text(officer.get(f"/matters/{case.reference}"))
    watched = text(worked.enter("suwanqing").get(f"/supervision/instances/{case.instance_id}"))

    assert "未通过的办理 2 次" in mine
    assert safeguard.rules[0].sentence in mine
    assert "陈伟" in mine
    assert "未通过的办理" in watched
    assert "拟处意见呈报 主办执法人员 05-18" in watched
    assert safeguard.rules[0].title in watched
    for secret in (form.rules[0].sentence, safeguard.rules[0].sentence, "900000", "陈伟"):
        assert secret not in watched


def test_programs_read_the_same_and_supervision_without_sentence_and_name(
    worked, program, chenwei, todo, values
):
    chenwei.complete(todo, {**values, "fine": "900000.00"})
    case = worked.case("undecided")

    (mine,) = chenwei.get(f"/cases/{case.id}/attempts").json["items"]
    (watched,) = program("suwanqing").get(f"/instances/{case.instance_id}/attempts").json["items"]

    assert mine["who"] == "陈伟"
    assert mine["rules"][0]["message"]
    assert mine["rules"][0]["id"] == watched["rules"][0]["id"]
    assert "who" not in watched
    assert watched["rules"][0].keys() == {"id", "title", "basis"}
    assert chenwei.get(f"/instances/{case.instance_id}/attempts").status_code == 403
