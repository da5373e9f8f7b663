"""Form values as documents print them (填写内容的印刷形式): dates, amounts, names, citations, rows.

Generic over the form: the widget of a field decides how its value is printed. Templates compute
nothing, so whatever they may want to print stands here ready (``fine``, ``fine_caps``).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from documents.chinese import capitals, cite_all, figures, print_date, print_datetime
from documents.errors import DocumentError
from forms.schema import Field
from webapp.errors import AppError

Printed = dict[str, Any]

PIECE = ("id", "no", "name", "kind", "date", "source", "pages", "proves", "admitted")
PAPER = ("id", "title", "number", "label", "date", "copies")
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "datetime": ("_day",),
    "money": ("_caps", "_figures"),
    "yesno": ("_yes",),
    "radio": ("_code",),
    "select": ("_code",),
    "checkboxes": ("_text",),
    "factors": ("_text",),
    "officers": ("_names",),
    "officer": ("_certificate", "_post"),
    "role_officer": ("_certificate", "_post"),
    "evidence": ("_names",),
    "documents": ("_names",),
    "clauses": ("_cites",),
    "document": tuple(f"_{name}" for name in PAPER),
    "item": ("_code",),
    "files": ("_text", "_count"),
    "photo": ("_text", "_count"),
    "rows": ("_count",),
}
"""What is printed of a field besides its slot, by widget."""


class NameBook(Protocol):
    """Looks up what the ids in a form stand for (名称对照)."""

    def officers(self, ids: Iterable[str]) -> list[dict[str, str]]:
        """Return name, certificate and post of several officers."""

    def officer(self, officer_id: str) -> dict[str, str]:
        """Return name, certificate and post of an officer."""

    def party(self, party_id: str) -> str:
        """Return the name of a party."""

    def other_matter(self, matter_id: str) -> str:
        """Return what papers call another matter."""

    def other_piece(self, evidence_id: str) -> str:
        """Return what papers call a piece of evidence of another matter."""

    def pieces(self, ids: Iterable[str]) -> list[dict[str, str]]:
        """Return several pieces of evidence."""

    def papers(self, ids: Iterable[str]) -> list[dict[str, str]]:
        """Return several documents."""

    def clauses(self, keys: Sequence[str]) -> list[dict[str, str]]:
        """Return several provisions."""

    def item(self, code: str) -> str:
        """Return the name of an enforcement item."""

    def grade(self, grade_id: str) -> str:
        """Return a discretion grade in words."""

    def factors(self, ids: Sequence[str]) -> list[str]:
        """Return the words of discretion factors."""

    def files(self, digests: Iterable[str]) -> list[str]:
        """Return the names of files."""


@dataclass(frozen=True)
class Printer:
    """Prints the values of one document; `names` looks up what ids stand for."""

    names: NameBook
    is_lenient: bool = False
    """A preview shows as typed what cannot be printed yet."""
    by_widget: Mapping[str, Callable[["Printer", Field, Any], Printed]] = field(
        default_factory=lambda: PRINTERS
    )

    def fields(self, fields: Iterable[Field], values: Mapping[str, Any]) -> Printed:
        """Return every filled field under its document slot."""
        printed: Printed = {}
        for each in fields:
            if each.name in values and each.widget != "signature":
                printed.update(self.value(each, values[each.name]))
        return printed

    def row(self, columns: Iterable[Field], values: Mapping[str, Any]) -> Printed:
        """Return every column of a row; those left empty are there, empty."""
        known = [each for each in columns if each.widget != "signature"]
        empty = {name: nothing for each in known for name, nothing in blank(each).items()}
        return {**empty, **self.fields(known, values)}

    def value(self, each: Field, value: Any) -> Printed:
        """Return one value, and what goes with it, under its document slot."""
        print_it = self.by_widget.get(each.widget, _text)
        try:
            printed = print_it(self, each, value)
        except (ValueError, LookupError, TypeError, AttributeError, AppError, DocumentError):
            if not self.is_lenient:
                raise
            printed = {"": value if isinstance(value, str) else ""}
        return {f"{each.slot}{ending}": shown for ending, shown in printed.items()}


def endings(each: Field) -> tuple[str, ...]:
    """Return what is printed of a field besides its slot."""
    if each.is_single:
        return tuple(f"_{name}" for name in PIECE)
    return ENDINGS.get(each.widget, ())


def blank(each: Field) -> Printed:
    """Return a field left empty as it is printed."""
    empty: Any = [] if each.type == "array" else {} if each.type == "object" else ""
    return {each.slot: empty, **{f"{each.slot}{ending}": "" for ending in endings(each)}}


def _text(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": _words(each, value)}


def _words(each: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    named = each.names.get(value) if isinstance(value, str | int) else None
    return str(named if named is not None else value)


def _date(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": print_date(date.fromisoformat(value))}


def _datetime(printer: Printer, each: Field, value: Any) -> Printed:
    at = datetime.fromisoformat(value)
    return {"": print_datetime(at), "_day": print_date(at)}


def _money(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": value, "_caps": capitals(value), "_figures": figures(value)}


def _yesno(printer: Printer, each: Field, value: Any) -> Printed:
    yes = value in (True, "yes")
    return {"": each.names.get(value, "是" if yes else "否"), "_yes": "1" if yes else ""}


def _choice(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": _words(each, value), "_code": str(value)}


def _choices(printer: Printer, each: Field, value: Any) -> Printed:
    words = [_words(each, one) for one in value]
    return {"": words, "_text": "、".join(words)}


def _officers(printer: Printer, each: Field, value: Any) -> Printed:
    people = printer.names.officers(value)
    return {"": people, "_names": "、".join(one["name"] for one in people)}


def _officer(printer: Printer, each: Field, value: Any) -> Printed:
    person = printer.names.officer(value)
    return {"": person["name"], "_certificate": person["certificate"], "_post": person["post"]}


def _party(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": printer.names.party(value)}


def _evidence(printer: Printer, each: Field, value: Any) -> Printed:
    pieces = printer.names.pieces(_listed(value))
    if each.is_single:
        piece = pieces[0] if pieces else dict.fromkeys(PIECE, "")
        words = f"{piece['no']}．{piece['name']}" if pieces else ""
        return {"": words, **{f"_{key}": piece[key] for key in PIECE}}
    return {"": pieces, "_names": "、".join(one["name"] for one in pieces)}


def _clauses(printer: Printer, each: Field, value: Any) -> Printed:
    clauses = printer.names.clauses(value)
    return {"": clauses, "_cites": cite_all([one["cite"] for one in clauses])}


def _documents(printer: Printer, each: Field, value: Any) -> Printed:
    papers = printer.names.papers(_listed(value))
    if each.widget == "document":
        paper = papers[0] if papers else dict.fromkeys(PAPER, "")
        return {"": paper["label"], **{f"_{key}": paper[key] for key in PAPER}}
    return {"": papers, "_names": "、".join(one["label"] for one in papers)}


def _item(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": printer.names.item(value), "_code": value}


def _matter(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": printer.names.other_matter(value)}


def _record(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": printer.names.other_piece(value)}


def _benchmark(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": printer.names.grade(value)}


def _factors(printer: Printer, each: Field, value: Any) -> Printed:
    words = printer.names.factors(value)
    return {"": words, "_text": "、".join(words)}


def _files(printer: Printer, each: Field, value: Any) -> Printed:
    names = printer.names.files(value)
    return {"": names, "_text": "、".join(names), "_count": str(len(names))}


def _rows(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": [printer.row(each.items, row) for row in value], "_count": str(len(value))}


def _group(printer: Printer, each: Field, value: Any) -> Printed:
    return {"": printer.row(each.items, value)}


def _listed(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value)


PRINTERS: Mapping[str, Callable[[Printer, Field, Any], Printed]] = {
    "date": _date,
    "datetime": _datetime,
    "money": _money,
    "yesno": _yesno,
    "radio": _choice,
    "select": _choice,
    "checkboxes": _choices,
    "officers": _officers,
    "officer": _officer,
    "role_officer": _officer,
    "party": _party,
    "evidence": _evidence,
    "clauses": _clauses,
    "document": _documents,
    "documents": _documents,
    "item": _item,
    "matter": _matter,
    "record": _record,
    "benchmark": _benchmark,
    "factors": _factors,
    "files": _files,
    "photo": _files,
    "rows": _rows,
    "group": _group,
}
