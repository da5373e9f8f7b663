"""What slices bring to to-dos is found by looking, once each, and judged at the start."""

import pytest

import webapp
from forms.keywords import OFFERED
from processes.acts import Tag, tagged
from processes.facts.case import RegisterFacts
from webapp.tasks import faces
from webapp.tasks.faces import FaceMissing, FaceTwice
from webapp.wiring import FACES, _brought


def nothing(*_):
    """Stand for any face."""


def complete(**more):
    """Return tables that declare everything to-dos ask for, and more of each kind."""
    whole = {
        "effects": [("a", {})],
        "facts": [("a", dict.fromkeys(RegisterFacts.__annotations__, nothing))],
        "choices": [("a", dict.fromkeys(OFFERED, nothing))],
        "sources": [("a", {})],
    }
    return {kind: [*tables, *more.get(kind, [])] for kind, tables in whole.items()}


def without(kind, name):
    """Return the same, but one face is declared nowhere."""
    tables = complete()
    (module, table), *_ = tables[kind]
    left = {key: face for key, face in table.items() if key != name}
    return {**tables, kind: [(module, left)]}


def test_the_slices_of_the_platform_bring_what_is_asked_for():
    found = faces.gather(FACES)

    assert set(found.facts) == set(RegisterFacts.__annotations__)
    assert set(found.choices) == OFFERED
    assert {"case.file", "evidence.review", "serve.plan", "pub.approve"} <= set(found.effects)
    assert {"case", "party", "balance"} <= set(found.sources)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("facts", "item"), ("choices", "officers"), ("sources", "party"), ("effects", "case.file")],
)
def test_a_face_declared_twice_stops_the_start(kind, name):
    twice = {kind: [("webapp.one", {name: nothing}), ("webapp.two", {name: nothing})]}

    with pytest.raises(FaceTwice, match=rf"{kind}: {name} in .* and webapp\.(one|two)"):
        faces.gather(complete(**twice))


@pytest.mark.parametrize(("kind", "name"), [("facts", "clauses"), ("choices", "benchmark")])
def test_a_face_declared_nowhere_stops_the_start(kind, name):
    with pytest.raises(FaceMissing, match=f"{kind}: no slice declares {name}"):
        faces.gather(without(kind, name))


@pytest.mark.parametrize(
    ("kind", "name"), [("effects", "case.fly"), ("facts", "weather"), ("choices", "planets")]
)
def test_a_face_nobody_asks_for_stops_the_start(kind, name):
    with pytest.raises(FaceMissing, match=f"{kind}: nobody asks for {name}"):
        faces.gather(complete(**{kind: [("webapp.one", {name: nothing})]}))


def test_a_new_slice_brings_its_face_by_having_the_file(tmp_path, monkeypatch):
    """No list names the slices that take part in to-dos."""
    slice_of_its_own = tmp_path / "tolls"
    slice_of_its_own.mkdir()
    (slice_of_its_own / "__init__.py").write_text("")
    (slice_of_its_own / "effects.py").write_text("EFFECTS = {'exec.notify': print}\n")
    monkeypatch.setattr(webapp, "__path__", [*webapp.__path__, str(tmp_path)])

    found = dict(_brought("effects"))

    assert found["webapp.tolls.effects"] == {"exec.notify": print}
    with pytest.raises(FaceTwice, match=r"exec\.notify in webapp\.payments\.effects"):
        faces.gather({**FACES, "effects": tuple(found.items())})


def test_an_effect_may_name_a_tag_for_all_its_acts_and_no_act_twice():
    by_tag = {Tag.CLOSING: nothing}

    found = faces.gather(complete(effects=[("webapp.one", by_tag)])).effects

    assert set(found) == set(tagged(Tag.CLOSING)) > set()
    both = [("webapp.one", by_tag), ("webapp.two", {tagged(Tag.CLOSING)[0]: nothing})]
    with pytest.raises(FaceTwice):
        faces.gather(complete(effects=both))
