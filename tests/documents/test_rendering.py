"""What the PDF holds: fonts, marks, bytes, pictures, the place of the seal."""

import base64
import io
import json
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

import documents
from documents import worker
from documents.errors import RenderingFailed
from documents.printer import render
from tests.documents.conftest import rendered, text_of
from webapp.demo import examples

DECISION = "penalty/penalty_decision"
RARE = "喆昇赟镕堃垚祎琦玥翀韡旻頔"
PAGE = (
    "<html lang='zh-CN'><head><title>试</title></head>"
    "<body class='{{ f.kind }}'>{{ f.text|paragraphs }}</body></html>"
)


def page(text: str, template: str = PAGE, **f: str) -> bytes:
    """Set a page of our own with the project's stylesheets."""
    pinned = {**documents.sources(), f"{DECISION}.html": template}
    context = {**examples.context(DECISION), "f": {"text": text, "kind": "letter", **f}}
    return render(DECISION, context, sources=pinned)


def fonts_of(pdf: bytes) -> dict[str, pikepdf.Object]:
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for number in range(1, len(file.objects)):
            thing = file.get_object((number, 0))
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                streams = {key for key in thing if key.startswith("/FontFile")}
                found[str(thing.FontName)] = streams
    return found


def test_fonts_are_embedded_and_subset():
    fonts = fonts_of(rendered(DECISION))

    assert any("Faxun-Fang" in name or "FaxunFang" in name for name in fonts), fonts
    assert all(streams for streams in fonts.values())
    assert all(len(name.split("+")[0]) == 7 for name in fonts), fonts
    assert len(rendered(DECISION)) < 400_000


def test_the_file_is_marked_pdf_a_2b_with_its_title_and_author():
    with pikepdf.open(io.BytesIO(rendered(DECISION))) as file:
        with file.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
            assert meta["dc:title"] == "行政处罚决定书 岚市监罚决〔2026〕156号"
            assert list(meta["dc:creator"]) == ["岚江市市场监督管理局"]
            assert meta["xmp:CreateDate"].startswith("2026-04-29")
        assert file.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_the_same_input_gives_the_same_bytes_in_another_process():
    other = worker.Renderer()
    context = examples.context(DECISION)
    try:
        again = render(DECISION, context)
        request = documents.printer._request("pdf", DECISION, context, None)
        fresh = other.ask(request)
    finally:
        other.close()

    assert rendered(DECISION) == again == fresh


def test_pinned_sources_give_the_same_bytes_and_changed_ones_do_not():
    context = examples.context(DECISION)
    pinned = dict(documents.sources())

    assert render(DECISION, context, sources=pinned) == rendered(DECISION)
    pinned["penalty/penalty_decision.html"] = PAGE
    assert render(DECISION, {**context, "f": {"text": "改", "kind": "form"}}, sources=pinned) != (
        rendered(DECISION)
    )


def test_rare_names_and_currency_marks_are_drawn_and_can_be_copied():
    text = f"罚款￥50000.00元（¥50000.00）：{RARE}；☑是 □否 ㎡ ①"

    assert text.replace(" ", "") in text_of(page(text))


def test_the_fullwidth_currency_mark_is_not_drawn_by_the_face_that_has_it_wrong():
    with pikepdf.open(io.BytesIO(page("￥"))) as file:
        names = {
            str(font.BaseFont)
            for font in file.pages[0].Resources.Font.values()
            if "/BaseFont" in font
        }

    assert not [name for name in names if "Fang" in name]


def test_a_character_no_font_has_is_named():
    with pytest.raises(RenderingFailed, match="U\\+1F600"):
        page("好😀")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "data:text/html;base64,PGI+", "x.png"],
)
def test_pictures_from_elsewhere_are_refused(address):
    template = PAGE.replace("{{ f.text", "<img src='{{ f.kind }}'>{{ f.text")

    with pytest.raises(RenderingFailed, match="图片"):
        page("图", template, kind=address)


def test_a_picture_that_travels_inside_is_drawn():
    out = io.BytesIO()
    Image.new("RGB", (2, 2), "red").save(out, "PNG")
    pixel = base64.b64encode(out.getvalue()).decode()
    template = PAGE.replace("{{ f.text", "<img src='{{ f.kind }}'>{{ f.text")

    with pikepdf.open(
        io.BytesIO(page("图", template, kind=f"data:image/png;base64,{pixel}"))
    ) as file:
        assert file.pages[0].get_images()


def test_a_picture_that_is_too_large_is_refused():
    blob = base64.b64encode(b"0" * 3_500_000).decode()
    template = PAGE.replace("{{ f.text", "<img src='{{ f.kind }}'>{{ f.text")

    with pytest.raises(RenderingFailed, match="4 MB"):
        page("图", template, kind=f"data:image/png;base64,{blob}")


def test_the_place_of_the_seal_is_written_into_the_file():
    with pikepdf.open(io.BytesIO(rendered(DECISION))) as file:
        spots = json.loads(str(file.Root.FaxunSpots))
        pages = len(file.pages)

    number, left, bottom, right, top = spots["seal"]
    assert number == pages - 1
    assert right - left == pytest.approx(42 * 72 / 25.4, abs=0.1)
    assert 0 < bottom < top < 842


def test_at_least_one_line_of_text_stands_with_the_signature():
    for filler in range(8, 16):
        sample = examples.context("penalty/prior_notice")
        sample["f"]["course"] = "立案调查。\n" * filler
        last = text_of_last_page(documents.render("penalty/prior_notice", sample))
        before = last.split("岚江市市场监督管理局2026年4月14日")[0]

        assert len(before) >= 4, filler


def text_of_last_page(pdf: bytes) -> str:
    return "".join(PdfReader(io.BytesIO(pdf)).pages[-1].extract_text().split())


def test_the_subsetting_library_is_loaded():
    rendered(DECISION)
    child = documents.printer._renderer.pid

    assert "libharfbuzz-subset" in Path(f"/proc/{child}/maps").read_text()


def test_without_prepared_fonts_the_reason_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("FAXUN_FONTS", str(tmp_path))
    renderer = worker.Renderer()

    with pytest.raises(RenderingFailed, match="字体"):
        renderer.ask({})
