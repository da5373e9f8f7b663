"""Every form of the project, tried with the values in tests/forms/cases/<address>.json.

A file holds `good`: sets of values as a program sends them, which must be accepted; and `bad`:
{"values": …, "errors": {path: message}}, refused with exactly these messages. `now` (default
2026-05-18T10:30, a Monday) is the present, `fixed` the values of readOnly fields.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

import forms
from forms import html
from forms.errors import FormError
from tests.forms.browser_code import ask
from tests.forms.pages import sent_by

CASES = Path(__file__).parent / "cases"
NOW = "2026-05-18T10:30"
ADDRESSES = forms.addresses()


def content_of(address: str) -> dict[str, Any]:
    file = CASES / f"{address}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def tries(kind: str) -> list[Any]:
    return [
        pytest.param(address, content_of(address), one, id=f"{address} {number}")
        for address in ADDRESSES
        for number, one in enumerate(content_of(address).get(kind, []), start=1)
    ]


def circumstances(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "now": datetime.fromisoformat(content.get("now", NOW)),
        "fixed": content.get("fixed", {}),
    }


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_form_has_a_good_and_a_bad_set_of_values(address):
    content = content_of(address)

    assert content.get("good"), f"tests/forms/cases/{address}.json"
    assert content.get("bad"), f"tests/forms/cases/{address}.json"


@pytest.mark.parametrize(("address", "content", "values"), tries("good"))
def test_good_values_are_accepted_and_stay_as_they_are(address, content, values):
    form = forms.load(address)

    clean = form.clean(values, **circumstances(content))

    assert form.clean(clean, **circumstances(content)) == clean
    assert list(clean) == [field.name for field in form.fields if field.name in clean]
    assert all(clean[name] == value for name, value in form.routing(clean).items())


@pytest.mark.parametrize(("address", "content", "case"), tries("bad"))
def test_bad_values_are_refused_with_their_messages(address, content, case):
    with pytest.raises(FormError) as caught:
        forms.clean(address, case["values"], **circumstances(content))

    assert caught.value.by_path() == case["errors"]


@pytest.mark.parametrize(("address", "content", "values"), tries("good"))
def test_a_page_sends_back_what_it_shows(address, content, values):
    form = forms.load(address)
    clean = form.clean(values, **circumstances(content))

    page = html.render(form, clean)

    assert form.clean(sent_by(page), **circumstances(content)) == clean


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_empty_form_can_be_drawn_and_has_a_control_for_each_field(address):
    form = forms.load(address)

    page = html.render(form)

    for field in form.fields:
        assert f'data-field="{field.name}"' in page
    assert "style=" not in page
    assert " on" not in page.split("<script", 1)[0]


@pytest.mark.parametrize(("address", "content", "values"), tries("good"))
def test_filled_in_values_can_be_read(address, content, values):
    form = forms.load(address)
    clean = form.clean(values, **circumstances(content))

    page = html.show(form, clean)

    for field in form.fields:
        if field.name in clean and field.widget == "text" and not field.format:
            assert str(escape(clean[field.name])) in page


def test_the_browser_answers_as_the_server_does():
    questions, expected = [], []
    for kind in ("good", "bad"):
        for address, content, one in (parameter.values for parameter in tries(kind)):
            raw = one["values"] if kind == "bad" else one
            now, fixed = content.get("now", NOW), content.get("fixed", {})
            schema = forms.load(address).schema
            questions.append({"schema": schema, "raw": raw, "now": now, "fixed": fixed})
            expected.append((address, one["errors"] if kind == "bad" else {}))

    answers = ask(questions)

    for (address, errors), answer in zip(expected, answers, strict=True):
        found = {error["path"]: error["message"] for error in answer["errors"]}
        assert (address, found) == (address, errors)
