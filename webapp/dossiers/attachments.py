"""Evidence files as pages of the dossier (证据材料入卷): what is printed, its title, its pages."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from PIL import Image

from webapp.evidence import pictures, storage
from webapp.evidence import queries as evidence
from webapp.evidence.models import Evidence, File

PRINTED = ("application/pdf", *pictures.KINDS)
A4 = (595.276, 841.89)
FRAME = pikepdf.Rectangle(57, 71, A4[0] - 57, A4[1] - 71)
"""Where a picture may stand: 20 mm from the sides, 25 mm from the ends, clear of page numbers."""
DOTS = 200
SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")


def printable(piece: Evidence) -> Iterator[tuple[int, File]]:
    """Yield the files of a piece of evidence that can be printed, with their places."""
    for place, file in enumerate(evidence.files(piece.files), 1):
        if file.media_type in PRINTED:
            yield place, file


def title_of(piece: Evidence, file: File) -> str:
    """Return the title for the contents: 现场笔录附件：现场照片."""
    name = SUFFIX.sub("", file.name).strip()
    return piece.name if name in ("", piece.name) else f"{piece.name}附件：{name}"


def lead_of(piece: Evidence) -> str | None:
    """Return the record behind which the files of a piece stand (随笔录入卷)."""
    return str(piece.document_id) if piece.document_id else None


def as_pdf(file: File) -> bytes | None:
    """Return a file as pages for the volume, or None when it cannot be read."""
    content = storage.read(file.digest)
    if file.media_type == "application/pdf":
        return content if _opens(content) else None
    size = int(FRAME.width * DOTS / 72), int(FRAME.height * DOTS / 72)
    picture = pictures.on_paper(file, size)
    return None if picture is None else _page(picture)


def _opens(content: bytes) -> bool:
    """Tell whether the pages of a PDF can be read: broken and locked ones are kept beside."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return bool(len(pdf.pages))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return False


def _page(picture: Image.Image) -> bytes:
    """Put a picture in the middle of a page A4, shrunk to fit but never blown up."""
    drawn, out = BytesIO(), BytesIO()
    picture.save(drawn, "PDF", resolution=72)
    with pikepdf.new() as pdf, pikepdf.open(drawn) as source:
        page = pdf.add_blank_page(page_size=A4)
        form, name = pdf.copy_foreign(source.pages[0].as_form_xobject()), pikepdf.Name.Picture
        page.add_resource(form, pikepdf.Name.XObject, name)
        placed = page.calc_form_xobject_placement(
            form, name, FRAME, invert_transformations=True, allow_shrink=True, allow_expand=False
        )
        page.contents_add(placed)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
