"""Keys and printed citations name the same places."""

import pytest

from webapp.laws.citation import Citation, CitationError, read_key, read_printed


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        ("LAW-0017@2021#a57.p1.i1", "《行政处罚法》第五十七条第一款第（一）项"),
        ("LAW-0017@2021#a57.p2", "《行政处罚法》第五十七条第二款"),
        ("LAW-0017@2021#a10", "《行政处罚法》第十条"),
        ("LAW-0001@2025#a101", "《行政处罚法》第一百零一条"),
        ("LAW-0001@2021-2#a124.p1.i13", "《行政处罚法》第一百二十四条第一款第（十三）项"),
        ("LAW-0040@2024#a190-1.p2", "《行政处罚法》第一百九十条之一第二款"),
        ("LAW-0026@2021#a8.p1.i1.t2", "《行政处罚法》第八条第一款第（一）项第2目"),
        ("LAW-0031@2026#a1242", "《行政处罚法》第一千二百四十二条"),
    ],
)
def test_a_key_and_its_printed_form_are_the_same_place(key, printed):
    place = read_key(key)

    title, again = read_printed(place.printed("行政处罚法"))

    assert place.key == key
    assert place.printed("行政处罚法") == printed
    assert title == "行政处罚法"
    assert again.address == place.address


def test_an_article_with_one_paragraph_is_cited_without_it():
    place = read_key("LAW-0017@2021#a9.p1.i2")

    assert place.printed("行政处罚法", only_paragraph=True) == "《行政处罚法》第九条第（二）项"
    assert read_printed("《行政处罚法》第九条第（二）项")[1].address == "a9.p1.i2"
    assert read_key("LAW-0017@2021#a9.i2") == place


@pytest.mark.parametrize("written", ["第（二）项", "第二项", "第(二)项"])
def test_an_item_may_be_printed_with_or_without_brackets(written):
    _, place = read_printed(f"《行政处罚法》第九条{written}")

    assert place.item == 2


def test_a_key_without_a_version_or_article_names_the_law():
    assert read_key("LAW-0017") == Citation("LAW-0017")
    assert read_key("LAW-0017@2021").printed("行政处罚法") == "《行政处罚法》"
    assert read_key("LAW-0017#a57").in_version("2021").key == "LAW-0017@2021#a57"


@pytest.mark.parametrize(
    "key",
    ["", "LAW-17", "LAW-0017#57", "LAW-0017@21#a1", "LAW-0017#a1.t1", "LAW-0017#a1.p1.x2", "x"],
)
def test_a_key_out_of_form_is_refused_by_name(key):
    with pytest.raises(CitationError, match="条文编号"):
        read_key(key)


@pytest.mark.parametrize(
    "text",
    ["行政处罚法第五十七条", "《行政处罚法》第57条", "《行政处罚法》第五七条", "《行政处罚法》"],
)
def test_a_printed_citation_out_of_form_is_refused(text):
    with pytest.raises(CitationError, match="引用"):
        read_printed(text)
