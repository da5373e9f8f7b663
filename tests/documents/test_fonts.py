"""The prepared fonts: equal metrics, what 仿宋 may draw, stamps."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
from fontTools.ttLib import TTFont

from documents.worker import ROOT, fonts_folder

SCRIPT = ROOT / "setup" / "fonts.py"
FILES = sorted(fonts_folder().glob("Faxun*.[ot]tf"))


@pytest.fixture(scope="module")
def recipe():
    spec = importlib.util.spec_from_file_location("prepare_fonts", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_face_is_there(recipe):
    assert {path.name for path in FILES} == {face.file for face in recipe.FACES} | {recipe.MARKS}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_face_has_ascent_880_and_descent_120(path):
    with TTFont(path, lazy=True) as font:
        em = font["head"].unitsPerEm
        hhea, typo = font["hhea"], font["OS/2"]

    for ascent, descent in ((hhea.ascent, -hhea.descent), (typo.usWinAscent, typo.usWinDescent)):
        assert ascent * 1000 / em == pytest.approx(880, abs=1)
        assert descent * 1000 / em == pytest.approx(120, abs=1)
    assert hhea.lineGap == 0


@pytest.mark.parametrize("name", ["FaxunFang.otf", "FaxunKai.otf"])
def test_the_light_faces_draw_only_chinese(name):
    with TTFont(fonts_folder() / name, lazy=True) as font:
        drawn = set(map(chr, font.getBestCmap()))

    assert {"法", "，", "“", "（", "〔"} <= drawn
    assert not drawn & set("0aA￥¥$")


def test_no_face_bears_a_foreign_name():
    for path in FILES:
        with TTFont(path, lazy=True) as font:
            assert font["name"].getDebugName(1).startswith("Faxun ")


def test_a_second_run_ends_at_once():
    start = perf_counter()
    done = subprocess.run((sys.executable, str(SCRIPT)), capture_output=True, text=True, check=True)

    assert done.stdout == ""
    assert perf_counter() - start < 1


def test_without_packages_the_fallback_is_said(recipe, tmp_path):
    environment = {**os.environ, "FAXUN_FONTS": str(tmp_path), "PATH": str(tmp_path)}
    done = subprocess.run(
        (sys.executable, str(SCRIPT)), env=environment, capture_output=True, text=True, check=True
    )

    assert "正文改用宋体（未取得仿宋）" in done.stderr
    assert (tmp_path / "fonts.conf").is_file()
    assert (tmp_path / "FaxunSong.otf").is_file()
    assert not recipe.is_current(tmp_path)


def test_a_face_cut_short_is_not_current(recipe, tmp_path):
    target = Path(tmp_path)
    stamp = {"recipe": recipe.recipe(), "files": {"a.otf": 3}}
    (target / "stamp.json").write_text(json.dumps(stamp))
    (target / "a.otf").write_text("ab")

    assert not recipe.is_current(target)
