"""Keyset paging: lists are cut at a row, never at a count, so that page 900 costs as page 1."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

import orjson
import sqlalchemy as sa
from flask import request
from sqlalchemy.exc import DataError
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from webapp.errors import Invalid

Row = TypeVar("Row")

PAGE_SIZE = 20
UNREADABLE = "翻页标记无法识别，请从第一页重新打开。"


@dataclass(frozen=True)
class Key:
    """One column of the order; the last key must be unique."""

    column: ColumnElement[Any] | InstrumentedAttribute[Any]
    of: Callable[[Any], Any]
    descending: bool = False


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list and the marks that lead to the pages before and after (一页)."""

    rows: Sequence[Row]
    before: str | None = None
    after: str | None = None

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def requested() -> tuple[str | None, str | None]:
    """Return the marks in the address of this request: (before, after)."""
    return request.args.get("before") or None, request.args.get("after") or None


def page(
    session: Session,
    query: sa.Select[Any],
    keys: Sequence[Key],
    *,
    before: str | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
    scalars: bool = True,
) -> Page[Any]:
    """Run a query for one page, ordered by the keys (no column of them may be null)."""
    backwards = before is not None
    mark = before if backwards else after
    if mark is not None:
        query = query.where(_beyond(keys, _read_mark(mark, len(keys)), backwards))
    query = query.order_by(
        *(
            key.column.desc() if key.descending is not backwards else key.column.asc()
            for key in keys
        )
    ).limit(size + 1)
    try:
        result = session.execute(query)
    except DataError:
        session.rollback()
        raise Invalid(UNREADABLE) from None  # a value that its column cannot hold
    rows: list[Any] = list(result.scalars() if scalars else result)
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    return Page(
        rows,
        before=_mark(keys, rows[0]) if rows and (more if backwards else after) else None,
        after=_mark(keys, rows[-1]) if rows and (True if backwards else more) else None,
    )


def _beyond(keys: Sequence[Key], values: Sequence[Any], backwards: bool) -> ColumnElement[bool]:
    """Return the condition that a row stands after (or before) the mark."""
    alternatives = []
    for position, key in enumerate(keys):
        equal = [
            earlier.column == sa.cast(value, earlier.column.type)
            for earlier, value in zip(keys[:position], values, strict=False)
        ]
        value = sa.cast(values[position], key.column.type)
        downwards = key.descending is not backwards
        strict = key.column < value if downwards else key.column > value
        alternatives.append(sa.and_(*equal, strict))
    first, value = keys[0].column, sa.cast(values[0], keys[0].column.type)
    # The bound on the first column lets an index begin there; the rest only settles ties.
    bound = first <= value if keys[0].descending is not backwards else first >= value
    return sa.and_(bound, sa.or_(*alternatives))


def _mark(keys: Sequence[Key], row: Any) -> str:
    values = [_plain(key.of(row)) for key in keys]
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read_mark(mark: str, length: int) -> list[Any]:
    try:
        padded = mark + "=" * (-len(mark) % 4)
        values = orjson.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError):
        raise Invalid(UNREADABLE) from None
    if (
        not isinstance(values, list)
        or len(values) != length
        or any(isinstance(value, dict | list) or value is None for value in values)
    ):
        raise Invalid(UNREADABLE)
    return values
