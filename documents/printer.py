"""Render and preview documents: the functions the platform calls."""

import atexit
import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from documents import sandbox, worker
from documents.catalogue import get
from documents.properties import meta

_renderer = worker.Renderer()
atexit.register(_renderer.close)


def render(
    address: str, context: Mapping[str, Any], *, sources: Mapping[str, str] | None = None
) -> bytes:
    """Return the PDF/A of a document; the same input always gives the same bytes."""
    return _renderer.ask(_request("pdf", address, context, sources))


def preview(
    address: str, context: Mapping[str, Any], *, sources: Mapping[str, str] | None = None
) -> str:
    """Return a page of HTML for a sandboxed frame; missing values show as marked blanks."""
    return _renderer.ask(_request("preview", address, context, sources)).decode()


def preview_policy() -> str:
    """Return the Content-Security-Policy for previews: our one style sheet and data pictures."""
    style = sandbox.preview_style(sandbox.project_sources())
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; sandbox"


def number_pages(count: int) -> bytes:
    """Return a PDF of page numbers only, to be laid over the pages of a volume."""
    numbers = [str(number) for number in range(1, count + 1)]
    context = {"numbers": numbers, "meta": {"title": "页号"}}
    return _renderer.ask({"kind": "pdf", "address": "page_numbers", "context": context})


def sources() -> Mapping[str, str]:
    """Return all templates and stylesheets by name, to be pinned in a process version."""
    return sandbox.project_sources()


def variables(address: str) -> frozenset[str]:
    """Return the dotted names that a document's template reads from its context."""
    return sandbox.variables(address)


def _request(
    kind: str, address: str, context: Mapping[str, Any], pinned: Mapping[str, str] | None
) -> dict[str, Any]:
    document = get(address)
    full = {**context, "meta": meta(document, context), "document": document.as_context()}
    request = {"kind": kind, "address": address, "context": full}
    return request if pinned is None else {**request, "sources": dict(pinned)}
