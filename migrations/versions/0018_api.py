"""Answers to idempotency keys of programs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018_api"
down_revision = "0017_tasks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_request",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", postgresql.JSONB, nullable=False),
        sa.Column("body", postgresql.JSONB, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_api_request_account_id_account")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_api_request")),
    )
    op.create_index(op.f("ix_api_request_at"), "api_request", ["at"])


def downgrade() -> None:
    op.drop_table("api_request")
