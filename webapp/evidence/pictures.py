"""Pictures of any kind a telephone takes, opened and shown (图片): HEIC and AVIF are converted.

The original is kept as it came; what is shown or bound is made from it each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pillow_heif
from PIL import Image, ImageFile, ImageOps

from webapp.evidence import storage
from webapp.evidence.models import File
from webapp.evidence.sniffing import AVIF, GIF, HEIC, JPEG, PNG, WEBP

KINDS = tuple(one.media_type for one in (PNG, JPEG, WEBP, GIF, HEIC, AVIF))
SMALL = (640, 640)
"""The size of a picture in a list, in pixels."""

pillow_heif.register_heif_opener()


def on_paper(file: File, size: tuple[int, int]) -> Image.Image | None:
    """Return a stored picture upright, on white where it is transparent, no larger than a size.

    None for one that is cut short or cannot be read.
    """
    try:
        with _strictly(), Image.open(BytesIO(storage.read(file.digest))) as image:
            image.draft("RGB", (max(size), max(size)))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    upright.thumbnail(size)
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    return paper


def small(file: File) -> bytes | None:
    """Return a stored picture as a small JPEG for lists, or None when it cannot be read."""
    shown, out = on_paper(file, SMALL), BytesIO()
    if shown is None:
        return None
    shown.save(out, "JPEG", quality=80)
    return out.getvalue()


@contextmanager
def _strictly() -> Iterator[None]:
    """Refuse pictures cut short: a process that has loaded WeasyPrint would take them silently."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
