"""Every paper of three fields: what it cites, in one style, and no rule of another field.

What each paper cites stands in `citations.json`, read against the law and the rules of the fields:
the articles that all bodies cite, then those that only bodies of one field do. Pages are composed,
not set: the words are the same.
"""

import html
import json
import re
from functools import cache
from pathlib import Path

import pytest

from documents import examples as told
from documents import sandbox
from documents.catalogue import DOCUMENTS, get
from documents.properties import meta
from processes import fields
from webapp.demo import examples

FIELDS = {"market": "市场监管", "urban": "城市管理", "agri": "农业农村"}
PRINTED = [
    f"{address}:{variant}".rstrip(":")
    for address in sorted(DOCUMENTS)
    for variant in ("", *told.load(address).prints)
]
LETTERS = [one for one in PRINTED if get(one.split(":")[0]).kind == "letter"]
BOOK = json.loads((Path(__file__).parent / "citations.json").read_text(encoding="utf-8"))
NUMERAL = "[零一二三四五六七八九十百]+"
PLACE = rf"[、至]?第{NUMERAL}条(?:第{NUMERAL}款)?(?:第（{NUMERAL}）项)?"
CITED = re.compile(rf"《[^《》]+》(?:{PLACE})+")
HOLES = ("起内", "在内采", "（）", "、、", "《》", "起个", "{", "None")
"""What is left where a period, an article or a name is missing."""


@cache
def words(paper: str, field: str) -> str:
    """Return the text of a paper as a body of a field prints it."""
    address, _, variant = paper.partition(":")
    context = examples.context(address, variant, FIELDS[field])
    document = get(address)
    own = {"meta": meta(document, context), "document": document.as_context()}
    page = sandbox.compose(address, {**context, **own}).partition("<body")[2]
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("paper", PRINTED)
def test_a_paper_cites_the_law_and_the_rules_of_its_own_field(paper, field):
    text, said = words(paper, field), BOOK[paper]

    assert set(CITED.findall(text)) == {*said["all"], *said.get(field, ())}
    for other in fields.FIELDS:
        for rule in fields.pack(other).rules.values() if other != field else ():
            assert rule.title not in text


@pytest.mark.parametrize("paper", PRINTED)
def test_a_paper_keeps_to_one_style(paper):
    for field in FIELDS:
        text = words(paper, field)

        assert re.findall(rf".{{6}}[条款]第{NUMERAL}项", text) == []
        assert re.findall(r"(《[^《》]+》)第[^《》；，。]*、\1", text) == []
        assert re.findall(r".{4}(?<![月\d])\d+(?:个工作日|个月|日(?![期程常]))", text) == []
        assert [hole for hole in HOLES if hole in text] == []


@pytest.mark.parametrize(
    "paper", [one for one in PRINTED if get(one.split(":")[0]).kind == "letter"]
)
def test_a_letter_calls_the_party_by_one_name(paper):
    text = words(paper, "market").replace("送达当事人", "").replace("当事人签收", "")
    letter = re.split("附件：|（以下称当事人）", text)[-1 if "以下称当事人" in text else 0]

    assert not ("当事人" in letter and "你单位" in letter)


def test_the_book_lists_every_paper():
    assert set(BOOK) == set(PRINTED)
