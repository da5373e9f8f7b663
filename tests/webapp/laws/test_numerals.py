"""Article numbers in Chinese, both ways."""

import re

import pytest

from webapp.laws.numerals import from_chinese, to_chinese


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (122, "一百二十二"),
        (200, "二百"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1011, "一千零一十一"),
        (1100, "一千一百"),
        (1174, "一千一百七十四"),
        (1242, "一千二百四十二"),
        (1260, "一千二百六十"),
    ],
)
def test_article_numbers_are_written_as_the_statutes_print_them(number, written):
    assert to_chinese(number) == written
    assert from_chinese(written) == number


def test_every_article_number_of_the_civil_code_goes_both_ways():
    written = [to_chinese(number) for number in range(1, 1261)]

    assert [from_chinese(text) for text in written] == list(range(1, 1261))
    assert len(set(written)) == 1260


def test_a_stored_statute_prints_its_articles_with_these_numbers(law_files):
    penalty_law = law_files["LAW-0017"]["versions"][0]["body"]
    labels = [entry["article"] for entry in penalty_law if "article" in entry]

    assert labels == [f"第{to_chinese(number)}条" for number in range(1, 87)]


@pytest.mark.parametrize(
    "text", ["", "十十", "一百一", "百", "一十", "零一", "两", "57", "一千零零一"]
)
def test_a_number_written_wrong_is_refused(text):
    with pytest.raises(ValueError, match=re.escape("中文数字")):
        from_chinese(text)


@pytest.mark.parametrize("number", [0, -1, 10000])
def test_a_number_no_article_can_have_is_refused(number):
    with pytest.raises(ValueError, match="outside"):
        to_chinese(number)
