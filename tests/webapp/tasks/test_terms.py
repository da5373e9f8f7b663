"""Periods and rates of the law stand in papers as the register has them, in words."""

from dataclasses import replace

from engine.deadlines import Unit
from processes.parameters import NATIONAL, register
from webapp.tasks import terms


def test_periods_are_printed_with_their_units():
    found = terms.printed(NATIONAL)

    assert found["reconsideration_days"] == "六十日"
    assert found["suit_months"] == "六个月"
    assert found["verification_days"] == "十五个工作日"
    assert found["surcharge_percent"] == "百分之三"
    assert set(found) == set(register())


def test_what_a_body_has_settled_is_printed():
    settled = replace(NATIONAL, verification_days=100, verification_unit=Unit.DAY)

    assert terms.printed(settled)["verification_days"] == "100日"


def test_what_is_not_settled_is_empty_and_a_switch_is_a_mark():
    settled = replace(NATIONAL, hearing_days=None, extension_days=0, preservation_lapses=True)

    assert terms.printed(settled)["hearing_days"] == ""
    assert terms.printed(settled)["extension_days"] == ""
    assert terms.printed(settled)["preservation_lapses"] == "1"
    assert terms.printed(replace(settled, preservation_lapses=False))["preservation_lapses"] == ""
