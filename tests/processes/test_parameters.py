"""Parameters: packs bring their rule, bodies only tighten."""

from decimal import Decimal

import pytest

from processes.parameters import MARKET, PACKS, ParameterError, parameters_for


def test_a_pack_brings_the_periods_of_its_rule():
    assert parameters_for("agriculture").verification_days == 7
    assert parameters_for("transport").review_order == "after"
    assert parameters_for("housing").further_extension_max == 60
    assert parameters_for("general").preservation_backfile_hours is None
    assert parameters_for("market") == PACKS["market"]


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("defense_days", 7, 7),
        ("review_days", 5, 5),
        ("hearing_person", "3000", Decimal(3000)),
        ("hearing_kinds", ["0302", "0303", "0401", "0402", "0403", "0404"],
         MARKET.hearing_kinds | {"0401"}),
        ("pause_ends_count", False, False),
        ("hearing_panel_odd", True, True),
    ],
)  # fmt: skip
def test_a_body_may_tighten(name, value, read):
    assert getattr(parameters_for("market", {name: value}), name) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("defense_days", 4),
        ("review_days", 11),
        ("review_days", 0),
        ("hearing_person", "5000.01"),
        ("hearing_kinds", ["0303"]),
        ("hearing_panel_odd", False),
        ("hearing_panel_minimum", 1),
    ],
)
def test_a_body_may_not_loosen(name, value):
    with pytest.raises(ParameterError, match=f"参数“{name}”只能从严，不能放宽"):
        parameters_for("market", {name: value})


def test_a_body_may_turn_the_counting_of_pause_ends_off_but_not_on_again():
    strict = parameters_for("market", {"pause_ends_count": False})

    assert strict.pause_ends_count is False


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("nothing", 1, "没有参数“nothing”"),
        ("payment_days", 20, "不能由机关改动"),
        ("defense_days", "7", "类型不对"),
        ("defense_days", True, "类型不对"),
        ("hearing_person", 3000, "类型不对"),
        ("hearing_person", "三千", "不是金额"),
    ],
)
def test_what_is_unknown_fixed_or_of_the_wrong_type_is_refused(name, value, said):
    with pytest.raises(ParameterError, match=said):
        parameters_for("market", {name: value})


def test_a_body_settles_what_no_rule_of_its_field_does():
    loose = {"review_days": 15, "review_order": "after", "proposal_approved_first": False}

    settled = parameters_for("general", loose)

    assert (settled.review_days, settled.review_order) == (15, "after")
    with pytest.raises(ParameterError, match="只能是before、after、open"):
        parameters_for("general", {"review_order": "never"})
    with pytest.raises(ParameterError, match="只能从严"):
        parameters_for("general", {"hearing_request_days": 3})


def test_an_unknown_pack_is_refused():
    with pytest.raises(ParameterError, match="没有领域参数包“customs”"):
        parameters_for("customs")
