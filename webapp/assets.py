"""What esbuild made: names with a digest, compressed beforehand, icons as one sprite (前端资源)."""

import json
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, current_app, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from webapp.config import ROOT, Settings
from webapp.http import cacheable, public

STATIC = ROOT / "webapp" / "static"
MANIFEST = STATIC / "manifest.json"
YEAR = 365 * 24 * 3600
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""What a browser may accept → the file beside the plain one, the smaller first."""

bp = Blueprint("assets", __name__)


class AssetsMissing(RuntimeError):
    """The browser assets were not built."""


def init_app(app: Flask) -> None:
    """Offer ``asset('app.css')`` and ``icon('bell')`` to templates."""
    app.register_blueprint(bp)
    app.jinja_env.globals.update(asset=asset, icon=icon)
    app.view_functions["static"] = static


def asset(name: str) -> str:
    """Return the address of a built file, its digest in the name."""
    built = _manifest(MANIFEST, _stamp())
    if name not in built:
        raise AssetsMissing(f"浏览器资源 {name} 尚未生成，请运行 make setup。")
    return url_for("static", filename=built[name])


def icon(name: str, *, words: str = "", cls: str = "") -> Markup:
    """Draw an icon of the sprite; with `words` it speaks, otherwise it is decoration."""
    address = f"{asset('icons.svg')}#{name}"
    spoken = (
        Markup('role="img" aria-label="{}"').format(words)
        if words
        else Markup('aria-hidden="true"')
    )
    return Markup('<svg class="icon {}" {}><use href="{}"></use></svg>').format(
        cls, spoken, address
    )


def static(filename: str) -> ResponseReturnValue:
    """Hand out a built file as the browser takes it; its name changes with its content."""
    accepted = request.accept_encodings
    encoding = next((one for one in ENCODINGS if accepted[one] and _packed(filename, one)), None)
    response = send_from_directory(
        STATIC,
        filename + ENCODINGS[encoding] if encoding else filename,
        mimetype=mimetypes.guess_type(filename)[0],
        max_age=YEAR,
    )
    response.cache_control.public, response.cache_control.immutable = True, True
    response.vary.add("Accept-Encoding")
    if encoding:
        response.content_encoding = encoding
    return response


def _packed(filename: str, encoding: str) -> bool:
    return "/" not in filename and (STATIC / (filename + ENCODINGS[encoding])).is_file()


@bp.get("/fonts/<name>")
@public
@cacheable
def font(name: str) -> ResponseReturnValue:
    """Hand out a prepared font, for the sheet that previews a document."""
    settings: Settings = current_app.extensions["faxun.settings"]
    if not name.endswith((".otf", ".ttf", ".woff2")):
        raise NotFound
    return send_from_directory(settings.fonts, name, max_age=YEAR)


def _stamp() -> int:
    try:
        return MANIFEST.stat().st_mtime_ns
    except FileNotFoundError:
        raise AssetsMissing("浏览器资源尚未生成，请运行 make setup。") from None


@cache
def _manifest(path: Path, stamp: int) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest
