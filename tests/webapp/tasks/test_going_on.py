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


def test_a_head_reads_the_file_beside_the_form_and_sees_what_is_new(worked):
    journey = worked.journey("undecided")
    journey.steps("proposal.draft")
    todo = journey.todo("proposal.opinion")
    journey.record("interview", "inv.interview")
    wangjian = worked.enter("wangjian")
    assert f'hx-get="/tasks/{todo.id}/file"' in page_of(wangjian, todo)

    file = wangjian.get(f"/tasks/{todo.id}/file").get_data(as_text=True)

    lines = [(one.split("</a>")[0].split(">")[-1], one) for one in file.split("<li")[1:]]
    new = sorted(name for name, line in lines if ">新<" in line)
    cited = [name for name, line in lines if ">引用<" in line]
    assert "以来新增 3 件" in file
    assert new == ["3．对沈砚秋的询问笔录", "案件审核意见书", "询问笔录"]
    assert cited == ["1．对禾思远的询问笔录", "2．销售台账复印件"]
    for sheet in re.findall(r'href="(/documents/\d+/sheet)" target="filed"', file):
        assert wangjian.get(sheet).status_code == 200
    assert worked.enter("hejing").get(f"/tasks/{todo.id}/file").status_code == 404


def test_what_a_form_cites_is_a_link_to_it(worked, chenwei):
    todo = worked.todo("undecided", "proposal.draft")

    page = page_of(chenwei, todo)

    assert re.search(r'href="/cases/[^"]+/evidence#e1" target="_blank"', page)
