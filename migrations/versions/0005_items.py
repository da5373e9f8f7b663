"""Enforcement items, their clauses and ranges, and which body exercises them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_items"
down_revision = "0004_laws"
branch_labels = None
depends_on = None


def text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False)


def link(name: str, target: str) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), nullable=False)


def flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False)


def money(name: str) -> sa.Column:
    return sa.Column(name, sa.Numeric(18, 2))


def upgrade() -> None:
    op.create_table(
        "item",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        text("name"),
        text("conduct"),
        sa.Column("act", sa.String(40), nullable=False),
        text("field"),
        sa.Column("body_kinds", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("levels", postgresql.ARRAY(sa.Text), nullable=False),
        text("procedure"),
        sa.Column("status", sa.String(40), nullable=False),
        text("status_reason"),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.Column("external_codes", postgresql.JSONB, nullable=False),
        text("criminal_threshold"),
        text("note"),
    )
    op.create_index("ix_item_field_code", "item", ["field", "code"])
    op.create_table(
        "item_clause",
        sa.Column("id", sa.Integer, primary_key=True),
        link("item_id", "item.id"),
        link("provision_id", "provision.id"),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.UniqueConstraint("item_id", "provision_id", "role"),
    )
    op.create_index("ix_item_clause_provision_id", "item_clause", ["provision_id"])
    op.create_table(
        "penalty_range",
        sa.Column("id", sa.Integer, primary_key=True),
        link("item_id", "item.id"),
        link("provision_id", "provision.id"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("party", sa.String(40)),
        sa.Column("circumstance", sa.String(40), nullable=False),
        flag("is_optional"),
        text("choice"),
        sa.Column("measure", sa.String(40)),
        flag("is_multiple"),
        sa.Column("low", sa.Numeric(18, 4)),
        sa.Column("high", sa.Numeric(18, 4)),
        money("from_amount"),
        flag("from_is_open"),
        money("below_amount"),
        flag("if_unknown"),
        money("least"),
        text("note"),
        sa.CheckConstraint("low is null or high is null or low <= high", name="ends"),
        sa.CheckConstraint("not is_multiple or measure is not null", name="measure"),
    )
    op.create_index("ix_penalty_range_item_id", "penalty_range", ["item_id"])
    op.create_table(
        "body_item",
        sa.Column("id", sa.Integer, primary_key=True),
        link("body_id", "body.id"),
        link("item_id", "item.id"),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date),
        text("instrument"),
        sa.UniqueConstraint("body_id", "item_id", "valid_from"),
    )
    op.create_index("ix_body_item_item_id", "body_item", ["item_id"])


def downgrade() -> None:
    for table in ("body_item", "penalty_range", "item_clause", "item"):
        op.drop_table(table)
