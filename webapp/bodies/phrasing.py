"""Forms and bases in the words that bind a body (用语): places name rules of field and province."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import forms
from forms.schema import Form
from processes import fields
from webapp.bodies.models import Body


def form_for(body: Body, address: str, files: Mapping[str, str], on: date) -> Form:
    """Return a form as the officers of a body read it on a day (表单)."""
    return _worded(forms.load(address, files), body.field, body.division_code, on)


def basis_for(body: Body, basis: str, on: date) -> str:
    """Return a basis with what field and province of a body add to it on a day (依据)."""
    return fields.binding(body.field, body.division_code).cite(basis, on)


@lru_cache(maxsize=1024)
def _worded(form: Form, field: str, division: str, on: date) -> Form:
    binding = fields.binding(field, division)
    return form.worded(lambda words: binding.say(words, on))
