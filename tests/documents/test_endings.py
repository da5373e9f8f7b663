"""How papers end: the party signs with the seal, and no end mark stands alone on a page."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

import documents
from tests.documents.conftest import plain
from webapp.demo import examples

ADDRESS = "shared/preservation_disposal"
NAME = "岚江市市场监督管理局"


def printed(address: str, context: dict[str, Any]) -> list[str]:
    pdf = documents.render(address, context)
    return [plain(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def letter(letters: int) -> list[str]:
    """Return the pages of a letter whose reasons are so long."""
    context = examples.context(ADDRESS)
    context["copies"] = ""
    context["f"]["reason"] = "台账已经复制并核对，" * (letters // 10)
    return printed(ADDRESS, context)


@pytest.mark.parametrize("letters", range(460, 570, 20))
def test_the_party_signs_below_agency_and_date(letters):
    day = examples.context(ADDRESS)["date"]

    ending = next(page for page in letter(letters) if "当事人签收" in page)

    assert f"{NAME}{day}" in ending
    assert not ending.startswith(("当事人签收", NAME))


@pytest.mark.parametrize("lines", range(23, 27))
def test_the_end_mark_of_a_record_stays_with_its_last_words(lines):
    context = examples.context("shared/scene_survey")
    context["f"] |= {
        "findings": "\n".join(["货架完好。"] * lines),
        "comment": "情况属实。",
        "extracted": "",
    }

    ending = next(page for page in printed("shared/scene_survey", context) if "以下空白" in page)

    assert "情况属实。" in ending


@pytest.mark.parametrize("rows", range(8, 11))
def test_the_end_mark_of_a_list_stays_with_its_last_row(rows):
    context = examples.context("shared/edata_record")
    row = {"name": "流水", "source": "收银机", "size": "2MB", "hash": "a" * 64}
    context["f"]["data"] = [{**row, "name": f"流水{number}号"} for number in range(1, rows + 1)]

    pages = printed("shared/edata_record", context)
    ending = next(page for page in pages if "以下空白" in page)

    assert f"流水{rows}号" in ending


def test_a_form_that_goes_on_says_of_which_form_and_case_it_is():
    context = examples.context("penalty/extension")
    short = printed("penalty/extension", context)
    context["parties"] = context["parties"] * 3
    first, second = printed("penalty/extension", context)

    assert [page for page in (*short, first) if "（续）" in page] == []
    assert f"案件办理延期审批表（续）案号：{context['case']['number']}" in second


@pytest.mark.parametrize("longer", [0, 10, 20, 60, 240])
def test_the_last_opinion_of_a_form_never_stands_alone_on_a_page(longer):
    context = examples.context("shared/closing_approval")
    context["f"]["execution"] += "补充说明。" * longer

    pages = printed("shared/closing_approval", context)

    assert len(pages) == 1 or pages[-1].count("签名：") >= 2
