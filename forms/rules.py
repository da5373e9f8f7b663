"""Rules between fields that JSON Schema cannot say (`x-rules`): a small fixed vocabulary.

Each rule has a twin in webapp/assets/modules/form/rules.js; the test vectors hold them equal.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from forms.formats import birth_in, comparable, moment
from forms.messages import say, title_of

Json = Mapping[str, Any]
Finding = tuple[str, str]


@dataclass(frozen=True)
class Scene:
    """What rules look at: the values of one object, its fields, the present, what is shown, bad."""

    values: Json
    fields: Json
    now: datetime | None
    shown: Set[str]
    bad: Set[str]


@dataclass(frozen=True)
class Case:
    """One rule in its scene."""

    rule: Json
    scene: Scene

    @property
    def values(self) -> Json:
        """Return the values of the object the rule stands in."""
        return self.scene.values

    @property
    def fields(self) -> Json:
        """Return the definitions of its fields."""
        return self.scene.fields

    def value(self, key: str = "field") -> Any:
        """Return the value of the field that the rule names under a key."""
        return self.values.get(self.rule[key])

    def title(self, key: str = "field") -> str:
        """Return the title of the field that the rule names under a key."""
        return title_of(self.fields[self.rule[key]])

    def finding(self, where: str, kind: str = "", **gaps: object) -> Iterator[Finding]:
        """Yield the rule's message at a field."""
        words = self.rule.get("message") or say(f"rule.{self.rule['rule']}{kind}", **gaps)
        yield where, words


@dataclass(frozen=True)
class Rule:
    """What a rule needs, what it may have, and how it judges."""

    judge: Callable[[Case], Iterator[Finding]]
    needs: frozenset[str]
    may: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    needs_now: bool = False

    def fields_of(self, rule: Json) -> tuple[str, ...]:
        """Return the fields of the object that a rule speaks of."""
        found = [str(rule[key]) for key in ("field", "other", "rows") if key in rule]
        for key in self.lists:
            found += [str(name) for name in rule.get(key, [])]
        return tuple(found)


def findings(rules: list[Json], scene: Scene) -> Iterator[Finding]:
    """Judge the rules of one object; a rule over a field already in error waits."""
    for rule in rules:
        spec = RULES[rule["rule"]]
        if scene.bad.isdisjoint(spec.fields_of(rule)):
            yield from spec.judge(Case(rule, scene))


def _pair(value: Any, other: Any) -> tuple[Any, Any] | None:
    """Bring two values to comparable form; a date and a time of day compare as dates."""
    if value is None or other is None:
        return None
    left, right = _ordered(value), _ordered(other)
    if isinstance(left, str) and isinstance(right, str):
        length = min(len(left), len(right))
        return left[:length], right[:length]
    fit = left is not None and type(left) is type(right)
    return (left, right) if fit else None


def _ordered(value: Any) -> Any:
    if isinstance(value, str):
        return comparable(value)
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if numeric else None


def _shifted(case: Case, text: Any) -> Any:
    """Add the rule's days or hours to the other date."""
    days, hours = case.rule.get("days", 0), case.rule.get("hours", 0)
    if not (days or hours) or not isinstance(text, str):
        return text
    later = moment(text) + timedelta(days=days, hours=hours)
    return later.strftime("%Y-%m-%dT%H:%M")[: 16 if hours else len(text)]


def _other(case: Case) -> str:
    """Name the other field, with the offset where there is one."""
    title = case.title("other")
    for unit in ("days", "hours"):
        if case.rule.get(unit):
            return say(f"offset.{unit}", other=title, **{unit: case.rule[unit]})
    return title


def _compare(holds: Callable[[Any, Any], bool]) -> Callable[[Case], Iterator[Finding]]:
    def judge(case: Case) -> Iterator[Finding]:
        pair = _pair(case.value(), _shifted(case, case.value("other")))
        if pair and not holds(*pair):
            kind = "" if isinstance(pair[0], str) else ".number"
            gaps = {"title": case.title(), "other": _other(case)}
            yield from case.finding(case.rule["field"], kind, **gaps)

    return judge


def _present(holds: Callable[[Any, Any], bool]) -> Callable[[Case], Iterator[Finding]]:
    def judge(case: Case) -> Iterator[Finding]:
        if case.scene.now is None:
            raise ValueError(f"rule {case.rule['rule']} needs now")
        pair = _pair(case.value(), case.scene.now.strftime("%Y-%m-%dT%H:%M"))
        if pair and not holds(*pair):
            yield from case.finding(case.rule["field"], title=case.title())

    return judge


