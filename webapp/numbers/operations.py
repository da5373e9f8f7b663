"""Taking document numbers (文号): one counter per body, 类别字 and year, without gaps.

The counter row is locked by its own update until the completing transaction ends, so a number that
was given out is used or was never given out.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from documents.numbering import format_number
from webapp.bodies.models import Body, Officer
from webapp.database import db
from webapp.numbers.models import NumberEntry, NumberSeries, RegisterEvent


def take_number(
    body: Body,
    series: str,
    at: datetime,
    *,
    title: str,
    matter_id: int | None = None,
    document_id: int | None = None,
    officer: Officer | None = None,
) -> str:
    """Take the next number of a series and enter it in the register (编号)."""
    year = at.year
    serial = _next(body.id, series, year)
    number = format_number(body.number_word, series, year, serial)
    db.session.add(
        NumberEntry(
            body_id=body.id,
            series=series,
            year=year,
            serial=serial,
            number=number,
            event=RegisterEvent.TAKEN,
            title=title,
            matter_id=matter_id,
            document_id=document_id,
            officer_id=officer.id if officer else None,
            at=at,
        )
    )
    return number


def void_number(number: str, officer: Officer, reason: str, at: datetime) -> None:
    """Note in the register that a number was given up; it is never used again (作废文号)."""
    query = sa.select(NumberEntry).where(
        NumberEntry.number == number, NumberEntry.event == RegisterEvent.TAKEN
    )
    taken = db.session.scalars(query).one()
    db.session.add(
        NumberEntry(
            body_id=taken.body_id,
            series=taken.series,
            year=taken.year,
            serial=taken.serial,
            number=number,
            event=RegisterEvent.VOIDED,
            title=taken.title,
            matter_id=taken.matter_id,
            document_id=taken.document_id,
            officer_id=officer.id,
            reason=reason,
            at=at,
        )
    )


def _next(body_id: int, series: str, year: int) -> int:
    statement = (
        insert(NumberSeries)
        .values(body_id=body_id, series=series, year=year, last=1)
        .on_conflict_do_update(
            index_elements=["body_id", "series", "year"],
            set_={"last": NumberSeries.last + 1},
        )
        .returning(NumberSeries.last)
    )
    return int(db.session.execute(statement).scalar_one())
