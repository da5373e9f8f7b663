"""``faxun render``: one document from its sample or from values, or one sentence and nothing."""

import json
import os
import shutil
import subprocess
import sys
from io import BytesIO

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

import documents
from documents.worker import ROOT, fonts_folder
from webapp.cli import faxun
from webapp.demo import examples

ADDRESS = "penalty/prior_notice"


@pytest.fixture
def render(tmp_path, monkeypatch):
    """Return a function that runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str):
        return CliRunner().invoke(faxun, ["render", *arguments])

    return run


@pytest.fixture
def values(tmp_path):
    """Return a function that writes a file of values: the sample with some changes."""

    def write(**changes: object) -> str:
        file = tmp_path / "values.json"
        file.write_text(json.dumps({**examples.context(ADDRESS), **changes}), encoding="utf-8")
        return str(file)

    return write


def refused(answer, folder, code: int, *words: str) -> None:
    """Assert one line with these words, the exit code, and no file but the values."""
    assert answer.exit_code == code, answer.output
    assert len(answer.output.strip().splitlines()) == 1, answer.output
    assert all(word in answer.output for word in words), answer.output
    assert [one.name for one in folder.iterdir() if one.suffix != ".json"] == []


def test_without_values_the_sample_is_set(render, tmp_path):
    answer = render(ADDRESS, "-o", "notice.pdf")

    assert answer.exit_code == 0, answer.output
    assert (tmp_path / "notice.pdf").read_bytes() == documents.render(
        ADDRESS, examples.context(ADDRESS)
    )


def test_values_from_a_file_stand_in_the_document(render, values, tmp_path):
    file = values(number="岚市监罚先告〔2026〕777号")

    answer = render(ADDRESS, "--context", file, "-o", "notice.pdf")

    assert answer.exit_code == 0, answer.output
    pages = PdfReader(BytesIO((tmp_path / "notice.pdf").read_bytes())).pages
    assert "〔2026〕777号" in "".join(page.extract_text() for page in pages)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("penalty/no_such", "-o", "x.pdf"), ("文书目录中没有", "penalty/no_such")),
        (("../case", "-o", "x.pdf"), ("文书目录中没有", "../case")),
        ((ADDRESS,), ("缺少参数", "output")),
        (("-o", "x.pdf"), ("缺少参数", "ADDRESS")),
        ((ADDRESS, "--context", "none.json", "-o", "x.pdf"), ("不能读取 none.json", "不存在")),
        ((ADDRESS, "--context", ".", "-o", "x.pdf"), ("不能读取 .", "文件夹")),
    ],
)
def test_a_call_that_cannot_be_used_ends_with_2(render, tmp_path, arguments, words):
    refused(render(*arguments), tmp_path, 2, *words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"number": \n "1",}', "第 2 行第 6 列有误"),
        (b"[1, 2]", "一组值"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 200_000, "层次过深"),
        (b'{"f": {"facts": 5}}', "“f.facts”须为文字"),
        (b'{"f": {"facts": null}}', "“f.facts”须为文字"),
        ('{"f": "文字"}'.encode(), "“f”须为一组值"),
        ('{"f": {"evidence": ["一"]}}'.encode(), "“f.evidence 第 1 项”须为一组值"),
        (b'{"number": []}', "“number”不能是列表"),
    ],
)
def test_values_that_are_no_values_end_with_2(render, tmp_path, content, words):
    (tmp_path / "values.json").write_bytes(content)

    refused(render(ADDRESS, "--context", "values.json", "-o", "x.pdf"), tmp_path, 2, words)


def test_a_value_that_the_template_reads_and_nobody_gave_is_named(render, values, tmp_path):
    fields = examples.context(ADDRESS)["f"]
    del fields["facts"]

    answer = render(ADDRESS, "--context", values(f=fields), "-o", "x.pdf")

    refused(answer, tmp_path, 1, ADDRESS, "“f.facts”没有给出")


def test_a_character_that_no_font_has_is_named(render, values, tmp_path):
    answer = render(ADDRESS, "--context", values(number="😀"), "-o", "x.pdf")

    refused(answer, tmp_path, 1, "字库中没有这个字", "😀")


def test_what_stands_at_the_place_stays_when_writing_fails(render, tmp_path):
    (tmp_path / "taken").mkdir()

    answer = render(ADDRESS, "-o", "taken")

    assert answer.exit_code == 1
    assert "不能写入 taken：这是一个文件夹" in answer.output
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]
    assert "不存在" in render(ADDRESS, "-o", "nowhere/x.pdf").output


def called(folder, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, whose rendering child starts afresh."""
    command = (sys.executable, "-m", "webapp.cli", "render", ADDRESS, "-o", str(folder / "x.pdf"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def test_missing_fonts_are_said(tmp_path):
    done = called(tmp_path, FAXUN_FONTS=str(tmp_path))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: 没有准备好的字体，请先运行 make setup（setup/fonts.py）\n"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_face_is_named(tmp_path):
    for name in ("fonts.conf", "stamp.json"):
        shutil.copy(fonts_folder() / name, tmp_path)
    for face in fonts_folder().glob("Faxun*"):
        if face.name != "FaxunKai.otf":
            (tmp_path / face.name).symlink_to(face)

    done = called(tmp_path, FAXUN_FONTS=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr == "Error: 缺少字体文件 FaxunKai.otf，请重新运行 make setup\n"
    assert not (tmp_path / "x.pdf").exists()


def test_a_missing_system_library_is_named(tmp_path):
    (tmp_path / "system").mkdir()
    (tmp_path / "system" / "libpango-1.0.so.0").write_bytes(b"no library")

    done = called(tmp_path, FAXUN_HOME=str(tmp_path), FAXUN_FONTS=str(fonts_folder()))

    assert done.returncode == 1
    assert "缺少排版用的系统库 libpango" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "x.pdf").exists()
