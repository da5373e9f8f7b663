"""The blueprint of the API with every resource on it."""

from webapp.api import cases, files, openapi, papers, reference, supervision, todos
from webapp.api.door import bp

__all__ = ["bp", "cases", "files", "openapi", "papers", "reference", "supervision", "todos"]
