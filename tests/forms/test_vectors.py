"""The same submissions, judged in Python and by the browser's code: the same answers.

A file of vectors holds a form (`form`, or the `address` of a real one), `now`, and cases: what is
sent (`raw`, or `pairs` as a page sends them) and what is expected (`clean`, or `errors` by path in
the order of the form; `hidden` where it matters).
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms.reading import nest
from forms.schema import Form, build, load
from forms.sources import DEFS, text_of
from forms.validation import judge
from tests.forms.browser_code import ask

HERE = Path(__file__).parent
FILES = sorted((HERE / "vectors").glob("*.json"))


def form_of(content: dict[str, Any]) -> Form:
    if "address" in content:
        return load(content["address"])
    defs = text_of("shared/approval")[1]
    return build("tests/vector", json.dumps(content["form"]), defs)


def vectors() -> list[Any]:
    found = []
    for file in FILES:
        content = json.loads(file.read_text(encoding="utf-8"))
        for case in content["cases"]:
            name = f"{file.stem}: {case['name']}"
            found.append(pytest.param(content, case, id=name))
    return found


def sent(case: dict[str, Any]) -> Any:
    return MultiDict(case["pairs"]) if "pairs" in case else case["raw"]


def expected(case: dict[str, Any], answer: dict[str, Any]) -> None:
    """Hold an answer {values, errors, hidden} against a case."""
    assert answer["errors"] == list(case.get("errors", {}).items())
    if "clean" in case:
        assert answer["values"] == case["clean"]
        assert list(answer["values"]) == list(case["clean"])
    if "hidden" in case:
        assert sorted(answer["hidden"]) == sorted(case["hidden"])


@pytest.fixture(scope="module")
def browser() -> dict[str, Any]:
    """Run every vector through the browser's code and through ajv, in one node process."""
    parameters = [parameter.values for parameter in vectors()]
    questions = [
        {
            "schema": form_of(content).schema,
            "now": content.get("now", ""),
            "raw": case.get("raw"),
            "pairs": case.get("pairs"),
            "fixed": case.get("fixed", {}),
        }
        for content, case in parameters
    ]
    answers = ask(questions)
    return {key(case): answer for (_, case), answer in zip(parameters, answers, strict=True)}


def key(case: dict[str, Any]) -> str:
    return json.dumps(case, sort_keys=True)


@pytest.mark.parametrize(("content", "case"), vectors())
def test_python_answers_as_the_vector_says(content, case):
    now = datetime.fromisoformat(content["now"]) if "now" in content else None

    result = judge(form_of(content).schema, sent(case), now=now, fixed=case.get("fixed"))

    errors = [(error.path, error.message) for error in result.errors()]
    hidden = [".".join(map(str, path)) for path in result.hidden]
    expected(case, {"values": result.values, "errors": errors, "hidden": hidden})


@pytest.mark.parametrize(("content", "case"), vectors())
def test_the_browser_answers_as_the_vector_says(content, case, browser):
    answer = browser[key(case)]

    errors = [(error["path"], error["message"]) for error in answer["errors"]]
    expected(case, {**answer, "errors": errors})


@pytest.mark.parametrize(("content", "case"), vectors())
def test_ajv_faults_nothing_that_we_let_pass(content, case, browser):
    """The library ajv judges the same schema; hidden fields are the one difference."""
    answer = browser[key(case)]
    ours = {error["path"] for error in answer["errors"]}
    hidden = set(answer["hidden"])

    faulted = {path for path in answer["ajv"] if path not in hidden}

    for path in faulted:
        assert any(f"{path}.".startswith(f"{own}.") or own.startswith(f"{path}.") for own in ours)


def test_there_are_enough_vectors_of_each_kind():
    cases = [parameter.values[1] for parameter in vectors()]

    assert len(cases) >= 150
    assert sum("errors" in case for case in cases) >= 80
    assert sum("clean" in case for case in cases) >= 60


def test_a_page_and_a_program_send_the_same():
    page = MultiDict([("goods.0.name", "甲"), ("goods.1.name", "乙"), ("kinds", "a")])

    assert nest(page) == {"goods": [{"name": "甲"}, {"name": "乙"}], "kinds": "a"}
    assert DEFS == "shared/_defs.json"
