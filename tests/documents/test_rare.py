"""Rare names are printed: a face draws every character of extensions B to F, most of G and H."""

import pytest
from fontTools.ttLib import TTFont

import documents
from documents.worker import fonts_folder
from tests.documents.conftest import text_of
from webapp.demo import examples

NAME = "王𠮷𪜀𫝀𫠠𬺰𰀀𱍐"
"""One character of each extension, B to H."""
WHOLE = {"B": (0x20000, 42711), "C": (0x2A700, 4149), "D": (0x2B740, 222),
         "E": (0x2B820, 5762), "F": (0x2CEB0, 7473)}  # fmt: skip


@pytest.mark.parametrize("block", WHOLE)
def test_a_face_draws_all_of_an_extension(block):
    start, count = WHOLE[block]

    with TTFont(fonts_folder() / "FaxunRare.ttf", lazy=True) as font:
        drawn = set(font.getBestCmap())

    assert {*range(start, start + count)} <= drawn


def test_a_name_of_rare_characters_is_printed_on_letters_and_forms():
    for address in ("shared/correction_order", "penalty/extension"):
        context = examples.context(address)
        for party in (context["party"], *context["parties"]):
            party["legal_rep"] = NAME

        assert NAME in text_of(documents.render(address, context))
