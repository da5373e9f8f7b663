"""Dates, numbers of papers, codes and names stay on one line; what is too long breaks inside."""

import re

import pytest

from documents.keeping import keep_together
from tests.documents.line_boxes import SetLine, lines_of

DATE = "2026年12月31日"
KEPT = (DATE, "岚市监罚决〔2026〕156号", "LJ-20260304-01", "沈砚秋", "欧阳若水")
LONG = (
    "https://example.invalid/" + "a1" * 39,  # 102 characters without a space
    "9f2c41d87ab05e66" * 4,  # SHA-256
    "Maximilianalexandrovich" * 4,
)
CONTEXT = {
    "officers": [{"name": "沈砚秋"}],
    "parties": [{"legal_rep": "欧阳若水"}],
    "opinions": {"head": {"name": ""}},
    "signatures": {"party": []},
}


def page(*paragraphs: str) -> str:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return keep_together(f'<html lang="zh-CN"><body class="letter">{body}</body></html>', CONTEXT)


@pytest.fixture(scope="module")
def lines() -> list[SetLine]:
    """Set every piece behind words of every length, so that each meets each line end."""
    shifted = (f"{'甲' * (fore % 28 + 14)}{piece}乙。" for piece in KEPT for fore in range(28))
    return lines_of(page(*shifted, *LONG, *(f"网址：{one}，止。" for one in LONG)))


def test_what_belongs_together_is_never_torn(lines):
    whole = [piece for piece in KEPT for line in lines if piece[-10:] in line.text]

    assert len(whole) == 28 * len(KEPT)


def test_long_words_break_inside_the_margin(lines):
    assert [line.text for line in lines if line.right > line.column_right + 0.5] == []
    assert sum(len(re.sub("[^ -~]", "", line.text)) > 20 for line in lines) >= 2 * len(LONG)


def test_tags_and_their_attributes_are_left_alone():
    html = f'<html><head><title>{DATE}</title></head><body><img alt="{DATE}">{DATE}</body></html>'

    kept = keep_together(html, {})

    assert kept.count('<span class="whole">') == 1
    assert f'<title>{DATE}</title></head><body><img alt="{DATE}">' in kept
