"""Prepare the fonts of our documents: fetch, single faces, equal metrics, one fontconfig file.

Nothing here is ever committed: faces come from packages and land in ``$FAXUN_FONTS``, else
``$FAXUN_HOME/fonts``, else ``.faxun/fonts`` of the repository. Run with the project's Python; a
second run that finds everything current ends at once.

| our face    | from                                             | used for                   |
|-------------|--------------------------------------------------|----------------------------|
| Faxun Fang  | FandolFang (Debian ``texlive-lang-chinese``)     | 仿宋: body of documents    |
| Faxun Kai   | FandolKai (same package)                         | 楷体: second headings      |
| Faxun Song  | Noto Serif SC (PyPI), bold (``fonts-noto-cjk``)  | 宋体, titles, rare names   |
| Faxun Hei   | Noto Sans SC (PyPI), bold (``fonts-noto-cjk``)   | 黑体, pages on the screen  |
| Faxun Ming  | AR PL UMing (Debian ``fonts-arphic-uming``)      | rare names (light)         |
| Faxun Rare  | HanaMinB (Debian ``fonts-hanazono``)             | extensions B to F          |
| Faxun Last  | BabelStone Han (Debian ``fonts-babelstone-han``) | extensions G and H         |
| Faxun Latin | Latin Modern Roman (Debian ``fonts-lmodern``)    | Latin letters and digits   |
| Faxun Marks | drawn here                                       | ☐ ☑ and the blank box □    |
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape as xml_text

ROOT = Path(__file__).resolve().parent.parent
ASCENT, DESCENT = 880, 120
"""Ascent and descent per 1000 of every face, so that mixed lines keep one pitch."""

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
NOTO = "usr/share/fonts/opentype/noto"
UMING = "usr/share/fonts/truetype/arphic/uming.ttc"
HANA = "usr/share/fonts/truetype/hanazono/HanaMinB.ttf"
BABEL = "usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf"
LATIN = "usr/share/texmf/fonts/opentype/public/lm"
SC_FACE = 2
"""Index of the Simplified Chinese face in the Noto CJK collections."""

CHINESE = (
    (0x3400, 0x9FFF), (0x3000, 0x303F), (0xFF01, 0xFF5E), (0x2460, 0x2473), (0x3220, 0x3229),
)  # fmt: skip
CHINESE_MARKS = set(" \u00a0—‘’“”…·※○●△▲◇◆★☆×÷±≤≥≠∶℃°")


class FontsMissing(Exception):
    """A face could not be fetched or prepared."""


@dataclass(frozen=True)
class Face:
    """One prepared font file and where it comes from."""

    file: str
    family: str
    source: str
    package: str | None
    bold: bool = False
    number: int = -1
    chinese_only: bool = False
    rare_only: bool = False
    needed: bool = False


FACES = (
    Face("FaxunFang.otf", "Faxun Fang", f"{FANDOL}/FandolFang-Regular.otf",
         "texlive-lang-chinese", chinese_only=True),
    Face("FaxunKai.otf", "Faxun Kai", f"{FANDOL}/FandolKai-Regular.otf",
         "texlive-lang-chinese", chinese_only=True),
    Face("FaxunSong.otf", "Faxun Song", "NotoSerifSC-Regular.otf", None, needed=True),
    Face("FaxunHei.otf", "Faxun Hei", "NotoSansSC-Regular.otf", None, needed=True),
    Face("FaxunSongBold.otf", "Faxun Song", f"{NOTO}/NotoSerifCJK-Bold.ttc",
         "fonts-noto-cjk", bold=True, number=SC_FACE),
    Face("FaxunHeiBold.otf", "Faxun Hei", f"{NOTO}/NotoSansCJK-Bold.ttc",
         "fonts-noto-cjk", bold=True, number=SC_FACE),
    Face("FaxunMing.ttf", "Faxun Ming", UMING, "fonts-arphic-uming", number=0),
    Face("FaxunRare.ttf", "Faxun Rare", HANA, "fonts-hanazono", rare_only=True),
    Face("FaxunLast.ttf", "Faxun Last", BABEL, "fonts-babelstone-han", rare_only=True),
    Face("FaxunLatin.otf", "Faxun Latin", f"{LATIN}/lmroman10-regular.otf", "fonts-lmodern"),
    Face("FaxunLatinBold.otf", "Faxun Latin", f"{LATIN}/lmroman10-bold.otf", "fonts-lmodern",
         bold=True),
)  # fmt: skip
MARKS = "FaxunMarks.ttf"
WITHOUT = {
    "Faxun Fang": "正文改用宋体（未取得仿宋）",
    "Faxun Kai": "楷体标题改用宋体（未取得楷体）",
    "Faxun Song": "标题改用宋体常规体（未取得粗宋）",
    "Faxun Hei": "粗黑体改用常规体",
    "Faxun Ming": "生僻字改用宋体（未取得明体）",
    "Faxun Rare": "扩展B至F区的生僻字印不出来",
    "Faxun Last": "扩展G、H区的生僻字印不出来",
    "Faxun Latin": "西文数字改用宋体所附字形",
}


def folder() -> Path:
    """Return the folder of the prepared fonts."""
    home = Path(os.environ.get("FAXUN_HOME") or ROOT / ".faxun")
    return Path(os.environ.get("FAXUN_FONTS") or home / "fonts")


def recipe() -> str:
    """Return the digest that makes prepared fonts current: this very file."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def is_current(target: Path) -> bool:
    """Say whether every face stands there as this recipe makes it."""
    try:
        stamp = json.loads((target / "stamp.json").read_text())
    except (OSError, ValueError):
        return False
    return bool(stamp.get("recipe") == recipe()) and all(
        (target / name).is_file() and (target / name).stat().st_size == size
        for name, size in stamp["files"].items()
    )


