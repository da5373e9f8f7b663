"""Draw the agency's round seal (印章) as vector outlines: ring, star, name on the arc.

国发〔1999〕25号: a county-level body's seal measures 42 mm,
a five-pointed star in the middle, the name in 宋体 from left to right around it.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from documents.errors import SealFailed

DIAMETER = 42.0
RING = 1.0
STAR = 7.0
WIDEST_ARC = 262.0
WIDEST_STEP = 27.0
GLYPH_HEIGHT = 6.0
BASELINE = 12.9
"""Distance in mm from the center to the feet of the characters."""

MILLIMETER = 72 / 25.4
RED = (0.86, 0.07, 0.10)

Point = tuple[float, float]
Outline = list[tuple[str, tuple[Point, ...]]]


@dataclass(frozen=True)
class SealDrawing:
    """A seal as filled outlines in millimeters, the center at (0, 0), y upwards."""

    name: str
    outlines: tuple[tuple[str, tuple[Point, ...]], ...]
    diameter: float = DIAMETER

    def operators(self, size: float, clip: tuple[float, float] | None = None) -> bytes:
        """Return PDF operators that draw the seal ``size`` points wide, lower left at the origin.

        ``clip`` keeps only the part between two shares of the width (骑缝章).
        """
        scale = size / self.diameter
        lines = ["q", "/FxSeal gs", f"{RED[0]} {RED[1]} {RED[2]} rg"]
        if clip:
            left, right = clip[0] * size, clip[1] * size
            lines.append(f"{left:.3f} 0 {right - left:.3f} {size:.3f} re W n")
        lines.append(f"{scale:.5f} 0 0 {scale:.5f} {size / 2:.3f} {size / 2:.3f} cm")
        for operator, points in self.outlines:
            numbers = " ".join(f"{x:.3f} {y:.3f}" for x, y in points)
            lines.append(f"{numbers} {operator}".strip())
        lines += ["f*", "Q"]
        return "\n".join(lines).encode()

    def svg(self) -> str:
        """Return the seal as an SVG picture, for previews."""
        half = self.diameter / 2
        letters = {"m": "M", "l": "L", "c": "C", "h": "Z"}
        path = "".join(
            letters[operator] + " ".join(f"{x:.2f} {-y:.2f}" for x, y in points)
            for operator, points in self.outlines
        )
        red = "".join(f"{round(part * 255):02x}" for part in RED)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-half} {-half} '
            f'{self.diameter} {self.diameter}"><path fill="#{red}" fill-rule="evenodd" '
            f'd="{path}"/></svg>'
        )


@lru_cache(maxsize=32)
def draw_seal(name: str, fonts: Path, diameter: float = DIAMETER) -> SealDrawing:
    """Draw the seal of an agency with the prepared 宋体."""
    bold = fonts / "FaxunSongBold.otf"
    outlines = [*_ring(diameter / 2), *_ring(diameter / 2 - RING), *_star(STAR)]
    outlines += _name_on_arc(name, bold if bold.is_file() else fonts / "FaxunSong.otf", diameter)
    return SealDrawing(name, tuple(outlines), diameter)


def _ring(radius: float) -> Outline:
    """Draw a circle as four curves."""
    k = 0.5522847498 * radius
    r = radius
    return [
        ("m", ((r, 0),)),
        ("c", ((r, k), (k, r), (0, r))),
        ("c", ((-k, r), (-r, k), (-r, 0))),
        ("c", ((-r, -k), (-k, -r), (0, -r))),
        ("c", ((k, -r), (r, -k), (r, 0))),
        ("h", ()),
    ]


def _star(radius: float) -> Outline:
    """Draw a five-pointed star, one point up."""
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(126))
    points = [
        (length * math.cos(angle), length * math.sin(angle))
        for index in range(10)
        for length, angle in [(radius if index % 2 == 0 else inner, math.radians(90 + 36 * index))]
    ]
    return [("m", (points[0],)), *[("l", (point,)) for point in points[1:]], ("h", ())]


def _name_on_arc(name: str, face: Path, diameter: float) -> Outline:
    """Set the name around the star, each character standing towards the center."""
    try:
        font = TTFont(face, lazy=True)
    except OSError as error:
        raise SealFailed("没有准备好的宋体，印章无法绘制") from error
    with font:
        characters, glyphs = font.getBestCmap(), font.getGlyphSet()
        step = min(WIDEST_STEP, WIDEST_ARC / max(1, len(name) - 1))
        tall = GLYPH_HEIGHT * diameter / DIAMETER
        base = BASELINE * diameter / DIAMETER
        wide = min(tall * 0.9, math.radians(step) * (base + tall / 2) * 0.86)
        result: Outline = []
        for index, character in enumerate(name):
            if ord(character) not in characters:
                raise SealFailed(f"宋体中没有印章用字“{character}”")
            pen = DecomposingRecordingPen(glyphs)
            glyphs[characters[ord(character)]].draw(pen)
            angle = math.radians(90 + step * ((len(name) - 1) / 2 - index))
            result += _placed(pen.value, angle, base, wide / 1000, tall / 1000)
        return result


def _placed(
    commands: list[tuple[str, tuple[Point, ...]]],
    angle: float, base: float, x_scale: float, y_scale: float,
) -> Outline:  # fmt: skip
    """Turn a glyph of 1000 units per em into place on the arc."""
    sine, cosine = math.sin(angle), math.cos(angle)

    def at(point: Point) -> Point:
        along, out = (point[0] - 500) * x_scale, base + (point[1] + 120) * y_scale
        return (along * sine + out * cosine, -along * cosine + out * sine)

    names = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "closePath": "h", "endPath": "h"}
    return [(names[name], tuple(at(point) for point in points)) for name, points in commands]
