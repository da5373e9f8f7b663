"""What forms let pass can be printed: the prepared faces draw it."""

import json
import unicodedata

import pytest
from fontTools.ttLib import TTFont

import forms
from documents.worker import fonts_folder
from forms.errors import FormError
from forms.printable import FILE, legible, unprintable

RARE = (range(0xF900, 0xFB00), range(0x20000, 0x323B0))
"""Names may need characters that no face has yet; the office then adds a face and prints again."""


@pytest.fixture(scope="module")
def drawn() -> set[int]:
    """Return every character that some prepared face draws."""
    found: set[int] = set()
    for path in fonts_folder().glob("Faxun*.[ot]tf"):
        with TTFont(path, lazy=True) as font:
            found |= set(font.getBestCmap())
    return found


def test_the_faces_draw_what_forms_let_pass(drawn):
    groups = json.loads(FILE.read_text(encoding="utf-8"))
    silent = groups.pop("不占位的记号"), groups.pop("换行和制表")
    ends = [part.split("-") for group in groups.values() for part in group.split()]
    letters = {code for one in ends for code in range(int(one[0], 16), int(one[-1], 16) + 1)}
    common = {code for code in letters if not any(code in rare for rare in RARE)}

    lost = {code for code in common - drawn if unicodedata.category(chr(code)) != "Zs"}

    assert all(silent)
    assert lost == set()
    assert len(common) > 28_000


@pytest.mark.parametrize("block", [range(0x3400, 0x4DC0), range(0x4E00, 0xA000), *RARE])
def test_no_chinese_character_is_refused(block):
    assert unprintable("".join(map(chr, block))) == ""


def test_what_was_typed_is_kept_when_a_character_cannot_be_printed():
    with pytest.raises(FormError) as caught:
        forms.clean("shared/approval", {"agree": "yes", "opinion": "同意👍，请办理"})

    message = "审批意见中的“👍”（U+1F44D）在文书上印不出来，请改用文字或者常用符号"
    assert caught.value.by_path() == {"opinion": message}
    assert caught.value.values["opinion"] == "同意👍，请办理"


def test_a_box_stands_for_what_cannot_be_printed():
    assert legible("现场📷照片.jpg") == "现场□照片.jpg"
    assert unprintable("平常的文字，¥1,000.00元。\n①②\t㎡") == ""
