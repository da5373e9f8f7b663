"""Every form of the project, tried with its example: good fillings and refused ones.

The example of the printed case and its variants must be accepted; what it lists as refused, with
exactly its messages (documents/examples).
"""

from datetime import datetime
from typing import Any

import pytest
from markupsafe import escape

import forms
from documents import examples
from documents.examples import Attempt
from forms import html
from forms.errors import FormError
from tests.forms.browser_code import ask
from tests.forms.pages import sent_by

ADDRESSES = forms.addresses()
GOOD = [
    pytest.param(address, attempt, id=f"{address} {name}")
    for address in ADDRESSES
    for name, attempt in examples.load(address).attempts().items()
]
BAD = [
    pytest.param(address, attempt, id=f"{address} {number}")
    for address in ADDRESSES
    for number, attempt in enumerate(examples.load(address).refusals(), start=1)
]


def circumstances(attempt: Attempt) -> dict[str, Any]:
    return {"now": datetime.fromisoformat(attempt.now), "fixed": attempt.fixed}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_form_has_an_example_and_a_filling_that_is_refused(address):
    example = examples.load(address)

    assert example.told is not None
    assert example.refusals()


@pytest.mark.parametrize(("address", "attempt"), GOOD)
def test_good_values_are_accepted_and_stay_as_they_are(address, attempt):
    form = forms.load(address)

    clean = form.clean(attempt.values, **circumstances(attempt))

    assert form.clean(clean, **circumstances(attempt)) == clean
    assert list(clean) == [field.name for field in form.fields if field.name in clean]
    assert all(clean[name] == value for name, value in form.routing(clean).items())


@pytest.mark.parametrize(("address", "attempt"), BAD)
def test_bad_values_are_refused_with_their_messages(address, attempt):
    with pytest.raises(FormError) as caught:
        forms.clean(address, attempt.values, **circumstances(attempt))

    assert caught.value.by_path() == attempt.errors


@pytest.mark.parametrize(("address", "attempt"), GOOD)
def test_a_page_sends_back_what_it_shows(address, attempt):
    form = forms.load(address)
    clean = form.clean(attempt.values, **circumstances(attempt))

    page = html.render(form, clean)

    assert form.clean(sent_by(page), **circumstances(attempt)) == clean


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_empty_form_can_be_drawn_and_has_a_control_for_each_field(address):
    form = forms.load(address)

    page = html.render(form)

    for field in form.fields:
        assert f'data-field="{field.name}"' in page
    assert "style=" not in page
    assert " on" not in page.split("<script", 1)[0]


@pytest.mark.parametrize(("address", "attempt"), GOOD)
def test_filled_in_values_can_be_read(address, attempt):
    form = forms.load(address)
    clean = form.clean(attempt.values, **circumstances(attempt))

    page = html.show(form, clean)

    for field in form.fields:
        if field.name in clean and field.widget == "text" and not field.format:
            assert str(escape(clean[field.name])) in page


def test_the_browser_answers_as_the_server_does():
    questions, expected = [], []
    for address, attempt in (parameter.values for parameter in (*GOOD, *BAD)):
        schema = forms.load(address).schema
        questions.append(
            {"schema": schema, "raw": attempt.values, "now": attempt.now, "fixed": attempt.fixed}
        )
        expected.append((address, attempt.errors))

    answers = ask(questions)

    for (address, errors), answer in zip(expected, answers, strict=True):
        found = {error["path"]: error["message"] for error in answer["errors"]}
        assert (address, found) == (address, errors)
