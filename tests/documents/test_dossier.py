"""Volumes and package of the dossier."""

import io
import zipfile

import pikepdf
import pytest
from click.testing import CliRunner
from lxml import etree
from pypdf import PdfReader

import documents
from documents import worker
from documents.catalogue import get
from documents.dossier import Item, arrange, bind, package, package_files, verify_package
from documents.errors import DossierFailed
from documents.sealing import LocalSealProvider
from tests.documents.conftest import plain, rendered
from tests.documents.test_sealing import AT, BODY, HEAD
from webapp.cli import faxun
from webapp.demo import examples

CONTEXT = examples.context("shared/dossier_cover")
FACTS = {
    **examples.context("shared/dossier_cover")["f"],
    **examples.context("shared/dossier_remarks")["f"],
}


def item(id: str, address: str, filed_at: str, **more: str) -> Item:
    sample = examples.context(address)
    values = {"title": get(address).title, "pdf": rendered(address), "number": sample["number"]}
    return Item(
        id=id, address=address, filed_at=filed_at, date=sample["date"],
        responsible="岚江市市场监督管理局", **{**values, **more},
    )  # fmt: skip


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return [
        item("record", "shared/site_record", "2026-03-04"),
        item("interview", "shared/interview_record", "2026-03-16"),
        item("receipt-notice", "shared/service_receipt", "2026-04-15", serves="notice"),
        item("notice", "penalty/prior_notice", "2026-04-14"),
        item("decision", "penalty/penalty_decision", "2026-04-29"),
        item("receipt-decision", "shared/service_receipt", "2026-04-30", serves="decision"),
        item("filing", "penalty/filing_approval", "2026-03-09"),
        item("proposal", "penalty/matter_approval", "2026-04-10"),
    ]


@pytest.fixture(scope="module")
def front(items):
    return bind("正", items, CONTEXT, FACTS)


def test_documents_stand_in_order_and_receipts_follow_what_they_serve(items):
    assert [entry.id for entry in arrange(items, "正")] == [
        "filing", "decision", "receipt-decision", "notice", "receipt-notice", "record", "interview",
    ]  # fmt: skip
    assert [entry.id for entry in arrange(items, "副")] == ["proposal"]


def test_volumes_keep_the_order_of_their_rule(items):
    """《市场监督管理行政处罚程序规定》第七十八条: papers issued, evidence, hearing; inner."""
    more = [
        item(name, f"shared/{name}" if shared else f"penalty/{name}", "2026-06-01")
        for shared, name in (
            (True, "hearing_notification"), (True, "hearing_record"), (True, "hearing_report"),
            (True, "hearing_panel"), (True, "closing_approval"), (False, "panel_discussion"),
            (False, "decision_approval"), (False, "case_review"), (False, "investigation_report"),
        )
    ]  # fmt: skip
    photo = item("photo", "shared/evidence_extraction", "2026-03-04", serves="record")
    front, back = ([one.id for one in arrange([*more, photo, *items], name)] for name in "正副")

    assert front == [
        "filing", "decision", "receipt-decision", "notice", "receipt-notice",
        "hearing_notification", "record", "photo", "interview", "hearing_record",
    ]  # fmt: skip
    assert back == [
        "investigation_report", "case_review", "hearing_report", "closing_approval", "proposal",
        "panel_discussion", "decision_approval", "hearing_panel",
    ]  # fmt: skip


def test_page_numbers_run_on_from_the_first_document(front):
    first = 1
    for entry in front.entries:
        assert entry.first == first
        assert entry.last - entry.first + 1 == len(PdfReader(io.BytesIO(entry.item.pdf)).pages)
        first = entry.last + 1
    assert front.pages == first - 1


def test_the_contents_name_every_document_with_its_pages(front):
    text = plain(PdfReader(io.BytesIO(front.pdf)).pages[1].extract_text())

    for entry in front.entries:
        assert plain(entry.item.title)[:6] in text
        assert entry.pages in text


def test_page_numbers_stand_upper_right_on_fronts_and_upper_left_on_backs(front):
    pages = PdfReader(io.BytesIO(front.pdf)).pages[2:-1]
    assert len(pages) == front.pages
    for number, page in enumerate(pages, 1):
        found: list[tuple[float, float]] = []

        def visit(text, matrix, text_matrix, font, size, found=found, number=number):
            if text.strip() == str(number):
                x = text_matrix[4] * matrix[0] + matrix[4]
                y = text_matrix[5] * matrix[3] + matrix[5]
                found.append((x, y))

        page.extract_text(visitor_text=visit)
        corner = [x > 500 if number % 2 else x < 100 for x, y in found if y > 780 or y < 62]
        assert any(corner), (number, found)


