"""Every template that exists, by itself: sample, variables, text, empty values."""

import json
import re
from importlib.resources import files

import pytest

import documents
from documents.catalogue import DOCUMENTS
from documents.samples import blank_facts, load
from documents.sandbox import project_sources
from tests.documents.conftest import plain, rendered, text_of

ADDRESSES = sorted(
    name.removesuffix(".html")
    for name in project_sources()
    if name.startswith(("penalty/", "shared/"))
)
GIVEN = {"meta", "document"}
"""Names that rendering itself supplies."""


def has(context: object, path: str) -> bool:
    for part in path.split("."):
        if not isinstance(context, dict) or part not in context:
            return False
        context = context[part]
    return True


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
def test_a_template_has_its_catalogue_row_and_sample(address):
    assert address in DOCUMENTS
    assert (files("documents") / "samples" / f"{address}.json").is_file()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_template_prints_only_signatures_that_its_row_declares(address):
    text = project_sources()[f"{address}.html"]
    feet = re.findall(r"page_foot\(\[(.*?)\]", text)
    printed = set(re.findall(r"\bsignatures\.(\w+)", text))
    printed |= {slot for foot in feet for slot in re.findall(r'"(\w+)"\)', foot)}

    assert printed <= set(DOCUMENTS[address].signatures)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_template_uses_only_what_its_sample_gives(address):
    sample = load(address)

    missing = sorted(
        name
        for name in documents.variables(address)
        if name.split(".")[0] not in GIVEN and not has(sample, name)
    )

    assert missing == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_sample_keeps_to_the_names_of_the_context(address):
    own = json.loads((files("documents") / "samples" / f"{address}.json").read_text("utf-8"))
    blank = blank_facts()

    assert set(own) <= set(blank)
    for part in ("body", "case", "remedies", "signatures", "opinions"):
        assert set(own.get(part, {})) <= set(blank[part])


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_text_of_a_document_holds_what_was_typed(address):
    sample, text = load(address), text_of(rendered(address))
    typed = [
        str(leaf(sample, name))
        for name in documents.variables(address)
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
    sample = load(address)
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
