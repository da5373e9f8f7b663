"""Fills in forms as the people of `people.py` would, from the examples and without a database."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import forms
from forms.schema import Field, Form
from processes.acts import aliases
from tests.processes.packs import MARKET
from tests.processes.people import (
    ASSIST,
    BREACHED,
    HANDLERS,
    LEAD,
    MEMBERS,
    PENALIZED,
    ROLES,
    SPARE,
    body,
    document,
    party,
)
from webapp.demo.scenario import posts
from webapp.demo.scenario.filling import Filler, FormView
from webapp.demo.scenario.story import Story

Values = Mapping[str, Any]

PARTY = {
    "kind": "organization", "name": party().name, "credit_code": "91440100MA5D7K2L5N",
    "legal_rep": "沈砚秋", "address": party().address, "phone": "0799-5550218",
    "person_id": "445902198503152028",
}  # fmt: skip
CHANGES = {
    "fine": "20000.00", "confiscation": "8640.00", "goods_value": "9260.00",
    "crime": "生产、销售伪劣产品罪", "crime_standard": "销售金额五万元以上",
}  # fmt: skip
WEEK = timedelta(days=7)
"""From the lead to what the story takes as its beginning."""
UNIT = "执法一科"
FILE = "f" * 64
OFFERED = {
    "clauses": {"violated": [BREACHED], "penalty": [PENALIZED], "procedure": [], "special": []},
    "evidence": ["e1", "e2"],
    "document": ["notice"],
    "matter": ["7"],
    "record": ["9"],
    "documents": ["notice"],
}
"""What forms offer to pick, by the kind of field."""


class _Filler(Filler):
    def next_code(self, now: datetime) -> str:
        """Return the next number of some paper; nobody here has a number of their own."""
        self.codes += 1
        return f"{now:%Y%m%d}{self.codes:06d}"


class Typist:
    """Fills in one form after the other; what was submitted is known to the later ones."""

    def __init__(self, begins: date) -> None:
        story = Story("label", PARTY, unit=UNIT, changes=CHANGES).beginning(begins - WEEK)
        files = dict.fromkeys(("pad", "strokes", "photo", "paper"), FILE)
        self.filler = _Filler(story, _people(story), files)
        self.submitted: dict[str, Values] = {}

    def fill(self, address: str, actor: str, at: datetime) -> dict[str, Any]:
        """Return what somebody submits with a form."""
        form = forms.load(address)
        data = {**form.defaults, **self._known(form, actor, at)}
        login = next((one for one, id in self.filler.ids.items() if id == actor), actor)
        choices = {".".join(one.path): _choices(one) for one in form.walk()}
        found = self.filler.values(FormView(address, data, choices), {}, login, at)
        names = {field.name for field in form.fields}
        return {**{name: one for name, one in found.items() if name in names}, **_hidden(form)}

    def submit(self, acts: tuple[str, ...], values: Values, at: datetime) -> None:
        """Remember what was submitted."""
        day = f"{at:%Y-%m-%d}"
        number = {"number": f"{acts[0]}〔2026〕1号", "document": "notice"}
        known = {**number, "done_on": day, "served_on": day, **values}
        self.submitted |= dict.fromkeys(acts, known)

    def _known(self, form: Form, actor: str, at: datetime) -> dict[str, Any]:
        words = {
            **self._earlier(),
            "case": {"lead_officer": LEAD, "assist_officer": ASSIST, "officers": HANDLERS,
                     "number": "岚市监立〔2026〕31号", "cause": "涉嫌未经许可从事食品经营",
                     "title": "岚江市榕记食品有限公司涉嫌未经许可从事食品经营案",
                     "file_title": "岚江市榕记食品有限公司未经许可从事食品经营案"},
            "party": {**PARTY, "id_number": PARTY["credit_code"]},
            "body": {**vars(body()), "phone": "0799-5550163", "contact": "李敏",
                     "address": "岚江市望海区文澜路12号", "bank": "岚江农村商业银行文澜路支行",
                     "bank_address": "岚江市望海区文澜路36号"},
            "parameters": MARKET,
            "officers": HANDLERS,
            "handlers": HANDLERS,
            "serving": {"documents": ["notice"], "names": "告知书"},
            "delivery": {"number": "YJ20260417000001", "sent_on": f"{at:%Y-%m-%d}",
                         "ended_on": f"{at:%Y-%m-%d}", "sent_at": f"{at:%Y-%m-%dT%H:%M}",
                         "arrived_at": f"{at:%Y-%m-%dT%H:%M}"},
            "evidence": {"all": ["e1", "e2"], "admissible": ["e1", "e2"],
                         "verdicts": [{"evidence": "e1"}, {"evidence": "e2"}]},
            "balance": {"owed": "28640.00", "paid": "0.00", "rest": "28640.00"},
            "hearing_seats": self._earlier().get("hearing_panel", {}),
            "publicity": {"summary": "未经许可从事食品经营。", "redactions": "无须隐去的信息。"},
            "officer": actor,
            "me": actor,
            "today": f"{at:%Y-%m-%d}",
            "now": f"{at:%Y-%m-%dT%H:%M}",
        }  # fmt: skip
        return dict(_filled(form.fields, words))

    def _earlier(self) -> dict[str, Values]:
        """Return the newest submission behind each alias."""
        found = {}
        for alias, codes in aliases().items():
            newest = [values for act, values in self.submitted.items() if act in codes]
            if newest:
                found[alias] = newest[-1]
        return found


def _hidden(form: Form) -> dict[str, Any]:
    """Return what only the server fills: constants, and the digest of the approved version."""
    hidden = {one.name: one.schema for one in form.fields if one.widget == "hidden"}
    fixed = {name: one["const"] for name, one in hidden.items() if "const" in one}
    digests = (name for name, one in hidden.items() if one.get("format") == "digest")
    return {**fixed, **dict.fromkeys(digests, document().digest)}


def _people(story: Story) -> dict[str, str]:
    """Return who stands behind the logins of the office."""
    ids = {login: login for login in posts.names()}
    by_role = {role: id for id, role in ROLES.items()}
    by_role |= {"officer_assist": ASSIST, "spare": SPARE}
    by_role |= dict(zip(("hearing_member", "second_member"), MEMBERS, strict=True))
    return ids | {login: by_role[post] for post, login in story.posts.items() if post in by_role}


def _choices(field: Field) -> dict[str, Any]:
    found = OFFERED.get(field.widget, [])
    if isinstance(found, Mapping):
        found = found[field.schema["x-law-role"]]
    return {"items": [{"value": one, "tone": "ok", "disabled": False} for one in found]}


def _filled(fields: tuple[Field, ...], words: Values) -> Iterator[tuple[str, Any]]:
    for field in fields:
        found: Any = words if field.source else None
        for part in field.source.split(".") if field.source else ():
            found = _part(found, part)
        if field.widget == "group" and not field.source:
            found = dict(_filled(field.items, words))
        if found not in (None, "", [], {}):
            yield field.name, _fitted(field, found)


def _part(found: Any, part: str) -> Any:
    try:
        return found[part]
    except (KeyError, TypeError):
        return None


def _fitted(field: Field, found: Any) -> Any:
    """Keep of a block or of rows only what the field has places for."""
    names = {one.name for one in field.items}
    if field.widget == "group" and isinstance(found, Mapping):
        return {name: one for name, one in found.items() if name in names}
    if field.widget == "rows" and isinstance(found, list):
        return [{name: one for name, one in row.items() if name in names} for row in found]
    return found