def test_a_volume_is_pdf_a_with_bookmarks_and_without_form_fields(front):
    with pikepdf.open(io.BytesIO(front.pdf)) as file:
        with file.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
        assert "/AcroForm" not in file.Root
        with file.open_outline() as outline:
            titles = [mark.title for mark in outline.root]

    assert titles[0] == "封面"
    assert titles[-1] == "备考表"
    assert "行政处罚决定书" in titles


def test_the_seal_stays_visible_in_the_volume(tmp_path):
    provider = LocalSealProvider(tmp_path, worker.fonts_folder())
    prepared = provider.prepare(rendered("penalty/prior_notice"), ("head", "seal"), BODY)
    sealed = provider.sign(provider.sign(prepared, "head", HEAD, AT), "seal", BODY, AT)
    volume = bind(
        "正", [item("notice", "penalty/prior_notice", "2026-04-14", pdf=sealed)], CONTEXT, FACTS
    )

    with pikepdf.open(io.BytesIO(volume.pdf)) as file:
        last = file.pages[-2]
        assert "/Annots" not in last or not list(last.Annots)
        drawn = [x for x in last.Resources.XObject.values() if b"/Multiply" in x.unparse()]
        nested = repr(last.Resources.XObject)

    assert drawn or "XObject" in nested


def test_the_same_items_give_the_same_volume(items, front):
    assert bind("正", items, CONTEXT, FACTS).pdf == front.pdf


def test_an_empty_volume_can_be_bound():
    volume = bind("副", [], CONTEXT, FACTS)

    assert (volume.pages, len(PdfReader(io.BytesIO(volume.pdf)).pages)) == (0, 3)


def test_a_file_that_cannot_be_read_is_named(items):
    broken = item("x", "shared/site_record", "2026-03-05", title="坏文件", pdf=b"%PDF junk")

    with pytest.raises(DossierFailed, match="坏文件"):
        bind("正", [*items, broken], CONTEXT, FACTS)


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_the_package_lists_every_file_and_notices_each_change(front):
    files = package_files([front], FACTS)

    assert verify_package(package([front], FACTS)) == []
    for name in files:
        if name.endswith("清单.TXT"):
            continue
        changed = {**files, name: files[name] + b"x"}
        assert verify_package(zipped(changed)) == [f"“{name}”已被改动"]
        fewer = {other: content for other, content in files.items() if other != name}
        assert verify_package(zipped(fewer)) == [f"缺少“{name}”"]
    assert verify_package(zipped({**files, "多.txt": b""})) == ["多出“多.txt”"]
    assert verify_package(zipped({})) == ["缺少校验清单"]
    assert verify_package(b"PK\x03\x04torn") == ["不是可以打开的归档包"]


def test_a_received_package_is_compared_with_its_list_from_the_command_line(front, tmp_path):
    whole, altered = tmp_path / "whole.zip", tmp_path / "altered.zip"
    files = package_files([front], FACTS)
    whole.write_bytes(package([front], FACTS))
    altered.write_bytes(zipped({**files, "说明文件.TXT": b"x"}))

    good, bad, missing = (
        CliRunner().invoke(faxun, ["verify-package", str(path)])
        for path in (whole, altered, tmp_path / "none.zip")
    )

    assert (good.exit_code, good.output) == (0, "归档包与校验清单一致\n")
    assert (bad.exit_code, bad.output) == (1, "“说明文件.TXT”已被改动\n发现 1 处异常\n")
    assert (missing.exit_code, "不能读取" in missing.output) == (1, True)


def test_the_package_catalogue_has_a_row_for_every_document(front):
    rows = etree.fromstring(package_files([front], FACTS)["案卷目录.XML"]).findall("件")

    assert len(rows) == len(front.entries)
    assert rows[1].findtext("题名") == "行政处罚决定书"
    assert rows[1].findtext("电子档案名称") == "电子档案/正卷/002-行政处罚决定书.pdf"


def test_the_zip_holds_the_files_and_is_the_same_each_time(front):
    first = package([front], FACTS)

    assert first == package([front], FACTS)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == package_files(
            [front], FACTS
        )


def test_a_cover_with_much_to_say_stays_one_page():
    context = examples.context("shared/dossier_cover")
    result = "没收违法所得 1800.00 元；没收不合格电线 64 卷；处罚款 20000.00 元。" * 3
    title = "岚江市城东区恒力线缆经营部涉嫌以不合格产品冒充合格产品并且未履行进货查验义务案"
    context["f"] = {**context["f"], "result": result, "title": title}

    pdf = documents.render("shared/dossier_cover", context)

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
