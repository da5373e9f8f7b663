"""Parts of the case page that the slices above draw (案件页板块): evidence, documents, matters.

The page stands in this slice, its parts where their records are; `wiring` brings them together.
"""

from collections.abc import Callable
from typing import TypeAlias

from flask import Flask, current_app
from markupsafe import Markup

from webapp.cases.models import Case

EXTENSION = "faxun.case_panels"

Panel: TypeAlias = Callable[[Case], str]
"""Draws one part for a case that the visitor may read; empty when there is nothing to show."""


def init_app(app: Flask, panels: dict[str, Panel]) -> None:
    """Take the parts by name and let templates place them: ``{{ panel("documents", case) }}``."""
    app.extensions[EXTENSION] = panels
    app.jinja_env.globals["panel"] = draw


def draw(name: str, case: Case) -> Markup:
    """Draw a part of the page of a case."""
    panel: Panel | None = current_app.extensions[EXTENSION].get(name)
    return Markup(panel(case)) if panel else Markup("")
