"""Set a composed document as PDF/A (the only import of WeasyPrint).

One font configuration and the parsed stylesheets are kept for the life of the process. The date
and the identifier of the file come from its content, so that the same input gives the same bytes.
"""

import hashlib
import json
import logging
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents import justification
from documents.errors import RenderingFailed

VARIANT = "pdf/a-2b"
SPOTS = "FaxunSpots"
"""Catalog entry that tells where seals and signatures belong."""

LARGEST_IMAGE = 4 * 1024 * 1024
IMAGE_KINDS = ("data:image/png;", "data:image/jpeg;", "data:image/svg+xml;")
POINTS = 0.75
"""Points per CSS pixel."""

justification.install()


class OwnFetcher(URLFetcher):
    """Resolve nothing but pictures that travel inside the document, up to a size."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the picture of a data address; refuse every other address."""
        if not url.startswith(IMAGE_KINDS):
            raise ValueError(f"只能使用文书自带的图片，不能引用“{url[:60]}”")
        if len(url) > LARGEST_IMAGE:
            raise ValueError("图片超过 4 MB")
        return super().fetch(url, headers)


class Complaints(logging.Handler):
    """Collect what WeasyPrint complains of while it sets one document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the sentence."""
        self.lines.append(record.getMessage())


class Press:
    """What is kept between documents: fonts, parsed stylesheets, the fetcher."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.fetcher = OwnFetcher()
        self.sheets: dict[str, CSS] = {}

    def sheet(self, css: str) -> CSS:
        """Return a parsed stylesheet, parsing it only once."""
        if css not in self.sheets:
            if len(self.sheets) >= 8:
                self.sheets.clear()
            self.sheets[css] = CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)
        return self.sheets[css]

    def write(self, html: str, css: str, variant: str = VARIANT) -> bytes:
        """Return the PDF of a composed document."""
        complaints = Complaints()
        logger = logging.getLogger("weasyprint")
        logger.addHandler(complaints)
        logger.propagate = False
        try:
            document = HTML(string=html, url_fetcher=self.fetcher).render(
                font_config=self.fonts, stylesheets=[self.sheet(css)], pdf_variant=variant
            )
            identifier = hashlib.sha256(f"{variant}\0{css}\0{html}".encode()).hexdigest()[:32]
            pdf: bytes = document.write_pdf(
                pdf_variant=variant, pdf_identifier=identifier.encode(), finisher=_mark_spots
            )
        except FatalURLFetchingError as error:
            raise RenderingFailed(f"文书中的图片不能使用：{error.__cause__ or error}") from error
        finally:
            logger.removeHandler(complaints)
        _judge(complaints.lines)
        return pdf


def _judge(complaints: list[str]) -> None:
    """Refuse a page with a character that no font can draw or a picture that did not load."""
    for line in complaints:
        if line.startswith(".notdef"):
            raise RenderingFailed(f"字库中没有这个字：{line.split('fonts: ')[-1]}")
        if "Failed to load image" in line or "Relative URI" in line:
            raise RenderingFailed(f"图片无法读取：{line[:120]}")


def _mark_spots(document: Any, pdf: pydyf.PDF) -> None:
    """Write into the file where seals and signatures belong: page, then left bottom right top."""
    spots: dict[str, list[float]] = {}
    for number, page in enumerate(document.pages):
        height = page.height * POINTS
        for box in page._page_box.descendants():
            name = box.element.get("data-spot") if box.element is not None else None
            if name and name not in spots:
                left, top = box.border_box_x() * POINTS, box.border_box_y() * POINTS
                right = left + box.border_width() * POINTS
                bottom = top + box.border_height() * POINTS
                spots[name] = [
                    number, *(round(v, 2) for v in (left, height - bottom, right, height - top))
                ]  # fmt: skip
    pdf.catalog[SPOTS] = pydyf.String(json.dumps(spots, sort_keys=True))
