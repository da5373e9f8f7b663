"""Forms: what officers fill in (表单).

One JSON Schema per address, `forms/<folder>/<name>.json`. `load` reads it, completes it and checks
it against our vocabulary (`forms/README.md`); `Form.clean` turns what was typed into clean values
or raises FormError with Chinese messages by field; `forms.html` shows it. The browser judges by the
same completed schema (`webapp/assets/modules/form`), and tests/forms/vectors hold both to the same
answers. Nothing here reads the clock, the database or the case: the caller passes what is needed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forms.choices import Band, Choice, Choices, Offer
from forms.errors import FieldError, FormError, FormInvalid, FormMissing
from forms.reading import parse_json
from forms.schema import Field, Form, Section, load
from forms.sources import addresses, sources

__all__ = [
    "Band",
    "Choice",
    "Choices",
    "Field",
    "FieldError",
    "Form",
    "FormError",
    "FormInvalid",
    "FormMissing",
    "Offer",
    "Section",
    "addresses",
    "clean",
    "load",
    "parse_json",
    "sources",
]


def clean(
    address: str,
    raw: Mapping[str, Any],
    *,
    now: datetime | None = None,
    choices: Offer | None = None,
    fixed: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return clean values for the form at an address, or raise FormError."""
    return load(address).clean(raw, now=now, choices=choices, fixed=fixed)
