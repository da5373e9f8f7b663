"""Setting parameters: refused when looser, added only, recorded, counted from their day on."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine import clock
from processes.layers import Layer
from tests.factories import make_account, make_body
from webapp.database import db, transaction
from webapp.errors import Invalid, NotFound
from webapp.parameters import operations, queries, targets
from webapp.parameters.models import ParameterValue
from webapp.parameters.settings import SettingTarget, in_force, targets_of
from webapp.process_records.models import AuditEntry

pytestmark = pytest.mark.usefixtures("frozen_clock")

TODAY = date(2026, 5, 18)


@pytest.fixture
def bureau(app):
    return make_body("岚江市市场监督管理局")


def set_value(chain, key, value, **more):
    values = {"valid_from": TODAY, "reason": "从严管理", "at": clock.now(), **more}
    return operations.set_value(make_account("库管员"), chain, key, value, **values)


def on(body, day=TODAY):
    return in_force(body)(day)


def test_a_body_is_bound_by_the_rule_of_its_field_and_province(bureau):
    found = on(bureau)

    assert (found.defense_days, found.hearing_person, found.hearing_panel_minimum) == (5, 5000, 3)
    assert on(make_body(field="农业农村")).defense_days == 3
    assert on(make_body(division_code="338800")).hearing_person == 10_000


def test_a_tighter_value_holds_for_this_body_from_its_day_on(bureau):
    set_value(targets_of(bureau), "defense_days", 7, valid_from=TODAY + timedelta(days=3))

    assert on(bureau).defense_days == 5
    assert on(bureau, TODAY + timedelta(days=3)).defense_days == 7
    assert on(make_body(), TODAY + timedelta(days=3)).defense_days == 5


def test_a_looser_value_is_refused_with_the_article_and_leaves_nothing(bureau):
    with pytest.raises(Invalid, match=r"只能从严，不能放宽：现为5 个工作日.*第五十七条第二款"):
        set_value(targets_of(bureau), "defense_days", 3)

    assert db.session.scalar(sa.select(sa.func.count(ParameterValue.id))) == 0
    assert on(bureau).defense_days == 5


def test_city_and_field_stand_above_the_body(bureau):
    set_value(targets_of(bureau)[1:3], "publication_days", 5)
    set_value(targets_of(bureau)[:1], "review_days", 8)

    assert (on(bureau).publication_days, on(bureau).review_days) == (5, 8)
    assert on(make_body(division_code="445900")).publication_days == 7
    with pytest.raises(Invalid, match="只能从严"):
        set_value(targets_of(bureau), "publication_days", 6)
    with pytest.raises(Invalid, match="只能从严"):
        set_value(targets_of(bureau), "review_days", 9)


def test_what_a_layer_above_tightens_later_overrides_a_value_that_has_become_looser(bureau):
    set_value(targets_of(bureau), "review_days", 8)

    set_value(targets_of(bureau)[:1], "review_days", 6)

    assert on(bureau).review_days == 6


def test_taking_a_value_back_lets_the_layer_above_hold_again(bureau):
    set_value(targets_of(bureau), "defense_days", 9)
    set_value(targets_of(bureau), "defense_days", None)

    assert on(bureau).defense_days == 5
    assert [one.value for one in queries.history("defense_days")] == [None, 9]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": " "}, "请写明设置的理由"),
        ({"valid_from": TODAY - timedelta(days=1)}, "不得早于今天"),
        ({"valid_to": TODAY}, "失效日应晚于生效日"),
    ],
)
def test_what_is_set_says_why_and_from_when(bureau, more, said):
    with pytest.raises(Invalid, match=said):
        set_value(targets_of(bureau), "defense_days", 7, **more)


def test_every_change_is_recorded_with_who_what_and_why(bureau):
    row = set_value(targets_of(bureau), "defense_days", 7)

    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.subject) == ("parameter.set", "parameter:defense_days")
    assert (entry.body_id, entry.account_id) == (bureau.id, row.set_by)
    assert entry.details["above"] == "5 个工作日"
    assert (entry.details["value"], entry.details["reason"]) == ("7 个工作日", "从严管理")


def test_rows_cannot_be_changed_or_deleted(own_app):
    with own_app.app_context():
        with transaction():
            body = make_body()
            set_value(targets_of(body), "defense_days", 7, valid_from=clock.today())
        for statement in ("update parameter_value set value = '1'", "delete from parameter_value"):
            with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), transaction():
                db.session.execute(sa.text(statement))


def test_an_address_names_the_layers_down_to_its_target(bureau):
    chain = targets.chosen(f"BODY:{bureau.id}")

    assert [one.layer for one in chain] == [
        Layer.FIELD, Layer.PROVINCE, Layer.CITY, Layer.BODY,
    ]  # fmt: skip
    assert [one.area for one in targets.chosen("CITY:4488")] == ["44", "4488"]
    assert targets.chosen("")[-1] == SettingTarget(Layer.NATIONAL, "全国")
    for wrong in ("FIELD:police", "PROVINCE:4488", "CITY:44", "BODY:x", "BODY:999999", "SEA:1"):
        with pytest.raises(NotFound):
            targets.chosen(wrong)
