"""The blueprint of the API with every resource on it."""

from webapp.api import cases, files, matters, openapi, papers, reference, supervision, todos
from webapp.api.door import bp

__all__ = [
    "bp", "cases", "files", "matters", "openapi", "papers", "reference", "supervision", "todos",
]  # fmt: skip
