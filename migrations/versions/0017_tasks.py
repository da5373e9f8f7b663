"""Drafts of forms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017_tasks"
down_revision = "0016_publicity"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("todo_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("values", postgresql.JSONB, nullable=False),
        sa.Column("saved_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_draft_officer_id_officer")
        ),
        sa.ForeignKeyConstraint(["todo_id"], ["todo.id"], name=op.f("fk_draft_todo_id_todo")),
        sa.PrimaryKeyConstraint("todo_id", "officer_id", name=op.f("pk_draft")),
    )


def downgrade() -> None:
    op.drop_table("draft")
