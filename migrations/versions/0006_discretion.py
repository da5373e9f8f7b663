"""Discretion benchmarks, grades and factors."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_discretion"
down_revision = "0005_items"
branch_labels = None
depends_on = None


def text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False)


def link(name: str, target: str, **options: bool) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), nullable=False, **options)


def upgrade() -> None:
    op.create_table(
        "benchmark",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        text("title"),
        link("item_id", "item.id"),
        link("issuer_id", "body.id"),
        text("version"),
        text("document_number"),
        sa.Column("effective", sa.Date, nullable=False),
        sa.Column("ended", sa.Date),
        text("note"),
        sa.UniqueConstraint("item_id", "issuer_id", "version"),
        sa.CheckConstraint("ended is null or effective < ended", name="period"),
    )
    op.create_table(
        "benchmark_clause",
        link("benchmark_id", "benchmark.id", primary_key=True),
        link("provision_id", "provision.id", primary_key=True),
    )
    op.create_table(
        "grade",
        sa.Column("id", sa.Integer, primary_key=True),
        link("benchmark_id", "benchmark.id"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("circumstance", sa.String(40), nullable=False),
        text("conditions"),
        sa.Column("unit", sa.String(40)),
        sa.Column("measure", sa.String(40)),
        sa.Column("low", sa.Numeric(18, 4)),
        sa.Column("high", sa.Numeric(18, 4)),
        sa.Column("low_is_open", sa.Boolean, nullable=False),
        sa.Column("high_is_open", sa.Boolean, nullable=False),
        sa.Column("other_penalties", postgresql.ARRAY(sa.Text), nullable=False),
        text("note"),
        sa.UniqueConstraint("benchmark_id", "position"),
        sa.CheckConstraint("low is null or high is null or low <= high", name="ends"),
    )
    op.create_table(
        "factor",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        text("title"),
        sa.Column("effect", sa.String(40), nullable=False),
        link("provision_id", "provision.id"),
        text("evidence"),
        sa.Column("position", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("factor", "grade", "benchmark_clause", "benchmark"):
        op.drop_table(table)
