"""What slices bring to a to-do (各业务模块参与待办的接口): gathered at the start, used from here.

A slice may have `effects` (what a completed act does to its records), `facts` (what the law may
look at), `choices` (what a form may offer), `sources` (what a form may be filled from) and
`openers` (what makes the record of a kind of matter). Nothing lists them: a module of one of these
names is gathered. What is declared twice, or asked for and declared nowhere, stops the start.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import Flask, current_app

from forms.choices import Choices
from forms.keywords import OFFERED
from forms.schema import Field, Form
from processes.acts import Tag, acts, tagged
from processes.catalogue import MAIN
from processes.facts import gathering
from processes.facts.case import CaseFacts, Registered, RegisterFacts
from webapp.bodies.models import Officer
from webapp.matters.models import Matter
from webapp.matters.turn import Turn
from webapp.procedures import queries as procedures

EXTENSION = "faxun.faces"
OPENS = "opens"
"""The property of a task that names the procedure to be opened when it is done."""

OPENING = "faxun.opening"
"""What opens it."""

KINDS = ("effects", "facts", "choices", "sources", "openers")
"""The modules a slice may bring, and the tables in them: ``effects.EFFECTS``."""

Effect = Callable[[Turn], None]
Face = tuple[str, Any]
"""A table of a slice with the name of the module it stands in."""


class FaceTwice(ValueError):
    """Two slices declare the same act, fact, widget or source."""


class FaceMissing(ValueError):
    """Something that to-dos ask for is declared by no slice, or is asked for by nobody."""


@dataclass(frozen=True)
class Faces:
    """Everything that slices bring to to-dos."""

    effects: Mapping[str, Effect]
    """By act; a slice may name a tag instead, for all acts that carry it."""
    facts: Mapping[str, Callable[[Turn], Any]]
    """By the name of the fact."""
    choices: Mapping[str, Callable[[Turn, Field], Choices]]
    """By the widget of the field."""
    sources: Mapping[str, Callable[[Turn], Any]]
    """By the first word of a path in ``x-source``."""
    openers: Mapping[str, Callable[[Officer, Mapping[str, Any], str, datetime], Matter]]
    """By the kind of matter."""


def gather(found: Mapping[str, Iterable[Face]]) -> Faces:
    """Put the tables of all slices together, each kind by its name, and judge them."""
    faces = Faces(**{kind: _merged(kind, found.get(kind, ())) for kind in KINDS})
    _expect("effects", faces.effects, known=frozenset(acts()))
    registered = frozenset(RegisterFacts.__annotations__)
    _expect("facts", faces.facts, known=registered, wanted=registered)
    _expect("choices", faces.choices, known=OFFERED, wanted=OFFERED)
    _expect("openers", faces.openers, known=frozenset(MAIN))
    return faces


def init_app(app: Flask, faces: Faces) -> None:
    """Let to-dos find what the slices bring."""
    app.extensions[EXTENSION] = faces


def current() -> Faces:
    """Return what the slices bring."""
    faces: Faces = current_app.extensions[EXTENSION]
    return faces


def offer(form: Form, turn: Turn) -> dict[str, Choices]:
    """Return the choices of every picked field, by its path; fields of a kind offer the same."""
    makers = current().choices
    made: dict[tuple[object, str], Choices] = {}
    found: dict[str, Choices] = {}
    for each in form.walk():
        maker = makers.get(each.widget)
        if maker is None:
            continue
        told = _told(each)
        if (maker, told) not in made:
            made[maker, told] = maker(turn, each)
        found[".".join(each.path)] = made[maker, told]
    return found


def _told(each: Field) -> str:
    """Return what else a field says of its offer: whose role, which part of the law."""
    return f"{each.schema.get('x-role', '')} {each.schema.get('x-law-role', '')}"


def facts_for(turn: Turn) -> CaseFacts:
    """Return the facts of a matter for a step about to be taken; each is read when looked at."""
    readers = {name: partial(reader, turn) for name, reader in current().facts.items()}
    return gathering.gather(
        Registered(readers), turn.history.entries, str(turn.instance), turn.todo.scope
    )


def lasting(codes: Iterable[str]) -> bool:
    """Tell whether acts have effects that doing them again would not simply replace."""
    effects = current().effects
    return any(act in effects and act not in tagged(Tag.REPLACED) for act in codes)


def apply(turn: Turn) -> None:
    """Do what the acts of the completed task do (落实环节效果), and open what it names."""
    effects = current().effects
    for act in turn.acts:
        if act in effects:
            effects[act](turn)
    node = procedures.version(turn.version_id).node(turn.todo.process, turn.todo.node)
    if kind := node.get(OPENS):
        current_app.extensions[OPENING](turn, kind)


def _merged(kind: str, found: Iterable[Face]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    home: dict[str, str] = {}
    for module, table in found:
        for named, face in table.items():
            for name in tagged(named) if isinstance(named, Tag) else (named,):
                if name in merged:
                    raise FaceTwice(f"{kind}: {name} in {home[name]} and {module}")
                merged[name], home[name] = face, module
    return merged


def _expect(
    kind: str,
    found: Mapping[str, Any],
    *,
    known: frozenset[str],
    wanted: frozenset[str] = frozenset(),
) -> None:
    strange, missing = sorted(set(found) - known), sorted(wanted - set(found))
    if strange:
        raise FaceMissing(f"{kind}: nobody asks for {'、'.join(strange)}")
    if missing:
        raise FaceMissing(f"{kind}: no slice declares {'、'.join(missing)}")
