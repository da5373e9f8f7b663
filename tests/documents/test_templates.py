"""Every document of the catalogue, by itself: example, variables, text, empty values.

The catalogue names them all, of whatever family: a document without template, example or PDF fails.
"""

import re

import pytest

import documents
from documents import examples as told
from documents.catalogue import DOCUMENTS
from documents.context import blank
from documents.sandbox import project_sources, variables
from processes.parameters import register
from tests.documents.conftest import plain, rendered, text_of
from webapp.demo import examples

ADDRESSES = sorted(DOCUMENTS)
GIVEN = {"meta", "document"}
"""Names that rendering itself supplies."""
MACROS = ("m.", "s.", "l.", "p.", "v.")


def has(context: object, path: str) -> bool:
    for part in path.split("."):
        if not isinstance(context, dict) or part not in context:
            return False
        context = context[part]
    return True


def printed_by(address: str) -> set[str]:
    """Return the names that a template reads itself, without its bases and blocks."""
    own = {f"{address}.html": project_sources()[f"{address}.html"]}
    return {name for name in variables(address, own) if not name.startswith(MACROS)}


def leaf(context: object, path: str) -> object:
    for part in path.split("."):
        assert isinstance(context, dict)
        context = context[part]
    return context


def emptied(value: object) -> object:
    if isinstance(value, dict):
        return {key: emptied(inner) for key, inner in value.items()}
    return [] if isinstance(value, list) else ""


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_document_has_its_template_and_example(address):
    assert f"{address}.html" in project_sources()
    assert told.load(address).paper is not None


def test_every_template_of_a_family_is_a_document():
    found = {name.removesuffix(".html") for name in project_sources() if name.endswith(".html")}

    assert {name for name in found if "/" in name} == set(DOCUMENTS)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_template_stands_on_the_base_of_its_kind(address):
    text = project_sources()[f"{address}.html"]
    kind = DOCUMENTS[address].kind
    set_by_itself = re.search(r"block kind %}(\w+)", text)

    assert text.startswith((f'{{% extends "{kind}.html" %}}\n', '{% extends "base.html" %}\n')), (
        "extends its base"
    )
    if text.startswith('{% extends "base.html"'):
        assert (set_by_itself.group(1) if set_by_itself else "letter") == kind
    assert "{% import" not in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_template_prints_only_signatures_that_its_metadata_declares(address):
    text = project_sources()[f"{address}.html"]
    feet = re.findall(r"page_foot\(\[(.*?)\]", text)
    printed = set(re.findall(r"\bsignatures\.(\w+)", text))
    printed |= {slot for foot in feet for slot in re.findall(r'"(\w+)"\)', foot)}

    assert printed <= set(DOCUMENTS[address].signatures)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_template_uses_only_what_its_example_knows(address):
    known = told.load(address).known()

    missing = sorted(
        name
        for name in documents.variables(address)
        if name.split(".")[0] not in {*GIVEN, "f", "terms"} and not has(known, name)
    )

    assert missing == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_periods_of_the_law_are_in_the_register(address):
    asked = {n.split(".")[1] for n in documents.variables(address) if n.startswith("terms.")}

    assert asked <= set(register())


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_template_states_no_period_or_rate_of_the_law_itself(address):
    text = re.sub(
        r"第[〇一二三四五六七八九十百]+[条款项章]", "", project_sources()[f"{address}.html"]
    )

    assert re.findall(r"[一二三四五六七八九十]+(?:个工作日|日内|个月内)|百分之", text) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_example_keeps_to_the_names_of_the_context(address):
    known, names = told.load(address).known(), blank()

    assert set(known) <= set(names)
    for part in ("body", "case", "party", "remedies", "signatures", "opinions"):
        assert set(known[part]) <= set(names[part])


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_text_of_a_document_holds_what_was_typed(address):
    sample, text = examples.context(address), text_of(rendered(address))
    typed = [
        str(leaf(sample, name))
        for name in {"number", *printed_by(address)}
        if name.startswith(("f.", "case.", "number", "service."))
        and isinstance(leaf(sample, name), str)
    ]
    used = [name for name in typed if name]

    pieces = [
        plain(line)[start : start + 10]
        for value in used
        for line in value.splitlines()
        for start in range(0, len(plain(line)), 10)
    ]
    lost = [piece for piece in pieces if piece.rstrip("。；，") not in text]

    # a page end may run through a piece, with the running foot in between
    assert len(lost) <= 3, lost


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_document_prints_with_every_value_empty(address):
    sample = examples.context(address)
    sample["f"] = emptied(sample["f"])
    sample["opinions"] = emptied(sample["opinions"])
    sample["signatures"] = {slot: [] for slot in sample["signatures"]}
    sample["number"] = sample["date"] = ""

    assert documents.render(address, sample).startswith(b"%PDF")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_preview_of_nothing_shows_blanks(address):
    html = documents.preview(address, {})

    assert '<span class="blank">' in html
    assert "style=" not in html
    assert not re.search(r'<[^<>]*<span class="blank"', html), "a blank inside a tag"
