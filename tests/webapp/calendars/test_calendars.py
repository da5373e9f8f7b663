"""The holidays of a year: read as they are announced, entered by one post, counted everywhere."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from engine.workdays import NATIONAL, Calendar
from tests.factories import make_body, make_officer
from tests.harness import Browser
from webapp.calendars.current import calendar
from webapp.calendars.models import CalendarYear
from webapp.calendars.reading import read_year, written
from webapp.calendars.views import _differing
from webapp.database import db, transaction
from webapp.errors import Invalid

#: As such notices read; the real one of 2027 was not out when this was written.
RESTS = """元旦 01-01 至 01-03
春节 02-05 至 02-13
清明节 04-03 至 04-05
劳动节 05-01 至 05-05
端午节 06-09
中秋节 09-15
国庆节 10-01 至 10-07"""
WORKDAYS = "01-30、02-20、05-08、09-26、10-09"


@pytest.mark.parametrize("year", [2025, 2026])
def test_what_the_library_knows_of_a_year_reads_back_as_it_was_announced(year):
    """Thirteen days on balance: the years that were announced pass without a reason."""
    rests, workdays = written(_differing(NATIONAL, year))

    days = read_year(year, rests, workdays, "")
    own = Calendar("own", days, frozenset({year}))

    on, all_days = date(year, 1, 1), []
    while on.year == year:
        all_days.append(on)
        on = date.fromordinal(on.toordinal() + 1)
    assert [own.is_workday(one) for one in all_days] == [
        NATIONAL.is_workday(one) for one in all_days
    ]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"rests": RESTS.replace("端午节 06-09\n", "")}, "rests", "缺少端午节"),
        ({"rests": RESTS.replace("端午节", "店庆")}, "rests", "“店庆”不是法定节日"),
        ({"rests": RESTS.replace("01-03", "13-03")}, "rests", "不是2027年的日期"),
        ({"rests": RESTS.replace("05-01 至 05-05", "05-02 至 05-05")}, "rests", "05-01是法定"),
        ({"rests": "元旦放三天"}, "rests", "无法识别"),
        ({"workdays": "02-08"}, "workdays", "应为不放假的周末"),
        ({"workdays": "02-06"}, "workdays", "应为不放假的周末"),
        ({"workdays": "01-30"}, "reason", "法定节假日为 13 天"),
    ],
)
def test_a_year_that_cannot_be_is_refused_with_what_is_wrong(changes, field, said):
    with pytest.raises(Invalid, match=said) as refused:
        read_year(2027, **{"rests": RESTS, "workdays": WORKDAYS, "reason": "", **changes})

    assert set(refused.value.fields) == {field}


@pytest.fixture
def keeper(app, frozen_clock):
    return Browser(app).enter(make_officer(make_body(), "registry_admin").account)


def text(answer, status=200):
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def entered(keeper, year=2027, **changes):
    values = {"rests": RESTS, "workdays": WORKDAYS, "source": "国办发明电〔2026〕99号", **changes}
    return keeper.send(f"/calendars/{year}", values)


def test_a_year_is_entered_once_and_counts_at_once_in_its_newest_form(keeper):
    assert "2027年放假安排尚未录入" in text(keeper.get("/calendars/"))
    assert not calendar().has(2027)

    assert entered(keeper).status_code == 302

    page = text(keeper.get("/calendars/2027"))
    assert "国办发明电〔2026〕99号" in page
    assert calendar().add_workdays(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert calendar().is_workday(date(2027, 1, 30))

    entered(keeper, rests=RESTS.replace("01-01 至 01-03", "01-01 至 01-04"), reason="更正")
    assert calendar().add_workdays(date(2026, 12, 31), 1) == date(2027, 1, 5)
    assert db.session.scalar(sa.select(sa.func.count(CalendarYear.id))) == 2


def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_kept(keeper):
    said = text(entered(keeper, source=""), 422)
    assert "请写明国务院办公厅通知的文号" in said
    assert "只能录入2026年和2027年" in text(entered(keeper, year=2025), 422)
    assert keeper.get("/calendars/2031").status_code == 404
    assert not calendar().has(2027)


def test_rows_cannot_be_changed_or_deleted(own_app):
    with own_app.app_context():
        for statement in ("update calendar_year set year = 1", "delete from calendar_year"):
            with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), transaction():
                db.session.execute(sa.text(statement))
