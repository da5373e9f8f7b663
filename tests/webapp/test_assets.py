"""Built assets: every icon that a page draws is in the sprite, fonts are handed out."""

import gzip
import re

import pytest

from webapp.accounts.roles import ROLES
from webapp.assets import MANIFEST, STATIC, AssetsMissing, asset, icon
from webapp.config import ROOT
from webapp.menus import PLATFORMS


def sprite() -> str:
    (file,) = STATIC.glob("icons.*.svg")
    return file.read_text(encoding="utf-8")


def drawn() -> set[str]:
    """Return the icons that templates name outright."""
    found = set()
    for path in (ROOT / "webapp").rglob("*.html"):
        found |= set(re.findall(r"\bicon\('([a-z0-9-]+)'", path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(drawn(), id="templates"),
        pytest.param({role.icon for role in ROLES.values()}, id="roles"),
        pytest.param(
            {entry.icon for one in PLATFORMS for part in one.sections for entry in part.entries},
            id="menus",
        ),
    ],
)
def test_every_icon_is_in_the_sprite(names):
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite()))

    assert names - there == set()


def test_an_icon_is_decoration_unless_it_has_words(app):
    with app.test_request_context():
        assert 'aria-hidden="true"' in icon("x")
        assert 'aria-label="关闭"' in icon("x", words="关闭")
        assert "&lt;" in icon("x", words="<")


def test_bundles_are_named_by_their_digest(app):
    with app.test_request_context():
        assert re.fullmatch(r"/static/app\.[A-Z0-9]{8}\.css", asset("app.css"))


def test_an_asset_that_was_not_built_says_what_to_run(app):
    assert MANIFEST.exists()
    with app.test_request_context(), pytest.raises(AssetsMissing, match="make setup"):
        asset("nothing.js")


def test_fonts_of_the_prepared_folder_are_handed_out_and_nothing_else(tmp_path, build_app):
    (tmp_path / "Fang.otf").write_bytes(b"OTTO")
    (tmp_path / "secret.txt").write_text("no")
    client = build_app("postgresql:///none", fonts=tmp_path).test_client()

    with client.get("/fonts/Fang.otf") as font:
        assert font.data == b"OTTO"
        assert "max-age" in font.headers["Cache-Control"]
    assert client.get("/fonts/secret.txt").status_code == 404
    assert client.get("/fonts/..%2Fsecret.txt").status_code == 404


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", None),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, lambda plain: plain),
    ],
)
def test_bundles_travel_compressed_and_are_kept_for_good(app, accepted, encoding, unpack):
    with app.test_request_context():
        address = asset("app.css")
    plain = (STATIC / address.rpartition("/")[2]).read_bytes()

    with app.test_client().get(address, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.mimetype == "text/css"
        kept = answer.headers["Cache-Control"]
        assert "immutable" in kept
        assert "max-age=31536000" in kept
        if unpack:
            assert unpack(answer.data) == plain
        assert len(answer.data) < (20_000 if encoding else 100_000)


def test_of_the_design_system_stays_what_pages_use():
    (built,) = STATIC.glob("app.*.css")
    css = built.read_text(encoding="utf-8")

    assert ".btn-primary" in css
    assert ".carousel" not in css
    assert ".dropdown-menu" not in css
