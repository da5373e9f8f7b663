"""Chains, their anchors and the audit log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.database import insert_only

revision = "0007_process_records"
down_revision = "0006_discretion"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def needed(name: str, kind: sa.types.TypeEngine) -> sa.Column:
    return sa.Column(name, kind, nullable=False)


def number() -> sa.Column:
    return sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "chain_head",
        sa.Column("body_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(40), primary_key=True),
        needed("seq", sa.BigInteger()),
        needed("previous", sa.LargeBinary()),
        needed("hash", sa.LargeBinary()),
    )
    op.create_table(
        "chain_anchor",
        number(),
        needed("body_id", sa.Integer()),
        needed("kind", sa.String(40)),
        needed("seq", sa.BigInteger()),
        needed("hash", sa.LargeBinary()),
        needed("at", TIME),
        needed("key", sa.Text()),
        needed("signature", sa.LargeBinary()),
        sa.UniqueConstraint("body_id", "kind", "seq"),
    )
    op.create_table(
        "audit",
        number(),
        needed("body_id", sa.Integer()),
        needed("seq", sa.BigInteger()),
        needed("previous", sa.LargeBinary()),
        needed("hash", sa.LargeBinary()),
        needed("at", TIME),
        needed("action", sa.Text()),
        sa.Column("officer_id", sa.Integer),
        sa.Column("account_id", sa.Integer),
        sa.Column("matter_id", sa.Integer),
        needed("subject", sa.Text()),
        needed("details", postgresql.JSONB()),
        needed("digest", sa.Text()),
        sa.UniqueConstraint("body_id", "seq"),
    )
    op.create_index("ix_audit_at_id", "audit", ["at", "id"])
    op.create_index("ix_audit_officer_id_at", "audit", ["officer_id", "at"])
    op.create_index(
        "ix_audit_matter_id",
        "audit",
        ["matter_id"],
        postgresql_where=sa.text("matter_id is not null"),
    )
    for statement in insert_only("chain_anchor", "audit"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("audit", "chain_anchor", "chain_head"):
        op.drop_table(table)
