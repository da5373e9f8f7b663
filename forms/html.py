"""Forms as HTML: to fill in, and to read. No script and no style inside (strict CSP)."""

import json
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from forms.choices import Choice, Offer
from forms.controls import INDEX, Control, controls, every
from forms.errors import FieldError
from forms.keywords import OFFERED
from forms.schema import Form

Icon = Callable[[str], Markup]
NUMERALS = "〇一二三四五六七八九"
DRAWN_BY = {"photo": "files", "role_officer": "select", "officer": "select", "party": "select"} | {
    "item": "select",
    "document": "select",
    "matter": "select",
    "record": "select",
    "documents": "picks",
    "officers": "picks",
    "evidence": "picks",
    "factors": "chips",
    "checkboxes": "chips",
    "yesno": "radio",
    "date": "text",
    "datetime": "text",
    "money": "text",
    "number": "text",
}


def render(
    form: Form,
    values: Mapping[str, Any] | None = None,
    *,
    errors: Iterable[FieldError] = (),
    choices: Offer | None = None,
    now: datetime | None = None,
    icon: Icon | None = None,
    fixed: Container[str] = (),
) -> Markup:
    """Return the form to fill in, without the <form> element around it.

    `values` are clean values, a draft or `FormError.values`; None starts with the defaults.
    `fixed` names the known fields that a record settles here.
    `icon` draws one of the sprite's icons by name.
    """
    given = form.defaults if values is None else values
    found = tuple(errors)
    messages = {error.path: error.short or error.message for error in found}
    sections = controls(form, given, messages, choices or {})
    known = {control.name: control.id for control in every(sections)}
    summary = [(known.get(error.path, ""), error.title, error.message) for error in found]
    return _draw(
        "form.html",
        icon,
        form=form,
        sections=sections,
        summary=summary,
        payload=payload(form),
        now=now.strftime("%Y-%m-%dT%H:%M") if now else "",
        fixed=fixed,
    )


def show(
    form: Form,
    values: Mapping[str, Any],
    *,
    choices: Offer | None = None,
    icon: Icon | None = None,
) -> Markup:
    """Return the filled-in form to read."""
    sections = controls(form, values, {}, choices or {})
    return _draw("reading.html", icon, form=form, sections=sections)


def render_fields(
    form: Form,
    names: Iterable[str],
    values: Mapping[str, Any],
    *,
    choices: Offer | None = None,
    icon: Icon | None = None,
) -> dict[str, Markup]:
    """Return fields that are shown as `render` draws them: what they offer may have changed."""
    drawn = {one.name: one for one in every(controls(form, values, {}, choices or {}))}
    return {
        name: _draw("field.html", icon, control=drawn[name])
        for name in names
        if not drawn[name].is_hidden
    }


def payload(form: Form) -> Markup:
    """Return the schema for the browser as JSON that cannot leave its script element."""
    text = json.dumps(
        {"address": form.address, "schema": form.schema}, ensure_ascii=False, separators=(",", ":")
    )
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # safe: every sign that could end the element is escaped above


def ordinal(number: int) -> str:
    """Return the Chinese ordinal of a section: 一, 二, …, 十一, …, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return head + (NUMERALS[ones] if ones or not tens else "")


def spoken(control: Control) -> str:
    """Return one plain value in words to read."""
    field, text = control.field, control.text
    if control.value is None:
        return ""
    if field.widget in OFFERED or field.enum:
        names = {choice.value: choice.words for choice in control.options}
        picked = control.texts or (text,)
        return "、".join(names.get(value, value) for value in picked)
    if field.format == "date":
        return _date(text)
    if field.format == "datetime":
        return f"{_date(text[:10])} {text[11:]}"
    if field.format == "money":
        text = grouped(text)
    return f"{text} {field.unit}".strip()


def grouped(text: str) -> str:
    """Return a sum with grouping commas, or the text itself when it is none."""
    plain = text.replace(".", "", 1).lstrip("-")
    return f"{Decimal(text):,.2f}" if plain.isascii() and plain.isdigit() else text


def _date(text: str) -> str:
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return text
    year, month, day = map(int, parts)
    return f"{year}年{month}月{day}日"


def _macro(control: Control) -> str:
    """Return the name of the macro that draws a control."""
    if control.field.is_single:
        return "select"
    if control.is_settled:
        return "hidden"
    return DRAWN_BY.get(control.widget, control.widget)


def _draw(template: str, icon: Icon | None, **context: Any) -> Markup:
    given = {"icon": icon or _no_icon, "fixed": (), **context}
    found = TEMPLATES.get_template(template).render(given)
    return Markup(found)


def _no_icon(_: str) -> Markup:
    return Markup("")


TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals.update(INDEX=INDEX, EMPTY=Choice("", ""))
TEMPLATES.filters.update(ordinal=ordinal, spoken=spoken, grouped=grouped, macro=_macro)
