"""Published versions of procedures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.database import insert_only

revision = "0008_procedures"
down_revision = "0007_process_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "process_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("main", sa.Text, nullable=False),
        sa.Column("menu", sa.Text, nullable=False),
        sa.Column("bundle", postgresql.JSONB, nullable=False),
        sa.Column("task_names", postgresql.JSONB, nullable=False),
        sa.Column("safeguards", sa.Text, nullable=False),
        sa.Column("published_by", sa.Integer),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("key", "number"),
    )
    for statement in insert_only("process_version"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("process_version")
