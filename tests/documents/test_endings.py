"""How letters end: whoever signs for a letter does so below agency and date, on the same page."""

import io

import pytest
from pypdf import PdfReader

import documents
from tests.documents.conftest import plain

ADDRESS = "shared/preservation_disposal"
NAME = "岚江市市场监督管理局"


def pages(letters: int) -> list[str]:
    """Return the pages of a letter whose reasons are so long."""
    context = documents.sample(ADDRESS)
    context["copies"] = ""
    context["f"]["reason"] = "台账已经复制并核对，" * (letters // 10)
    pdf = documents.render(ADDRESS, context)
    return [plain(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("letters", range(460, 570, 20))
def test_the_party_signs_below_agency_and_date(letters):
    day = documents.sample(ADDRESS)["date"]

    ending = next(page for page in pages(letters) if "当事人签收" in page)

    assert f"{NAME}{day}" in ending
    assert not ending.startswith(("当事人签收", NAME))
