"""《广东省一体化行政执法平台管理办法》第三十七条: before a decision the trajectory, no content."""

import re

import pytest
import sqlalchemy as sa

from tests.factories import make_body, make_officer
from tests.harness import Browser
from tests.webapp.worked import HIDDEN
from webapp.bodies.models import Body, Kind
from webapp.database import db, transaction
from webapp.instances import queries as instances
from webapp.instances import rows
from webapp.process_records.models import AuditEntry
from webapp.supervision import looks


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture
def places(worked):
    """Return the trajectories of every procedure of the undecided case."""
    found = instances.instances_of(worked.ids["undecided"])
    return [f"/supervision/instances/{one.id}" for one in found]


@pytest.fixture
def main(worked):
    def address(name):
        return f"/supervision/instances/{worked.case(name).instance_id}"

    return address


def test_nothing_of_the_content_is_in_any_page(worked, places):
    browser = worked.enter("suwanqing")
    lists = ["/supervision/", "/supervision/?kind=", "/supervision/?kind=evidence&status=all"]
    searches = [f"/supervision/?status=all&q={word}" for word in ("禾记", "沈砚秋", "台账")]

    for place in [*places, *lists]:
        page = browser.get(place).get_data(as_text=True)
        for what, words in HIDDEN.items():
            assert words not in page, (what, place)
    for place in searches:
        assert "没有符合条件的实例" in text(browser.get(place))


def test_no_name_of_an_officer_and_no_address_of_content_either(worked, places, main):
    browser = worked.enter("suwanqing")
    case = worked.case("undecided")

    for place in places:
        page = browser.get(place).get_data(as_text=True)
        for name in ("陈伟", "李敏", "王建", "唐棠", "周慎行"):
            assert name not in page
        assert "/documents/" not in page
        assert f"/cases/{case.number}" not in page
        assert "outcome" not in page


def test_the_trajectory_tells_act_time_role_dwell_and_deadline(worked, main):
    page = text(worked.enter("suwanqing").get(main("undecided")))

    assert "未作出决定，仅可查看流程轨迹" in page
    assert "经营标签不符合规定的预包装食品案" in page
    assert "当事人名称隐去" in page
    assert "承办人 2 名" in page
    assert "立案审批 分管负责人办理" in page
    assert re.search(r"停留 \d+ 天", page)
    assert "全部一致" in page
    assert re.search(r"\d{4} · [0-9a-f]{4}…[0-9a-f]{4}", page)
    assert "办案期限" in page
    for line in ("当事人身份 隐去", "证据材料 2 项 不开放", "表单内容"):
        assert line in page


def test_every_look_is_recorded_in_the_same_request(worked, main):
    browser = worked.enter("suwanqing")

    page = text(browser.get(main("undecided")))

    assert "苏晚晴 流程轨迹 05-18 10:30" in page
    query = sa.select(AuditEntry).where(AuditEntry.action == looks.TRAJECTORY)
    entry = db.session.scalars(query).one()
    case = worked.case("undecided")
    assert (entry.matter_id, entry.body_id) == (case.id, case.body_id)
    assert entry.officer_id == worked.officer("suwanqing").id
    browser.get("/supervision/?q=预包装")
    listed = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == looks.LIST)).one()
    assert listed.details["word"] == "预包装"


def test_programs_see_the_same_territory_and_no_content_and_are_recorded(worked):
    browser, case = worked.enter("suwanqing"), worked.case("undecided")

    listed = browser.get("/api/v1/instances?all=true")
    trails = [browser.get(f"/api/v1/instances/{one.id}") for one in instances.instances_of(case.id)]

    assert str(case.instance_id) in {one["id"] for one in listed.get_json()["items"]}
    for answer in (listed, *trails):
        assert answer.status_code == 200
        page = answer.get_data(as_text=True)
        for what, words in HIDDEN.items():
            assert words not in page, what
        assert not any(name in page for name in ("陈伟", "李敏", "王建", "outcome"))
    query = sa.select(AuditEntry.matter_id).where(AuditEntry.action == looks.TRAJECTORY)
    assert db.session.scalars(query).all() == [case.id] * len(trails)
    assert db.session.scalar(sa.select(AuditEntry).where(AuditEntry.action == looks.LIST))


def test_after_the_decision_the_result_and_once_published_its_text(worked, main):
    page = text(worked.enter("suwanqing").get(main("published")))

    assert "可查看流程轨迹和公示文本" in page
    assert "处理结果 行政处罚" in page
    assert "违法行为类型：经营标签不符合规定的预包装食品。行政处罚内容：没收" in page
    assert "沈砚秋" not in page


def test_another_territory_is_not_shown(worked, main):
    elsewhere = make_body("岚北市人民政府", kind=Kind.GOVERNMENT)
    supervisor = make_officer(elsewhere, "supervisor", name="外地监督")
    db.session.commit()
    browser = Browser(worked.app).enter(supervisor.account)

    assert browser.get(main("undecided")).status_code == 404
    assert "没有符合条件的实例" in text(browser.get("/supervision/"))
    body = worked.case("undecided").body_id
    assert browser.get(f"/supervision/?body={body}").status_code == 404
    assert (
        browser.get(f"/api/v1/instances/{worked.case('undecided').instance_id}").status_code == 404
    )
    assert browser.get("/api/v1/instances").get_json()["items"] == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True),
        ("stage=审核", True),
        ("stage=送达", False),
        ("pressing=overdue", False),
        ("pressing=near", False),
        ("status=ended", False),
        ("kind=case", False),
        ("since=2026-03-01&until=2026-03-02", True),
        ("since=2026-03-03&until=2026-05-01", False),
        ("since=nonsense", True),
        ("sort=due", True),
        ("q=预包装", True),
        ("q=市场监督", True),
        ("q=城市管理", False),
    ],
)
def test_filters(worked, query, is_found):
    page = text(worked.enter("suwanqing").get(f"/supervision/?{query}"))

    assert ("拟处意见呈报" in page) is is_found


def test_the_tree_counts_what_runs_below(worked):
    page = text(worked.enter("suwanqing").get("/supervision/"))

    assert re.search(r"市市场监管局 3", page)
    assert re.search(r"市城管执法局 0", page)


def test_a_step_that_was_altered_is_named(worked, main, monkeypatch):
    real = rows.content_of

    def altered(step):
        content = real(step)
        return {**content, "role": "agency_head"} if step.seq == 3 else content

    monkeypatch.setattr("webapp.supervision.trails.rows.content_of", altered)

    page = text(worked.enter("suwanqing").get(main("undecided")))

    assert "1 条与链上摘要不一致" in page


@pytest.mark.parametrize("login", ["chenwei", "hanxu", "yunfan", "gunanqiao", "jianning"])
def test_only_supervisors_supervise(worked, main, login):
    browser = worked.enter(login)

    assert browser.get("/supervision/").status_code == 403
    assert browser.get(main("undecided")).status_code == 403


def test_the_rule_is_that_of_the_province_and_none_is_named_elsewhere(worked, main):
    browser, place = worked.enter("suwanqing"), main("undecided")
    here = [text(browser.get(address)) for address in (place, "/supervision/")]
    with transaction():
        for body in db.session.scalars(sa.select(Body)):
            body.division_code = f"31{body.division_code[2:]}"
    there = [text(browser.get(address)) for address in (place, "/supervision/")]

    assert all("《广东省一体化行政执法平台管理办法》第三十七条" in page for page in here)
    assert "平台办法 第三十七条" in here[0]
    assert all("第三十七条" not in page for page in there)
    assert "未作出决定，仅可查看流程轨迹" in there[0]
