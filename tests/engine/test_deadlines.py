"""Deadlines against vectors computed by hand from the calendar and the articles named.

2026 (State Council notice): rest 1-3 Jan, 15-23 Feb, 4-6 Apr, 1-5 May, 19-21 Jun, 25-27 Sep, 1-7 Oct;
working weekends 4 Jan, 14 Feb, 28 Feb, 9 May, 20 Sep, 10 Oct. 2025: rest 1 Jan, 28 Jan-4 Feb, 4-6 Apr,
1-5 May, 31 May-2 Jun, 1-8 Oct; working weekends 26 Jan, 8 Feb, 27 Apr, 28 Sep, 11 Oct.
"""  # noqa: E501

from datetime import UTC, date, datetime

import pytest

from engine.clock import ZONE
from engine.counting import Pause
from engine.deadlines import Deadline, Extension, State, Unit, earliest_after
from engine.errors import CalendarMissing
from engine.workdays import NATIONAL, Calendar, Override

WD, ND, H, M, Y = Unit.WORKDAY, Unit.DAY, Unit.HOUR, Unit.MONTH, Unit.YEAR
TESTING = Pause("检测", date(2026, 4, 15), date(2026, 4, 26), "鉴期〔2026〕22号")
HEARING = Pause("听证", date(2026, 4, 20), date(2026, 5, 2), "听通〔2026〕3号")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def clock(start, length, unit, **more):
    return Deadline("DL", "办案期限", at(start), length, unit, "《行政处罚法》第六十条", **more)


def pause(first, last, kind="检测"):
    return Pause(kind, date.fromisoformat(first), date.fromisoformat(last))


WORKING_DAYS = [
    # 市监57 (DL-09) 5 wd: 3, 4, 5, 6, 9 March
    ("2026-03-02", 5, "2026-03-09"),
    # 罚64(1) (DL-10) 5 wd over 清明: 3, then 7, 8, 9, 10 April
    ("2026-04-02", 5, "2026-04-10"),
    # 5 wd over 劳动节 with a make-up Saturday: 6, 7, 8, 9 (Sat), 11 May
    ("2026-04-30", 5, "2026-05-11"),
    # 1 wd ending on the make-up Saturday itself
    ("2026-05-08", 1, "2026-05-09"),
    # holidays: 14 (Sat), 24, 25 February
    ("2026-02-13", 3, "2026-02-25"),
    # holidays: 14, 24, 25, 26, 27, 28 (Sat) February, 2 March
    ("2026-02-13", 7, "2026-03-02"),
    # holidays: 20 (Sun), 21-24, 28, 29 September
    ("2026-09-18", 7, "2026-09-29"),
    # holidays: 8, 9, 10 (Sat) October
    ("2026-09-30", 3, "2026-10-10"),
    # holidays: 28 (Sun), 29, 30 Sep, 9, 10, 11 (Sat), 13 Oct 2025
    ("2025-09-26", 7, "2025-10-13"),
    # notices of 2025 and 2026, 三项(六) 20 wd (DL-29): 6-9, 11-15, 18-22, 25-29 May, 1 June
    ("2026-04-30", 20, "2026-06-01"),
    # 罚71 (DL-19) 2 wd over the new year: 4 (Sun), 5 January
    ("2025-12-31", 2, "2026-01-05"),
    # 罚56 (DL-03) 7 wd over the new year: 29, 30, 31 Dec, 4 (Sun), 5, 6, 7 Jan
    ("2025-12-26", 7, "2026-01-07"),
    # 罚48 (DL-30) 2 of 3 wd over 端午: 22, 23 June
    ("2026-06-18", 2, "2026-06-23"),
    # 市监77 (DL-40) 15 wd: 18, 22-26, 29, 30 June, 1-3, 6-9 July
    ("2026-06-17", 15, "2026-07-09"),
    # a start inside a holiday: 8, 9 October
    ("2026-10-03", 2, "2026-10-09"),
    # 罚56 7 wd: 5, 6, 9-13 March
    ("2026-03-04", 7, "2026-03-13"),
    # 7 wd over 春节 2025: 26 (Sun), 27 Jan, 5, 6, 7, 8 (Sat), 10 Feb
    ("2025-01-24", 7, "2025-02-10"),
    # 5 wd that stay inside the last covered year: 25, 28-31 December
    ("2026-12-24", 5, "2026-12-31"),
]

