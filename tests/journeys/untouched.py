"""What a refused attempt must leave as it was: every row, except that the attempt is recorded."""

import sqlalchemy as sa

from webapp.database import db
from webapp.process_records.models import AuditEntry

RECORDS = ("audit", "chain_head")
"""Where the attempt itself is written."""

TABLES = sa.text(
    "select relname from pg_class where relnamespace = 'public'::regnamespace"
    " and relkind in ('r', 'p') and not relispartition and relname <> all(:records)"
    " order by relname"
)


def picture() -> dict[str, tuple[int, str]]:
    """Return the number and the digest of the rows of every table."""
    db.session.flush()
    names = db.session.scalars(TABLES, {"records": list(RECORDS)}).all()
    return {name: _digest(name) for name in names}


def newest_attempt() -> AuditEntry:
    """Return the attempt that was recorded last."""
    query = sa.select(AuditEntry).where(AuditEntry.action == "task.refused")
    return db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(1)).one()


def _digest(name: str) -> tuple[int, str]:
    table = sa.table(name).alias("t")
    line = sa.func.md5(sa.cast(sa.literal_column("t"), sa.Text))
    query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(_number(line)), 0))
    count, total = db.session.execute(query.select_from(table)).one()
    return int(count), str(total)


def _number(digest: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    """Return a digest as a number, so that rows add up in any order."""
    bits = sa.cast(sa.literal("x").concat(sa.func.left(digest, 15)), sa.dialects.postgresql.BIT(60))
    return sa.cast(bits, sa.BigInteger)
