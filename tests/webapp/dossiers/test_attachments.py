"""Evidence files in the volume: pictures on A4, clear of the page number, under a plain title."""

import io

import pikepdf
import pytest
from PIL import Image, ImageFile
from pypdf import PdfReader

from documents.dossier import Item, bind
from webapp.demo import examples
from webapp.dossiers import attachments, binding
from webapp.evidence import storage
from webapp.evidence.models import Evidence, File

MM = 72 / 25.4
CONTEXT = examples.context("shared/dossier_cover")
FACTS = {**CONTEXT["f"], **examples.context("shared/dossier_remarks")["f"]}


def picture(size, kind="JPEG", mode="RGB", color="gray", **more):
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind, **more)
    return out.getvalue()


def upside_right(size):
    """Return a picture that a camera took standing and stored lying."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture(size, exif=exif)


def placed(pdf):
    """Return page size and the rectangle of the picture: left, bottom, right, top."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        (page,) = file.pages
        (drawn,) = page.Resources.XObject.values()
        (matrix,) = [
            [float(value) for value in operands]
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "cm"
        ]
        _, _, width, height = (float(value) for value in drawn.BBox)
        scale_x, skew, other_skew, scale_y, left, bottom = matrix
        assert (skew, other_skew) == (0, 0)
        assert scale_x == pytest.approx(scale_y)
        box = (left, bottom, left + scale_x * width, bottom + scale_y * height)
        return tuple(float(value) for value in page.mediabox[2:]), box


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("content", "ratio"),
    [
        (picture((4000, 3000)), 4 / 3),
        (picture((640, 420)), 640 / 420),
        (picture((900, 4000), "PNG"), 900 / 4000),
        (picture((800, 600), "WEBP"), 4 / 3),
        (picture((500, 500), "GIF", "P", 1), 1),
        (picture((800, 600), "HEIF"), 4 / 3),
        (picture((800, 600), "AVIF"), 4 / 3),
        (picture((600, 800), "PNG", "RGBA", (0, 0, 0, 0)), 3 / 4),
        (upside_right((4000, 3000)), 3 / 4),
    ],
    ids=["large", "small", "tall", "webp", "gif", "heic", "avif", "transparent", "turned"],
)
def test_a_picture_stands_in_the_middle_of_a_page_and_fits(content, ratio):
    page, (left, bottom, right, top) = placed(
        attachments.as_pdf(storage.store(content, "现场照片"))
    )

    assert page == pytest.approx((210 * MM, 297 * MM), abs=0.1)
    assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx(
        (105 * MM, 148.5 * MM), abs=0.1
    )
    assert (right - left) / (top - bottom) == pytest.approx(ratio, rel=0.01)
    assert left > 19 * MM
    assert bottom > 24 * MM
    assert right - left > 168 * MM or top - bottom > 245 * MM


@pytest.mark.usefixtures("app")
def test_a_tiny_picture_is_not_blown_up():
    _, (left, bottom, right, top) = placed(
        attachments.as_pdf(storage.store(picture((60, 20)), "印章.jpg"))
    )

    assert (right - left, top - bottom) == pytest.approx((60, 20))


@pytest.mark.usefixtures("app")
def test_the_page_number_stands_above_the_picture():
    pdf = attachments.as_pdf(storage.store(picture((900, 4000)), "现场照片.jpg"))
    item = Item("e1", binding.ATTACHED, "现场笔录附件：现场照片", pdf, "2026年3月5日", "1", "本局")

    volume = bind("正", [item], CONTEXT, FACTS)

    page, (_, _, _, top) = PdfReader(io.BytesIO(volume.pdf)).pages[2], placed(pdf)[1]
    found = []
    page.extract_text(
        visitor_text=lambda text, matrix, place, font, size: found.append(
            (text.strip(), place[5] * matrix[3] + matrix[5])
        )
    )
    ((_, height),) = [one for one in found if one[0] == "1"]
    assert height > top


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("content", [picture((800, 600))[:900], b"\x89PNG\r\n\x1a\nbroken"])
@pytest.mark.parametrize("lenient", [True, False])
def test_a_broken_picture_is_kept_beside(content, lenient, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    file = storage.store(content, "照片.jpg", trusted="image/jpeg")

    assert attachments.as_pdf(file) is None


@pytest.mark.parametrize(
    ("piece", "name", "title"),
    [
        ("现场笔录", "现场照片.jpg", "现场笔录附件：现场照片"),
        ("进货台账", "进货台账.pdf", "进货台账"),
        ("销售记录", "第1.2版报表.PDF", "销售记录附件：第1.2版报表"),
        ("销售记录", "第1.2版", "销售记录附件：第1.2版"),
        ("销售记录", "报表1.2", "销售记录附件：报表1.2"),
        ("标签", ".jpg", "标签"),
    ],
)
def test_titles_in_the_contents_are_words_and_no_file_names(piece, name, title):
    assert attachments.title_of(Evidence(name=piece), File(name=name)) == title
