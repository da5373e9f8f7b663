"""After a submission one goes on to the next step of one's own, or reads who has the matter now."""

import re

import pytest

from tests.webapp.tasks.test_task_page import page_of, submit


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture
def chenwei(worked):
    return worked.enter("chenwei")


def test_what_else_of_the_matter_is_theirs_comes_next(worked, chenwei):
    journey = worked.journey("undecided")
    waiting = worked.todo("undecided", "proposal.draft")
    journey.start("extension")
    todo = journey.todo("case.extend_draft")

    answer = submit(chenwei, todo, journey.submission(todo))
    onward = chenwei.get(answer.location)
    page = text(chenwei.get(onward.location))

    assert onward.location == f"/tasks/{waiting.id}"
    assert f"“{todo.name}”已提交" in page


def test_heads_go_from_one_approval_to_the_next_of_the_kind(worked):
    journey = worked.journey("undecided")
    wangjian = worked.enter("wangjian")
    for _ in range(2):
        journey.start("extension")
        journey.do("case.extend_draft")
    first, second = [one for one in journey.open_todos() if "case.extend_opinion" in one.acts]
    values = journey.submission(first)
    assert "提交并办下一件" in page_of(wangjian, first)

    answer = submit(wangjian, first, values, _then="next")
    onward = wangjian.get(answer.location)

    assert onward.location == f"/tasks/{second.id}"
    assert "提交并办下一件" not in page_of(wangjian, second)
    answer = submit(wangjian, second, values, _then="next")
    assert "没有其他同类待办" in text(wangjian.get(answer.location, follow_redirects=True))
