"""What was submitted in a matter, for checks of what effects wrote (由提交内容复核登记).

A party, a piece of evidence, a service and the filing of a case say nothing that no submission
says; `faxun verify` names the row and the column that do.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from webapp.instances.models import Submission
from webapp.process_records.verification import Flaw, Inspection

Columns = Mapping[str, Any]
UNSUPPORTED = "与提交记录不符"
NOTHING, WITHIN = timedelta(), timedelta(minutes=2)
"""How long a transaction may take between an effect and the step that vouches for it."""


def submitted(inspection: Inspection, matter_id: int) -> list[Submission]:
    """Return the submissions of a matter, oldest first; the last matter is remembered."""
    kept: tuple[int, list[Submission]] | None = inspection.session.info.get("submissions")
    if kept is not None and kept[0] == matter_id:
        return kept[1]
    query = sa.select(Submission).where(Submission.matter_id == matter_id)
    found = list(inspection.session.scalars(query.order_by(Submission.at, Submission.id)))
    inspection.session.info["submissions"] = (matter_id, found)
    return found


def said(inspection: Inspection, matter_id: int, form: str) -> list[Mapping[str, Any]]:
    """Return what was submitted in a matter with one form, oldest first."""
    return [one.values for one in submitted(inspection, matter_id) if one.form == form]


def closest(table: str, id: str, row: Any, said: Iterable[Columns]) -> Iterator[Flaw]:
    """Name the columns in which a row differs from the submission it is nearest to."""
    wrong = [
        [name for name, value in columns.items() if _differs(getattr(row, name), value)]
        for columns in said
    ]
    if not wrong:
        yield Flaw(table, id, "没有对应的提交记录")
        return
    for name in min(wrong, key=len):
        yield Flaw(table, id, UNSUPPORTED, name)


def _differs(value: Any, said: Any) -> bool:
    """Compare a column with what was said; an effect is written shortly before its step."""
    if isinstance(said, datetime):
        return value is None or not NOTHING <= said - value <= WITHIN
    return bool(value != said)
