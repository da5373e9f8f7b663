"""From a frozen document to its PDF: rendered once, again when somebody signs, then sealed (成文).

The job and the page that opens a PDF call the same function; the result depends on the frozen
context and the signatures only, so it does not matter who comes first or how often.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pikepdf
from flask import current_app

import documents
from documents.certificates import Signer
from documents.chinese import print_date
from documents.sealing import SEAL_FIELD, LocalSealProvider, SealProvider
from engine import clock
from webapp import jobs
from webapp.database import db
from webapp.dossiers.models import (
    Document,
    SealState,
    Signature,
    SignatureMethod,
    SignatureState,
)
from webapp.evidence import storage
from webapp.evidence.models import File
from webapp.procedures import queries as procedures

RENDER = "dossiers.render"
CATCH_UP = "dossiers.catch_up"
IMAGES = ("image/png", "image/jpeg")


_postponed: ContextVar[bool] = ContextVar("rendering_postponed", default=False)


@contextmanager
def postponed() -> Iterator[None]:
    """Leave what is written inside to idle workers, PDFs and volumes (dossiers.catch_up)."""
    token = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(token)


def is_postponed() -> bool:
    """Tell whether idle workers will make the PDFs."""
    return _postponed.get()


def request_rendering(document: Document) -> None:
    """Let a worker make the PDF after the commit."""
    if is_postponed():
        return
    jobs.defer(
        jobs.queue.tasks[RENDER],
        lock=f"document {document.id}",
        document_id=document.id,
    )


def render(document: Document) -> File:
    """Return the PDF of a final document, made now if need be (生成文书)."""
    if _is_current(document):
        return storage.get(document.pdf or "")
    db.session.refresh(document, with_for_update={"of": Document})
    state = _state_of(document)
    if document.seal is SealState.SEALED and document.pdf:
        return storage.get(document.pdf)
    pdf = documents.render(
        document.address, printed(document), sources=procedures.templates_of(document.version_id)
    )
    sealed = document.seal is SealState.REQUESTED and not _is_unsigned(document)
    if sealed:
        pdf = _sealed(document, pdf)
    file = storage.store(pdf, f"{document.title}.pdf", trusted="application/pdf")
    with pikepdf.open(BytesIO(pdf)) as opened:
        document.pages = len(opened.pages)
    document.pdf, document.signatures_digest = file.digest, state
    document.rendered_at = clock.now()
    if sealed:
        document.seal = SealState.SEALED
    return file


def _is_current(document: Document) -> bool:
    """Tell whether the PDF at hand shows every signature, and the seal if it may have one."""
    if not document.pdf:
        return False
    if document.seal is SealState.SEALED:
        return True
    is_sealable = document.seal is SealState.REQUESTED and not _is_unsigned(document)
    return document.signatures_digest == _state_of(document) and not is_sealable


def printed(document: Document) -> dict[str, Any]:
    """Return the frozen context with the signatures as they stand."""
    context = document.context or {}
    given = context.get("signatures", {})
    slots: dict[str, list[dict[str, str]]] = {slot: list(lines) for slot, lines in given.items()}
    for signature in document.signatures:
        if signature.state is not SignatureState.PENDING:
            slots.setdefault(signature.slot, []).append(_line(signature))
    return {**context, "signatures": slots}


def provider() -> SealProvider:
    """Return who seals and signs for this installation."""
    settings = current_app.extensions["faxun.settings"]
    return _local_provider(settings.home, settings.fonts)


@lru_cache(maxsize=4)
def _local_provider(home: Path, fonts: Path) -> SealProvider:
    return LocalSealProvider(home, fonts)


def _sealed(document: Document, pdf: bytes) -> bytes:
    body = document.matter.body
    signer = Signer(kind="body", id=str(body.id), name=body.name)
    at = document.sealed_at or clock.now()
    prepared = provider().prepare(pdf, [SEAL_FIELD], signer)
    return provider().sign(prepared, SEAL_FIELD, signer, at, reason=f"{document.title}用印")


def _is_unsigned(document: Document) -> bool:
    return any(each.state is SignatureState.PENDING for each in document.signatures)


def _state_of(document: Document) -> str:
    """Return the digest of what is printed besides the frozen context."""
    lines = [
        [each.id, each.slot, each.state.name, str(each.at), each.file]
        for each in document.signatures
        if each.state is not SignatureState.PENDING
    ]
    return sha256(orjson.dumps(lines)).hexdigest()


def _line(signature: Signature) -> dict[str, str]:
    at = clock.local(signature.at) if signature.at else None
    return {
        "name": signature.name,
        "date": print_date(at) if at else "",
        "image": _picture(signature),
        "note": signature.note
        or ("见纸质签名件" if signature.method is SignatureMethod.PAPER and signature.file else ""),
    }


def _picture(signature: Signature) -> str:
    """Return the drawn signature as a data address; scans of paper are kept beside."""
    if signature.file is None or signature.method is not SignatureMethod.PAD:
        return ""
    file = storage.get(signature.file)
    if file.media_type not in IMAGES:
        return ""
    content = base64.b64encode(storage.read(file.digest)).decode()
    return f"data:{file.media_type};base64,{content}"
