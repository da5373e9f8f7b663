"""Fills in a form as an officer would (填表): what is known already, then the scenario's values.

Values are plain JSON. A text may mention the case, ``{party}``; a text that begins with ``@``
stands for something that only the moment knows: the time, a colleague, what the form offers.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from documents import examples
from engine.workdays import NATIONAL
from webapp.demo.scenario import posts
from webapp.demo.scenario.story import Story, fill

Json = dict[str, Any]
Values = Mapping[str, Any]

MOMENT = re.compile(r"@(now|today|workday)(?:([+-])(\d+)(m|T\d\d:\d\d)?)?")
GRADE = "@grade"
PARTY_FIELDS = ("kind", "name", "credit_code", "legal_rep", "operator", "gender", "id_kind",
                "id_number", "address", "phone", "birth")  # fmt: skip


@dataclass(frozen=True)
class FormView:
    """A form as somebody sees it: its address, what it holds already, what it offers."""

    form: str
    data: Values
    choices: Values


@dataclass
class Filler:
    """Fills in the forms of one case; `ids` are officers by login, `files` digests by kind."""

    story: Story
    ids: Mapping[str, str]
    files: Mapping[str, str]
    codes: int = 0
    known: dict[str, Any] = field(default_factory=dict)

    def values(self, view: FormView, changes: Values, login: str, now: datetime) -> Json:
        """Return what somebody types into a form now."""
        turn = _Turn(self, view, login, now)
        typed = {**examples.load(view.form).typed, **changes}
        found = {**view.data, **{name: turn.value(one, name) for name, one in typed.items()}}
        if found.get("replacement"):
            self.known["replacement"] = found["replacement"]
        return {name: one for name, one in found.items() if one not in (None, "", [])}

    @property
    def handlers(self) -> list[str]:
        """Return both officers in charge as forms hold them, after a recusal the new one."""
        lead, assist = (self.ids[login] for login in self.story.handlers)
        return [lead, self.known.get("replacement", assist)]

    def wants_grade(self, view: FormView, changes: Values, values: Values) -> bool:
        """Tell whether a grade is meant that the form will offer once it knows the amounts."""
        typed = {**examples.load(view.form).typed, **changes}
        return typed.get("grade") == GRADE and "fine" in values and "grade" not in values

    def next_code(self, now: datetime) -> str:
        """Return the next number of some paper."""
        self.codes += 1
        return f"{now:%Y%m%d}{int(self.ids[self.story.handlers[0]]):03d}{self.codes:03d}"


@dataclass(frozen=True)
class _Turn:
    filler: Filler
    view: FormView
    login: str
    now: datetime

    def value(self, raw: Any, path: str) -> Any:
        """Return a value with everything put in that only this moment knows."""
        if isinstance(raw, list):
            return [self.value(one, path) for one in raw]
        if isinstance(raw, Mapping):
            return {name: self.value(one, f"{path}.{name}") for name, one in raw.items()}
        if not isinstance(raw, str):
            return raw
        if raw.startswith("@") and not raw.startswith(("@today，", "@today ")):
            return self._special(raw, path)
        text = fill(raw, self.filler.story.words)
        text = text.replace("@today", f"{self.now:%Y年%-m月%-d日}")
        return text.replace("@code", self.filler.next_code(self.now)) if "@code" in text else text

    def _special(self, raw: str, path: str) -> Any:
        if (match := MOMENT.fullmatch(raw)) is not None:
            return self._moment(match)
        name, _, rest = raw[1:].partition(":")
        if name == "post":
            return self.filler.ids.get(self.filler.story.posts.get(rest, ""))
        if name == "posts":
            logins = (self.filler.story.posts.get(post, "") for post in rest.split(","))
            return [self.filler.ids[login] for login in logins if login]
        return SPECIALS[name](self, path)

    def _moment(self, match: re.Match[str]) -> str:
        kind, sign, number, unit = match.groups()
        count = int(number or 0) * (-1 if sign == "-" else 1)
        if kind == "now":
            return (self.now + timedelta(minutes=count)).strftime("%Y-%m-%dT%H:%M")
        if kind == "today":
            return (self.now.date() + timedelta(days=count)).isoformat()
        day = NATIONAL.add_workdays(self.now.date(), count)
        return f"{day.isoformat()}{unit or ''}"

    def offered(self, path: str) -> list[Json]:
        """Return what the form offers for a field and may be picked."""
        found = self.view.choices.get(path, {}).get("items", [])
        return [one for one in found if not one["disabled"]]

    def grade(self) -> str | None:
        """Return the grade of the benchmark whose band holds the fine."""
        story = self.filler.story
        fine = Decimal(story.words["fine"] or 0)
        fitting = [
            band
            for band in self.view.choices.get("grade", {}).get("bands", [])
            if Decimal(band["minimum"]) <= fine <= Decimal(band["maximum"])
            and (not story.grade or band["label"] == story.grade)
        ]
        if not story.grade:
            fitting = [band for band in fitting if band["label"] != "减轻"]
        return fitting[0]["value"] if fitting else None

    def rows(self, name: str, keep: tuple[str, ...], **more: Any) -> list[Json]:
        """Return rows that the form holds already, with something added to each."""
        found = self.view.data.get(name, [])
        return [{**{key: row[key] for key in keep if key in row}, **more} for row in found]


def _party(turn: _Turn, path: str) -> Json:
    party = turn.filler.story.party
    if party["kind"] == "sole_trader":
        party = {**party, "id_number": party["person_id"]}
    return {name: party[name] for name in PARTY_FIELDS if party.get(name)}


def _current(turn: _Turn, path: str) -> list[str]:
    return [one["value"] for one in turn.offered(path) if one["tone"] == "ok"][:2]


def _admissible(turn: _Turn, path: str) -> list[str]:
    return [one["value"] for one in turn.offered(path) if one["tone"] == "ok"]


def _verdicts(turn: _Turn, path: str) -> list[Json]:
    good = dict.fromkeys(("relevance", "legality", "authenticity", "admissible"), "yes")
    return turn.rows("verdicts", ("evidence",), **good)


def _reviews(turn: _Turn, path: str) -> list[Json]:
    reason = "违法情节已在裁量时考虑，所提事由不足以减轻处罚。"
    return turn.rows("reviews", ("point",), adopted="no", reason=reason)


def _votes(turn: _Turn, path: str) -> list[Json]:
    people = posts.panel(turn.filler.story.body)
    return [
        {"officer": turn.filler.ids[login], "vote": "agree", "opinion": "同意承办机构意见。"}
        for login in people
    ]


def _signature(turn: _Turn, path: str) -> Json:
    files = turn.filler.files
    return {"method": "pad", "file": files["pad"], "strokes_file": files["strokes"]}


def _goods(turn: _Turn, path: str) -> list[Json]:
    words = turn.filler.story.words
    return [
        {
            "name": words["goods_name"],
            "quantity": f"{words['count']}{words['unit_name']}",
            "condition": "包装完好",
        }
    ]


def _samples(turn: _Turn, path: str) -> list[Json]:
    words = turn.filler.story.words
    unit = words["unit_name"]
    sealed = f"FY-{turn.filler.next_code(turn.now)}"
    turn.filler.known["sealed"] = sealed
    return [
        {
            "name": words["goods_name"],
            "quantity": f"4{unit}",
            "base": f"{words['count']}{unit}",
            "seal_no": sealed,
        }
    ]


def _sent(turn: _Turn, path: str) -> list[Json]:
    words = turn.filler.story.words
    sealed = turn.filler.known.get("sealed")
    row = {"name": words["goods_name"], "quantity": f"2{words['unit_name']}"}
    return [{**row, "seal_no": sealed} if sealed else row]


def _factors(turn: _Turn, path: str) -> list[str]:
    """Return the factors that the story names by their titles (裁量因素)."""
    wanted = turn.filler.story.factors
    return [one["value"] for one in turn.offered(path) if one["label"] in wanted]


def _proofs(turn: _Turn, path: str) -> list[str]:
    """Return what proves the factors, where the story has any."""
    return _admissible(turn, path) if turn.filler.story.factors else []


def _due(turn: _Turn, path: str) -> str:
    """Return the fifteenth day after the service expected tomorrow, no day of rest."""
    served = NATIONAL.add_workdays(turn.now.date(), 1)
    return NATIONAL.next_workday(served + timedelta(days=15)).isoformat()


def _payment_code(turn: _Turn, path: str) -> str:
    """Return the one code of decision and notice."""
    filler = turn.filler
    return str(filler.known.setdefault("payment_code", filler.next_code(turn.now)))


def _instalments(turn: _Turn, path: str) -> list[Json]:
    total = Decimal(turn.view.data.get("unpaid") or turn.filler.story.words["total"])
    first = (total / 2).quantize(Decimal("0.01"))
    days: list[date] = [turn.now.date() + timedelta(days=days) for days in (30, 60)]
    amounts = (first, total - first)
    return [
        {"due": day.isoformat(), "amount": f"{amount:.2f}"}
        for day, amount in zip(days, amounts, strict=True)
    ]


SPECIALS: Mapping[str, Callable[[_Turn, str], Any]] = {
    "handlers": lambda turn, path: turn.filler.handlers,
    "me": lambda turn, path: turn.filler.ids[turn.login],
    "party": _party,
    "since": lambda turn, path: turn.filler.story.since.isoformat(),
    "found": lambda turn, path: turn.filler.story.found.isoformat(),
    "kinds": lambda turn, path: turn.filler.story.kinds,
    "grade": lambda turn, path: turn.grade(),
    "factors": _factors,
    "proofs": _proofs,
    "qa": lambda turn, path: turn.filler.story.qa,
    "code": lambda turn, path: turn.filler.next_code(turn.now),
    "evidence": lambda turn, path: [one["value"] for one in turn.offered(path)],
    "admissible": _admissible,
    "offered": _current,
    "kept": lambda turn, path: turn.view.data.get(path),
    "document": lambda turn, path: next((one["value"] for one in turn.offered(path)), None),
    "verdicts": _verdicts,
    "reviews": _reviews,
    "votes": _votes,
    "signature": _signature,
    "photo": lambda turn, path: turn.filler.files["photo"],
    "paper": lambda turn, path: turn.filler.files["paper"],
    "video": lambda turn, path: turn.filler.files["photo"],
    "due": _due,
    "payment_code": _payment_code,
    "objects": _goods,
    "samples": _samples,
    "sent": _sent,
    "items": lambda turn, path: turn.rows("items", ("name", "quantity")),
    "released": lambda turn, path: turn.rows("items", ("name", "quantity"), disposal="released"),
    "instalments": _instalments,
}
