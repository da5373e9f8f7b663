"""Several violations in one form: the rows are there when asked for, and cost nobody a field."""

from datetime import datetime
from typing import Any

import pytest

import forms
from documents import examples
from forms.judging import matches
from forms.schema import Field

# What an officer has to type in the ordinary case, counted before forms could state several.
TYPED = {
    "penalty/investigation_report": 13,
    "penalty/proposal": 2,
    "penalty/prior_notice": 0,
    "penalty/hearing_notice": 0,
    "penalty/decision_proposal": 1,
    "penalty/penalty_decision": 3,
}


def kept(address: str, variant: str = "") -> dict[str, Any]:
    """Return what is kept of the example of a form."""
    attempt = examples.load(address).varied(variant).filled()
    now = datetime.fromisoformat(attempt.now)
    return forms.clean(address, attempt.values, now=now, fixed=attempt.fixed)


def has_to_be_typed(field: Field, values: dict[str, Any]) -> bool:
    """Tell whether nobody but the officer can fill in a field that must be there."""
    shown = "x-show" not in field.schema or matches(field.schema["x-show"], values)
    known = field.source or field.is_constant or "default" in field.schema
    return shown and field.required and not known


@pytest.mark.parametrize("address", TYPED)
def test_the_ordinary_case_has_as_much_to_type_as_before(address):
    values = kept(address)

    typed = [one.name for one in forms.load(address).fields if has_to_be_typed(one, values)]

    assert len(typed) == TYPED[address], typed
    assert "violations" not in values


@pytest.mark.parametrize("address", TYPED)
def test_rows_take_the_place_of_the_single_block(address):
    values = kept(address, "several")

    assert [row["result"] for row in values["violations"]] == ["penalty", "penalty", "nopenalty"]
    block = {"kinds", "fine", "confiscation", "goods_value", "goods", "grade", "factors"}
    once = {*block, "violated", "basis", "evidence", "nature", "illegal_gains", "discretion_reason"}
    assert once & set(values) == set()
    waived = values["violations"][2]
    assert (once - {"violated", "evidence"}) & set(waived) == set()


@pytest.mark.parametrize("address", [one for one in TYPED if one != "penalty/investigation_report"])
def test_every_form_takes_the_rows_over_from_the_form_before(address):
    sources = {one.name: one.source for one in forms.load(address).fields}

    before, _, name = sources["violations"].partition(".")
    assert name == "violations"
    assert sources["several"] == f"{before}.several"
    assert before in {"report", "proposal", "decision_proposal"}


def test_a_waived_violation_has_no_basis_and_a_punished_one_no_ground():
    address = "penalty/proposal"
    rows = kept(address, "several")["violations"]

    assert "basis" not in rows[2]
    assert rows[2]["ground"] == "minor_corrected"
    assert not {"ground", "waiver_reason"} & {*rows[0], *rows[1]}
