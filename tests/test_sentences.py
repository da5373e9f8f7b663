"""Where a paper sets words around what is typed, the form shows the whole sentence."""

import re

import pytest

import forms
from documents.sandbox import project_sources
from forms import html
from forms.schema import Field
from tests.addresses import papers

PLACE = re.compile(r"([\s\S])\{\{ (?:f|e|a)\.(\w+)(?:\|(\w+)(?:\(\"(.)\"\))?)?[^}]*\}\}([\s\S]?)")
OPEN = re.compile("[一-鿿，（]")
"""A mark that leaves a sentence open: what is typed goes on with it."""
TYPED = ("text", "textarea")
NAMES = {"shown_name", "body_name", "contact", "retest_to", "received_by", "provider", "person",
         "place", "contact_phone"}  # fmt: skip
"""Names alone, which fit behind any word."""


def completed(address: str) -> set[str]:
    """Return the slots that a template sets into the middle of a sentence."""
    written = re.sub(r"</?\w+[^>]*>", "\n", project_sources()[f"{address}.html"])
    text = re.sub(r"\{%.*?%\}", "", written)
    return {
        slot
        for before, slot, how, mark, after in PLACE.findall(text)
        if how != "paragraphs"
        and (OPEN.match(before) or mark == "，" or (not how and OPEN.match(after)))
    }


def asked() -> list[tuple[str, str, Field]]:
    """Return each typed field that a paper sets into the middle of a sentence."""
    found = {}
    for paper in papers():
        slots = completed(paper.address) - NAMES
        for address in paper.forms:
            for field in forms.load(address).fields:
                is_free = field.widget in TYPED and not field.is_known
                if field.slot in slots and is_free and not field.schema.get("readOnly"):
                    found[address, field.name] = field
    return [(address, name, field) for (address, name), field in sorted(found.items())]


@pytest.mark.parametrize(("form", "name", "field"), asked(), ids=lambda one: str(one)[:40])
def test_a_form_shows_the_sentence_that_is_completed(form, name, field):
    sentence = field.schema.get("x-sentence", "")

    assert "……" in sentence, f"{form}: {name} is set into a sentence that nobody sees"


def test_the_sentence_stands_beside_the_control():
    form = forms.load("penalty/no_penalty_decision")

    shown = html.render_fields(form, ["education"], {"ground": "first_violation"})["education"]

    assert "文书写为“本机关对当事人进行教育，要求当事人……。”" in shown
