"""What makes the record of a penalty case when its matter is opened (案源登记)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp.bodies.models import Officer
from webapp.cases import confidential, operations
from webapp.cases.models import PenaltyCase
from webapp.items import queries as items


def open_lead(
    officer: Officer, values: Mapping[str, Any], number: str, at: datetime
) -> PenaltyCase:
    """Make lead and case from a registration, who reported kept apart (案源登记).

    A case that comes of another matter is registered by the intake desk afterwards.
    """
    plain, reporter = confidential.split(values)
    plain = {"source": "other", "content": plain.get("title", ""), **plain}
    item = items.item_by_code(plain["item"]) if plain.get("item") else None
    return operations.register_lead(officer, plain, reporter, number, item, at)


OPENERS = {operations.KIND: open_lead}