NATURAL_DAYS = [
    # 罚60 (DL-02) 90 nd: 29 in March, 30 in April, 31 May is a Sunday -> 1 June
    ("2026-03-02", 90, "2026-06-01"),
    # holidays: 1 October -> 8 October
    ("2026-07-03", 90, "2026-10-08"),
    # 罚67 (DL-18) 15 nd, a Wednesday
    ("2026-03-10", 15, "2026-03-25"),
    # 罚67 15 nd to 5 May (劳动节) -> 6 May
    ("2026-04-20", 15, "2026-05-06"),
    # 罚67 15 nd to 1 May -> 6 May
    ("2026-04-16", 15, "2026-05-06"),
    # 民诉95 (DL-17) 30 nd to 15 February (春节) -> 24 February
    ("2026-01-16", 30, "2026-02-24"),
    # 罚67 15 nd to Saturday 9 May, a make-up working day: no move
    ("2026-04-24", 15, "2026-05-09"),
    # 移9 (DL-34) 3 natural days to 3 May -> 6 May
    ("2026-04-30", 3, "2026-05-06"),
    # 粤听38 (DL-15) 30 nd to Saturday 1 August -> Monday 3 August
    ("2026-07-02", 30, "2026-08-03"),
]

MONTHS = [
    # 强53 (DL-24) 3 months from 31 January: April has no 31st
    ("2026-01-31", 3, M, "2026-04-30"),
    # 诉46 (DL-43) 6 months to 28 February 2026, a make-up working Saturday
    ("2025-08-31", 6, M, "2026-02-28"),
    # the corresponding day
    ("2026-03-15", 3, M, "2026-06-15"),
    # 6 months to 1 October -> 8 October
    ("2026-04-01", 6, M, "2026-10-08"),
    # 3 months to 4 October -> 8 October
    ("2026-07-04", 3, M, "2026-10-08"),
    # 罚36 (DL-44) 2 years from a leap day
    ("2024-02-29", 2, Y, "2026-02-28"),
    # 罚36 5 years
    ("2021-06-15", 5, Y, "2026-06-15"),
]

HOURS = [
    # 移5 (DL-32), 市监80: the hour of the start is not counted
    ("2026-03-02T10:20", {}, "2026-03-03T11:00"),
    # the full hour too
    ("2026-03-02T10:00", {}, "2026-03-03T11:00"),
    # the cautious reading, from the very minute
    ("2026-03-02T10:20", {"counts_first_hour": True}, "2026-03-03T10:20"),
    # 强19 (DL-04): straight through a holiday, no move
    ("2026-10-01T15:30", {}, "2026-10-02T16:00"),
    # over the year end
    ("2025-12-31T23:45", {"counts_first_hour": True}, "2026-01-01T23:45"),
    # 交127 (DL-39): a day on the way is left out: 6 h, then 18 h
    (
        "2026-03-02T18:00",
        {"counts_first_hour": True, "pauses": (pause("2026-03-03", "2026-03-03"),)},
        "2026-03-04T18:00",
    ),
]

# 罚60 with 市监64: 90 nd from 2 March are nominally over on 31 May
PAUSES = [
    # the page of the mock: 12 days of testing, 12 June
    ((TESTING,), "2026-06-12"),
    # 15-26 April and 20 April-2 May overlap: 18 days, once
    ((TESTING, HEARING), "2026-06-18"),
    # the order they are recorded in does not matter
    ((HEARING, TESTING), "2026-06-18"),
    # recorded twice, counted once
    ((TESTING, TESTING), "2026-06-12"),
    # over before the start
    ((pause("2026-02-20", "2026-02-28"),), "2026-06-01"),
    # begun before the start: 3, 4, 5 March
    ((pause("2026-02-25", "2026-03-05"),), "2026-06-03"),
    # after the end
    ((pause("2026-06-02", "2026-06-10"),), "2026-06-01"),
    # beginning on the last day: the 90th day is 5 June
    ((pause("2026-05-31", "2026-06-04"),), "2026-06-05"),
    # two apart: 12 and 3 days (15 June)
    ((TESTING, pause("2026-05-04", "2026-05-06", "公告")), "2026-06-15"),
]


