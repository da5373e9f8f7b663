"""Rendered samples and their text, each made once per test process."""

import io
from collections.abc import Callable
from functools import lru_cache

import pytest
from pypdf import PdfReader

import documents
from webapp.demo import examples


@lru_cache(maxsize=128)
def rendered(address: str) -> bytes:
    """Return a sample's PDF."""
    return documents.render(address, examples.context(address))


def plain(text: str) -> str:
    """Drop all white space, which line ends scatter."""
    return "".join(text.split())


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF without white space."""
    return plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.fixture
def pdf_of() -> Callable[[str], bytes]:
    """Give the function that returns a sample's PDF."""
    return rendered
