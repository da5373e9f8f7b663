"""Two-sided lines end at the margin, and no mark stands where it may not (避头尾)."""

import re
from itertools import pairwise

import pytest

from documents import justification
from tests.documents.line_boxes import SetLine, letter, lines_of

NO_START = "，。、；：？！）〕］｝〉》」』】’”％‰℃々"
NO_END = "（〔［｛〈《「『【‘“￥¥"
TEXT = (
    "2026年3月4日，本机关执法人员陈伟（执法证号：19040012345）、李敏（执法证号：19040012346）出示执法证件后，依法对"
    "当事人的经营场所进行现场检查；当事人称：“食品经营许可证尚未办理。”依据《中华人民共和国食品安全法》第一百二十二条"
    "第一款、《中华人民共和国行政处罚法》第三十二条第（五）项的规定，没收违法所得人民币捌仟陆佰肆拾元整（¥8640.00）；"
    "销售比例为12.5％，冷藏温度4℃——“低温保存”……以上事实清楚。"
)


@pytest.fixture(scope="module")
def shifted() -> list[SetLine]:
    """Set the text with every possible first character, so that each mark meets each line end."""
    return lines_of(letter(*(TEXT[start:] for start in range(60))))


def running(lines: list[SetLine]) -> list[SetLine]:
    """Return the lines that are not the last of their paragraph."""
    return [line for line in lines if not line.text.rstrip().endswith(TEXT[-3:])]


def test_lines_that_run_on_end_at_the_margin(shifted):
    lines = running(shifted)
    ragged = [line for line in lines if line.column_right - line.right > 1]

    full = len(lines) - len(ragged)

    assert full / len(lines) > 0.93
    widest = justification.WIDEST_GAP
    for line in ragged:  # only where spreading would tear the line apart
        gaps = max(1, sum(not justification.is_latin(c) for c in line.text))
        assert (line.column_right - line.right) / gaps > (widest * 0.9) * line.font_size


def test_no_line_runs_over_the_margin(shifted):
    assert [line for line in shifted if line.right > line.column_right + 0.5] == []


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(shifted):
    followers = [
        line for before, line in pairwise(shifted) if not before.text.rstrip().endswith(TEXT[-3:])
    ]
    wrong = [line.text for line in followers if line.text[0] in NO_START]
    wrong += [line.text for line in running(shifted) if line.text.rstrip()[-1] in NO_END]

    assert len(followers) > 300
    assert wrong == []


def test_dashes_and_ellipses_are_never_cut_in_two(shifted):
    ends = [line.text.rstrip() for line in running(shifted)]

    assert not [end for end in ends if re.search("(?<!—)—$|(?<!…)…$", end)]


def test_the_last_line_of_a_paragraph_is_left_alone():
    (line,) = lines_of(letter("短行。"))

    assert line.column_right - line.right > 100


def test_a_full_line_holds_twenty_eight_characters():
    lines = lines_of(letter("法" * 100))

    assert [len(line.text) for line in lines] == [26, 28, 28, 18]


def test_a_page_holds_twenty_two_lines():
    lines = lines_of(letter(*["法"] * 45))

    assert [sum(line.page == page for line in lines) for page in range(3)] == [22, 22, 1]


def test_numbers_and_latin_words_are_not_spread():
    assert justification.spread_runs("在2026年") == [(0, 3), (7, 10)]
    assert justification.spread_runs("码4401 2600") == [(0, 3)]


def test_a_line_of_parts_is_spread_across_them():
    mixed = "甲<b>乙丙</b>丁" * 30
    lines = lines_of(letter(mixed.replace("<b>", "<span class='kai'>").replace("</b>", "</span>")))

    assert max(abs(line.column_right - line.right) for line in lines[:-1]) < 1


def test_another_version_of_weasyprint_is_refused(monkeypatch):
    monkeypatch.setattr(justification, "VERSION", "71.0")

    with pytest.raises(justification.RenderingFailed, match=r"70\.0"):
        justification.install()
