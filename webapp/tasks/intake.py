"""What a form needs before there is a matter (启动): first values, choices, similar matters."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from forms import Choices
from forms.choices import Choice
from forms.schema import Form
from processes import values as read
from webapp.bodies.models import Officer
from webapp.cases import queries as cases
from webapp.cases.queries import Duplicate
from webapp.http import Visitor
from webapp.items import queries as items
from webapp.matters import access, parties
from webapp.tasks import pages

Values = Mapping[str, Any]
START: Mapping[str, str] = {"received_at": "%Y-%m-%dT%H:%M", "found_on": "%Y-%m-%d"}
"""Fields that start with the present."""


def initial(form: Form, now: datetime) -> dict[str, Any]:
    """Return what an empty form starts with."""
    names = {each.name for each in form.fields}
    given = {name: now.strftime(pattern) for name, pattern in START.items() if name in names}
    return {**form.defaults, **given}


def offer(officer: Officer, form: Form, values: Values, now: datetime) -> dict[str, Choices]:
    """Return the choices: what the body may enforce, and the names of uploaded files."""
    usable = items.exercisable(officer.body_id, now.date())
    found = tuple(Choice(one.code, one.name, note=one.conduct) for one in usable)
    return {"item": Choices(found), **pages.file_names(form, values)}


def has_marks(values: Values) -> bool:
    """Tell whether enough was typed to look for similar matters."""
    party = read.block(values, "party")
    marks = (read.text(party, "name"), parties.number_of(party), read.text(values, "place"))
    return any(len(mark) > 1 for mark in marks)


def similar(
    visitor: Visitor, officer: Officer, values: Values, at: datetime
) -> Sequence[Duplicate]:
    """Return leads and matters of the body that may be about the same matter."""
    if not has_marks(values):
        return ()
    closed = access.closed_to(visitor, officer)
    return cases.duplicates(officer.body_id, values, at, closed)
