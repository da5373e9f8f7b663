"""Adding to the audit log and opening chains."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from webapp.database import db
from webapp.process_records import chain
from webapp.process_records.models import PLATFORM, Chain

_ADVANCE = chain.ADVANCE.format(content=":content", where="where", body=":body_id", kind="'AUDIT'")
_RECORD = sa.text(
    f"""
    with head as ({_ADVANCE})
    insert into audit (body_id, seq, previous, hash, at, action, officer_id, account_id, matter_id,
                       subject, details, digest)
    select :body_id, head.seq, head.previous, head.hash, :at, :action, :officer_id, :account_id,
           :matter_id, :subject, cast(:details as jsonb), :digest
    from head
    returning id
    """
)


def record(
    action: str,
    at: datetime,
    *,
    subject: str = "",
    body_id: int = PLATFORM,
    officer_id: int | None = None,
    account_id: int | None = None,
    matter_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Add an entry to the audit log (记入审计日志) in the caller's transaction; return its id.

    Where a transaction also writes a step, record first: heads of chains are taken in that order.
    """
    details = details or {}
    values: dict[str, Any] = {
        "body_id": body_id,
        "at": at,
        "action": action,
        "officer_id": officer_id,
        "account_id": account_id,
        "matter_id": matter_id,
        "subject": subject,
        "digest": chain.digest(details),
    }
    content = chain.digest_bytes(values)
    bound = {**values, "content": content, "details": orjson.dumps(details).decode()}
    number = db.session.execute(_RECORD, bound).scalar_one_or_none()
    if number is None:
        open_chain(body_id, Chain.AUDIT)
        number = db.session.execute(_RECORD, bound).scalar_one()
    return int(number)


def open_chain(body_id: int, kind: Chain) -> None:
    """Make sure that a body's chain exists (建链)."""
    db.session.execute(chain.OPEN, {"body": body_id, "kind": kind.name, "genesis": chain.GENESIS})
