"""Files that come with a case (材料): signature, photograph, scanned paper; all invented."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw


def signature(name: str) -> bytes:
    """Return a signature drawn on the pad, always the same for a name."""
    random = Random(name)
    image = Image.new("RGB", (360, 140), "white")
    draw = ImageDraw.Draw(image)
    for part in range(len(name)):
        left = 20 + part * 320 // len(name)
        points = [(left + random.randint(0, 80), random.randint(20, 120)) for _ in range(7)]
        draw.line(points, "black", 4, joint="curve")
    return _saved(image, "PNG")


def strokes(name: str) -> bytes:
    """Return the strokes of a signature as the pad records them: a picture at double size."""
    with Image.open(BytesIO(signature(name))) as image:
        return _saved(image.resize((720, 280)), "PNG")


def photo(subject: str) -> bytes:
    """Return a photograph: shelves with goods on them."""
    random = Random(subject)
    image = Image.new("RGB", (640, 420), (224, 219, 208))
    draw = ImageDraw.Draw(image)
    for shelf in range(3):
        bottom = 130 + shelf * 130
        draw.rectangle((20, bottom, 620, bottom + 10), (120, 92, 62))
        left = 34
        while left < 580:
            width, height = random.randint(28, 54), random.randint(48, 96)
            color = tuple(random.randint(60, 220) for _ in range(3))
            draw.rectangle((left, bottom - height, left + width, bottom), color)
            left += width + random.randint(4, 16)
    return _saved(image, "JPEG", quality=80)


def paper(subject: str) -> bytes:
    """Return a scanned ledger of two pages."""
    pages = [_ledger(Random(f"{subject} {number}")) for number in range(2)]
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=75)
    return out.getvalue()


def _ledger(random: Random) -> Image.Image:
    image = Image.new("L", (620, 877), 252)
    draw = ImageDraw.Draw(image)
    for row in range(18):
        top = 90 + row * 40
        draw.line((50, top, 570, top), 120)
        for column in (50, 160, 330, 450):
            length = random.randint(30, 90)
            draw.line((column + 8, top + 22, column + 8 + length, top + 22), 60, 3)
    draw.rectangle((50, 90, 570, 90 + 17 * 40), outline=90)
    return image


def _saved(image: Image.Image, kind: str, **details: int) -> bytes:
    out = BytesIO()
    image.save(out, kind, **details)
    return out.getvalue()