def run(*command: str, cwd: Path | None = None) -> None:
    """Run a command quietly; its last line becomes our message when it fails."""
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FontsMissing(f"无法运行 {command[0]}：{error}") from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["没有说明"]
        raise FontsMissing(f"{command[0]} 失败：{lines[-1]}")


def fetch(package: str, work: Path) -> Path:
    """Download a Debian package without installing it; return the folder to unpack into.

    Package lists are kept in a folder of our own, so that no root is needed.
    """
    lists = work / "lists"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    (work / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    apt = (
        "apt-get", "-qq", "-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1",
        "-o", f"Dir::Cache={work}", "-o", f"Dir::State::Lists={lists}",
    )  # fmt: skip
    if not any(lists.glob("*Packages*")):
        run(*apt, "update")
    run(*apt, "download", package, cwd=work)
    found = sorted(work.glob(f"{package}_*.deb"))
    if not found:
        raise FontsMissing(f"软件包 {package} 未能下载")
    return found[-1]


def unpack(archive: Path, names: Iterable[str], target: Path) -> None:
    """Take only the named files out of a Debian package."""
    tar = archive.with_suffix(".tar")
    with tar.open("wb") as out:
        subprocess.run(("dpkg-deb", "--fsys-tarfile", str(archive)), stdout=out, check=True)
    run("tar", "-xf", str(tar), "-C", str(target), *(f"./{name}" for name in names))
    tar.unlink()


def is_rare(code: int) -> bool:
    """Say whether it is a character of extension B or later, which the faces of rare names draw."""
    return 0x20000 <= code < 0x323B0


def is_chinese(code: int) -> bool:
    """Say whether 仿宋 and 楷体 may draw this character (never U+FFE5: it comes out as $)."""
    return chr(code) in CHINESE_MARKS or any(low <= code <= high for low, high in CHINESE)


def rename(font: Any, family: str, bold: bool) -> None:
    """Give a face our own family name, so that system fonts never mix in."""
    style = "Bold" if bold else "Regular"
    post = f"{family.replace(' ', '')}-{style}"
    names = {1: family, 2: style, 3: post, 4: f"{family} {style}", 6: post}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0


def set_metrics(font: Any) -> None:
    """Write ascent 880 and descent 120 per 1000, no line gap."""
    per_em = font["head"].unitsPerEm
    ascent, descent = ASCENT * per_em // 1000, DESCENT * per_em // 1000
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ascent, -descent, 0
    table = font["OS/2"]
    table.sTypoAscender, table.sTypoDescender, table.sTypoLineGap = ascent, -descent, 0
    table.usWinAscent, table.usWinDescent = ascent, descent


def prepare(face: Face, source: Path, target: Path) -> None:
    """Write one face: single, renamed, with equal metrics, its character map cut if asked."""
    from fontTools.ttLib import TTFont  # only here: a run that has nothing to do stays quick

    font = TTFont(source, fontNumber=face.number, lazy=True, recalcBBoxes=False)
    rename(font, face.family, face.bold)
    set_metrics(font)
    if face.chinese_only or face.rare_only:
        kept = is_chinese if face.chinese_only else is_rare
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap = {code: name for code, name in table.cmap.items() if kept(code)}
    if "DSIG" in font:
        del font["DSIG"]
    font.save(target / face.file)
    font.close()


def draw_marks(target: Path) -> None:
    """Draw the two choice boxes that no Chinese face has, and a blank box of the same size."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    def glyph(*outlines: tuple[tuple[int, int], ...]) -> Any:
        pen = TTGlyphPen(None)
        for outline in outlines:
            pen.moveTo(outline[0])
            for point in outline[1:]:
                pen.lineTo(point)
            pen.closePath()
        return pen.glyph()

    outer = ((100, -10), (100, 770), (880, 770), (880, -10))
    inner = ((142, 32), (838, 32), (838, 728), (142, 728))
    tick = ((230, 400), (290, 446), (425, 262), (745, 690), (800, 650), (432, 142))
    box, ticked, empty = glyph(outer, inner), glyph(outer, inner, tick), glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "space", "box", "ticked"])
    builder.setupCharacterMap({0x20: "space", 0x25A1: "box", 0x2610: "box", 0x2611: "ticked"})
    builder.setupGlyf({".notdef": empty, "space": empty, "box": box, "ticked": ticked})
    widths = {".notdef": (1000, 0), "space": (500, 0), "box": (1000, 100), "ticked": (1000, 100)}
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT)
    builder.setupNameTable({"familyName": "Faxun Marks", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=-DESCENT, usWinAscent=ASCENT,
                     usWinDescent=DESCENT)  # fmt: skip
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.save(target / MARKS)


CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<!-- Written by setup/fonts.py. Point FONTCONFIG_FILE here: rendering and the browser tests do. -->
<fontconfig>
  <dir prefix="relative">.</dir>
  <cachedir>{cache}</cachedir>
{aliases}
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""
ALIASES = (
    (("FangSong", "仿宋", "FangSong_GB2312", "STFangsong"), "Faxun Fang"),
    (("KaiTi", "楷体", "KaiTi_GB2312", "STKaiti"), "Faxun Kai"),
    (("SimSun", "宋体", "NSimSun", "STSong", "Noto Serif SC", "serif"), "Faxun Song"),
    (
        ("SimHei", "黑体", "Microsoft YaHei", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC",
         "system-ui", "sans-serif", "monospace"),
        "Faxun Hei",
    ),
)  # fmt: skip


def write_config(target: Path) -> None:
    """Write fonts.conf: this folder only, the usual Chinese family names as aliases."""
    lines = []
    for names, ours in ALIASES:
        light = ("Faxun Latin", "Faxun Ming") if ours in ("Faxun Fang", "Faxun Kai") else ()
        order = (ours, *light, "Faxun Song", "Faxun Rare", "Faxun Last")
        prefer = "".join(f"<family>{name}</family>" for name in order)
        for name in names:
            same = f'<alias binding="same"><family>{name}</family>'
            lines.append(f"  {same}<prefer>{prefer}</prefer></alias>")
    cache = xml_text(str((target / "cache").resolve()))
    config = CONFIG.format(aliases="\n".join(lines), cache=cache)
    (target / "fonts.conf").write_text(config, encoding="utf-8")


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """Give a scratch folder beside the target, removed afterwards."""
    target.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="work-", dir=target))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def gather(package: str | None, faces: list[Face], work: Path) -> Path:
    """Return a folder in which the sources of these faces lie."""
    if package is None:
        try:
            return Path(str(resources.files("pylopdf_fonts_zh_cn")))
        except ModuleNotFoundError as error:
            raise FontsMissing("缺少 PyPI 包 pylopdf-fonts-zh-cn，请先安装依赖") from error
    unpack(fetch(package, work), [face.source for face in faces], work)
    return work


def build(target: Path) -> list[Face]:
    """Prepare every face; return those that could not be had."""
    missing: list[Face] = []
    with workshop(target) as work:
        for package in dict.fromkeys(face.package for face in FACES):
            faces = [face for face in FACES if face.package == package]
            try:
                source = gather(package, faces, work)
                for face in faces:
                    prepare(face, source / face.source, target)
            except (FontsMissing, OSError, subprocess.CalledProcessError) as error:
                if any(face.needed for face in faces):
                    raise FontsMissing(str(error)) from error
                print(f"字体：{package} 未取得（{error}）", file=sys.stderr)
                missing += faces
    draw_marks(target)
    write_config(target)
    return missing


def main() -> int:
    """Prepare what is not current; say in one sentence what is missing."""
    target = folder()
    if is_current(target):
        return 0
    print("字体：正在准备仿宋、楷体、宋体、黑体……", flush=True)
    try:
        missing = build(target)
    except FontsMissing as error:
        print(f"字体：无法准备，{error}。", file=sys.stderr)
        return 1
    for family in dict.fromkeys(face.family for face in missing):
        print(f"字体：{WITHOUT[family]}。", file=sys.stderr)
    if not missing:
        files = {path.name: path.stat().st_size for path in target.glob("*.[ot]tf")}
        stamp = {"recipe": recipe(), "files": files}
        (target / "stamp.json").write_text(json.dumps(stamp, indent=1))
    print(f"字体：已就绪（{target.name}）。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