@pytest.mark.parametrize(("start", "length", "end"), WORKING_DAYS)
def test_working_days_end_where_the_calendar_says(start, length, end):
    assert clock(start, length, WD).due(NATIONAL) == at(f"{end}T23:59:59")


@pytest.mark.parametrize(("start", "length", "end"), NATURAL_DAYS)
def test_natural_days_that_end_on_a_rest_day_move_to_the_next_working_day(start, length, end):
    assert clock(start, length, ND).due(NATIONAL) == at(f"{end}T23:59:59")


@pytest.mark.parametrize(("start", "length", "unit", "end"), MONTHS)
def test_months_and_years_end_on_the_corresponding_day(start, length, unit, end):
    assert clock(start, length, unit).due(NATIONAL) == at(f"{end}T23:59:59")


@pytest.mark.parametrize(("start", "more", "end"), HOURS)
def test_hours_run_through_rest_days(start, more, end):
    assert clock(start, 24, H, **more).due(NATIONAL) == at(end)


@pytest.mark.parametrize(("pauses", "end"), PAUSES)
def test_paused_days_are_not_counted_and_overlaps_count_once(pauses, end):
    assert clock("2026-03-02", 90, ND, pauses=pauses).due(NATIONAL) == at(f"{end}T23:59:59")


def test_the_ends_of_a_pause_can_be_left_running():
    # only 16-25 April are paused: ten days, 10 June
    deadline = clock("2026-03-02", 90, ND, pauses=(TESTING,), pause_ends_count=False)

    assert deadline.due(NATIONAL) == at("2026-06-10T23:59:59")


def test_a_pause_of_one_day_takes_one_day():
    # 3 March + 90 is Monday 1 June; one paused day, 2 June
    deadline = clock("2026-03-03", 90, ND, pauses=(pause("2026-04-15", "2026-04-15"),))

    assert deadline.due(NATIONAL) == at("2026-06-02T23:59:59")


@pytest.mark.parametrize(
    ("first", "last", "end"),
    [
        # 市监55 (DL-08) 10 wd from 2 March: 3-6, 9-13, 16; three are paused -> 19 March
        ("2026-03-05", "2026-03-09", "2026-03-19"),
        # a weekend takes no working day
        ("2026-03-07", "2026-03-08", "2026-03-16"),
    ],
)
def test_working_days_lose_only_paused_working_days(first, last, end):
    deadline = clock("2026-03-02", 10, WD, pauses=(pause(first, last, "补正材料"),))

    assert deadline.due(NATIONAL) == at(f"{end}T23:59:59")


def test_months_are_lengthened_by_their_paused_days():
    # 诉48 with ten days of 不可抗力: 15 June and ten days
    deadline = clock("2026-03-15", 3, M, pauses=(pause("2026-04-01", "2026-04-10", "不可抗力"),))

    assert deadline.due(NATIONAL) == at("2026-06-25T23:59:59")


@pytest.mark.parametrize(
    ("start", "length", "unit", "more", "more_unit", "pauses", "end"),
    [
        # 市监18 (DL-01): 15 wd to 23 March, 15 more to 14 April (清明 between)
        ("2026-03-02", 15, WD, 15, WD, (), "2026-04-14"),
        # 市监64 (DL-02): 90 + 30 nd, Tuesday 30 June
        ("2026-03-02", 90, ND, 30, ND, (), "2026-06-30"),
        # and twelve days of testing: Sunday 12 July -> 13 July
        ("2026-03-02", 90, ND, 30, ND, (TESTING,), "2026-07-13"),
        # an extension in another unit goes on from the nominal end: 9 March, then 10 natural days
        ("2026-03-02", 5, WD, 10, ND, (), "2026-03-19"),
    ],
)
def test_extensions_go_on_from_the_nominal_end(start, length, unit, more, more_unit, pauses, end):
    extension = Extension(more, more_unit, "延期〔2026〕1号")
    deadline = clock(start, length, unit, extensions=(extension,), pauses=pauses)

    assert deadline.due(NATIONAL) == at(f"{end}T23:59:59")


