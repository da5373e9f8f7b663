"""Parts of the matter page that the slices above draw (案件页板块): evidence, documents, matters.

The page stands in this slice, its parts where their records are; `wiring` brings them together.
"""

from collections.abc import Callable
from typing import TypeAlias

from flask import Flask, current_app
from markupsafe import Markup

from webapp.matters.models import Matter

EXTENSION = "faxun.case_panels"

Panel: TypeAlias = Callable[[Matter], str]
"""Draws one part for a matter that the visitor may read; empty when there is nothing to show."""


def init_app(app: Flask, panels: dict[str, Panel]) -> None:
    """Take the parts by name and let templates place them: ``{{ panel("documents", matter) }}``."""
    app.extensions[EXTENSION] = panels
    app.jinja_env.globals["panel"] = draw


def draw(name: str, matter: Matter) -> Markup:
    """Draw a part of the page of a matter."""
    panel: Panel | None = current_app.extensions[EXTENSION].get(name)
    return Markup(panel(matter)) if panel else Markup("")
