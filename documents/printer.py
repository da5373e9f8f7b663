"""Render and preview documents: the functions the platform calls."""

from collections.abc import Mapping
from typing import Any

from documents import sandbox, worker
from documents.catalogue import get
from documents.context import meta

_renderer = worker.Renderer()


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