def test_seizure_is_planned_without_the_move_to_a_working_day():
    # 强25 (DL-05): 30 nd to 15 February, inside 春节; extended once to 19 May from 20 March
    assert clock("2026-01-16", 30, ND, roll_over=False).due(NATIONAL) == at("2026-02-15T23:59:59")
    extended = clock("2026-03-20", 30, ND, roll_over=False, extensions=(Extension(30, ND),))
    assert extended.due(NATIONAL) == at("2026-05-19T23:59:59")


def test_the_day_of_the_start_is_the_local_one():
    # 17:00 UTC on 2 March is 3 March here: 4, 5, 6, 9, 10 March
    start = datetime(2026, 3, 2, 17, tzinfo=UTC)

    due = Deadline("DL-09", "陈述申辩期", start, 5, WD, "").due(NATIONAL)

    assert due == at("2026-03-10T23:59:59")


@pytest.mark.parametrize(
    ("start", "days", "earliest"),
    [
        # 罚64(2) (DL-13): 20-24, 28, 29 September are seven full days, the eighth is the 30th
        ("2026-09-18", 7, "2026-09-30"),
        # 6-9, 11-13 May, the eighth is the 14th
        ("2026-04-30", 7, "2026-05-14"),
        # 强51 (DL-25) 3 wd: 13, 14 (Sat), 24 February, then the 25th
        ("2026-02-12", 3, "2026-02-25"),
    ],
)
def test_so_many_full_working_days_lie_before_the_earliest_day(start, days, earliest):
    first, day = date.fromisoformat(start), date.fromisoformat(earliest)

    assert earliest_after(first, days, NATIONAL) == day
    assert NATIONAL.workdays_between(first, day) == days


def test_six_working_days_between_notice_and_hearing_are_one_too_few():
    # 20 (Sun), 21-24, 28 September
    assert NATIONAL.workdays_between(date(2026, 9, 18), date(2026, 9, 29)) == 6


def test_a_year_without_data_refuses_and_says_so():
    # holidays: 25, 28-31 December are five; the sixth lies in 2027
    deadline = clock("2026-12-24", 7, WD, event="送达")

    with pytest.raises(CalendarMissing) as caught:
        deadline.due(NATIONAL)
    assert caught.value.year == 2027
    assert deadline.status(NATIONAL, at("2026-12-25T09:00")) is State.UNKNOWN
    assert deadline.earliest(NATIONAL) == date(2027, 1, 2)
    assert deadline.explain(NATIONAL).sentence == (
        "自 12月24日送达次日起算 7 个工作日，2027年放假安排尚未录入，"
        "届满日待定，不早于 2027年1月2日。"
    )
    assert deadline.status(NATIONAL, at("2027-01-02T09:00"), date(2026, 12, 30)) is State.MET


def test_an_imported_year_is_counted():
    # with 1 January (Friday) off, the sixth and seventh days are 4 and 5 January 2027
    imported = Calendar(
        "2026-11", (Override(date(2027, 1, 1), workday=False, name="元旦"),), frozenset({2027})
    )

    assert clock("2026-12-24", 7, WD).due(imported) == at("2027-01-05T23:59:59")


def test_natural_days_need_the_calendar_only_to_move_the_end():
    # 20 December + 15 is 4 January 2027
    with pytest.raises(CalendarMissing):
        clock("2026-12-20", 15, ND).due(NATIONAL)
    assert clock("2026-12-20", 15, ND, roll_over=False).due(NATIONAL) == at("2027-01-04T23:59:59")


def test_an_open_pause_stops_the_clock_until_it_ends():
    deadline = clock(
        "2026-03-02", 90, ND, event="立案", pauses=(Pause("检测", date(2026, 4, 15), None),)
    )

    assert deadline.due(NATIONAL) is None
    assert deadline.remaining(NATIONAL, at("2026-04-20T09:00")) is None
    assert deadline.status(NATIONAL, at("2026-04-10T09:00")) is State.RUNNING
    assert deadline.status(NATIONAL, at("2026-04-20T09:00")) is State.PAUSED
    assert deadline.explain(NATIONAL).sentence == (
        "自 3月2日立案次日起算 90 日，自 4月15日起因检测暂停计时，恢复后继续计算。"
    )