def _same(wanted: bool) -> Callable[[Case], Iterator[Finding]]:
    def judge(case: Case) -> Iterator[Finding]:
        value, other = case.value(), case.value("other")
        if None not in (value, other) and (value == other) != wanted:
            yield from case.finding(
                case.rule["field"], title=case.title(), other=case.title("other")
            )

    return judge


def _not_in(case: Case) -> Iterator[Finding]:
    value, others = case.value(), case.value("other") or []
    mine = value if isinstance(value, list) else [value]
    if value is not None and not set(mine).isdisjoint(others):
        yield from case.finding(case.rule["field"], title=case.title(), other=case.title("other"))


def _sum_equals(case: Case) -> Iterator[Finding]:
    """Judge a total against fields (`parts`) or a column of rows (`rows`, `column`)."""
    total = case.value()
    if "rows" in case.rule:
        found = [row.get(case.rule["column"]) for row in case.values.get(case.rule["rows"], [])]
    else:
        found = [case.values.get(name) for name in case.rule.get("parts", [])]
    parts = [Decimal(str(value)) for value in found if value is not None]
    if total is None or not parts:
        return
    if Decimal(str(total)) != sum(parts):
        plain = format(sum(parts), "f")
        yield from case.finding(case.rule["field"], title=case.title(), sum=plain)


def _at_least_one(case: Case) -> Iterator[Finding]:
    names = [name for name in case.rule["fields"] if name in case.scene.shown]
    if names and all(case.values.get(name) is None for name in names):
        titles = "、".join(title_of(case.fields[name]) for name in names)
        yield from case.finding(names[0], titles=titles)


def _distinct(case: Case) -> Iterator[Finding]:
    """Judge that fields differ from one another, or a column of rows (`field`, `by`) does."""
    if "by" in case.rule:
        seen = [row.get(case.rule["by"]) for row in case.value() or []]
        present = [value for value in seen if value is not None]
        if len(set(map(str, present))) < len(present):
            column = case.fields[case.rule["field"]]["items"]["properties"][case.rule["by"]]
            title = f"{case.title()}的{title_of(column)}"
            yield from case.finding(case.rule["field"], title=title)
        return
    seen = []
    for name in case.rule["fields"]:
        value = case.values.get(name)
        if value is not None and value in seen:
            yield from case.finding(name, title=title_of(case.fields[name]))
        seen.append(value)


def _odd_count(case: Case) -> Iterator[Finding]:
    value = case.value()
    if value is not None and len(value) % 2 == 0:
        yield from case.finding(case.rule["field"], title=case.title())


def _aged(case: Case) -> Iterator[Finding]:
    """Judge that somebody is `from` full years old: from the day after the birthday (周岁)."""
    if case.scene.now is None:
        raise ValueError("rule aged needs now")
    births = (birth_in(case.values.get(name)) for name in case.rule["birth"])
    birth = next((one for one in births if one), "")
    reached = f"{int(birth[:4]) + case.rule['from']:04}{birth[4:]}" if birth else ""
    if reached >= case.scene.now.strftime("%Y-%m-%d"):
        yield from case.finding(
            case.rule["field"], title=case.title(), **{"from": case.rule["from"]}
        )


PAIR = frozenset(("field", "other"))
ONE = frozenset(("field",))
OFFSET = frozenset(("days", "hours"))
RULES: Mapping[str, Rule] = {
    "not_after": Rule(_compare(lambda left, right: left <= right), PAIR, OFFSET),
    "not_before": Rule(_compare(lambda left, right: left >= right), PAIR, OFFSET),
    "before": Rule(_compare(lambda left, right: left < right), PAIR, OFFSET),
    "after": Rule(_compare(lambda left, right: left > right), PAIR, OFFSET),
    "equals": Rule(_same(True), PAIR),
    "differs": Rule(_same(False), PAIR),
    "not_future": Rule(_present(lambda left, right: left <= right), ONE, needs_now=True),
    "not_past": Rule(_present(lambda left, right: left >= right), ONE, needs_now=True),
    "not_in": Rule(_not_in, PAIR),
    "sum_equals": Rule(
        _sum_equals, ONE, frozenset(("parts", "rows", "column")), frozenset(("parts",))
    ),
    "at_least_one": Rule(_at_least_one, frozenset(("fields",)), lists=frozenset(("fields",))),
    "distinct": Rule(
        _distinct, frozenset(), frozenset(("fields", "field", "by")), frozenset(("fields",))
    ),
    "odd_count": Rule(_odd_count, ONE),
    "aged": Rule(
        _aged,
        frozenset(("field", "birth", "from")),
        lists=frozenset(("birth",)),
        needs_now=True,
    ),
}