def test_an_open_pause_after_the_end_changes_nothing():
    deadline = clock("2026-03-02", 90, ND, pauses=(Pause("检测", date(2026, 6, 15), None),))

    assert deadline.due(NATIONAL) == at("2026-06-01T23:59:59")
    assert deadline.status(NATIONAL, at("2026-06-20T09:00")) is State.OVERDUE


@pytest.mark.parametrize(
    ("moment", "met_on", "state"),
    [
        ("2026-03-20T09:00", None, State.RUNNING),
        ("2026-04-20T09:00", None, State.PAUSED),
        ("2026-06-03T09:00", None, State.NEAR),
        ("2026-06-12T09:00", None, State.DUE_TODAY),
        ("2026-06-13T00:00", None, State.OVERDUE),
        ("2026-06-20T09:00", date(2026, 6, 12), State.MET),
        ("2026-06-20T09:00", date(2026, 6, 13), State.MET_LATE),
        ("2026-06-20T09:00", at("2026-06-12T23:59:59"), State.MET),
    ],
)
def test_the_state_follows_the_time(moment, met_on, state):
    deadline = clock("2026-03-02", 90, ND, pauses=(TESTING,))

    assert deadline.status(NATIONAL, at(moment), met_on) is state


def test_the_page_of_the_mock_is_explained_as_the_mock_shows_it():
    deadline = clock("2026-03-02T15:22", 90, ND, event="立案", pauses=(TESTING,))

    explained = deadline.explain(NATIONAL)

    assert explained.sentence == "自 3月2日立案次日起算 90 日，扣除检测 12 日，至 6月12日届满。"
    assert explained.basis == "《行政处罚法》第六十条"
    assert [(r.text, r.amount) for r in explained.rows] == [
        ("起算：3月2日立案", "90 日"),
        ("扣除：检测 4月15日 至 4月26日（鉴期〔2026〕22号）", "12 日"),
    ]
    assert deadline.remaining(NATIONAL, at("2026-05-18T09:00")) == 25
    assert deadline.spent(at("2026-05-18T09:00")) == (65, 12)


@pytest.mark.parametrize(
    ("deadline", "sentence"),
    [
        (
            clock("2026-07-03", 90, ND, event="立案"),
            "自 7月3日立案次日起算 90 日，届满日 10月1日逢国庆节，顺延至 10月8日届满。",
        ),
        (
            clock("2026-03-02", 90, ND, event="立案", extensions=(Extension(30, ND),)),
            "自 3月2日立案次日起算 90 日，延长 30 日，至 6月30日届满。",
        ),
        (
            clock("2026-07-02", 30, ND, event="收到申请"),
            "自 7月2日收到申请次日起算 30 日，届满日 8月1日逢星期六，顺延至 8月3日届满。",
        ),
        (
            clock("2025-12-31", 2, WD, event="收缴"),
            "自 12月31日收缴次日起算 2 个工作日，至 2026年1月5日届满。",
        ),
        (
            clock("2026-03-02T10:20", 24, H, event="批准移送"),
            "自 3月2日10时20分批准移送的下一小时起算 24 小时，至 3月3日11时届满。",
        ),
        (
            clock("2026-03-02", 90, ND, event="立案", pauses=(TESTING, HEARING)),
            "自 3月2日立案次日起算 90 日，扣除检测 12 日、听证 6 日，至 6月18日届满。",
        ),
    ],
)
def test_explanations_read_like_an_office_note(deadline, sentence):
    assert deadline.explain(NATIONAL).sentence == sentence


def test_a_period_without_length_or_in_mixed_units_is_refused():
    with pytest.raises(ValueError, match="one unit"):
        clock("2026-03-02", 0, ND)
    with pytest.raises(ValueError, match="mix"):
        clock("2026-03-02", 24, H, extensions=(Extension(1, ND),))
