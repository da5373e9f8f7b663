"""Laws, versions and provisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_laws"
down_revision = "0003_jobs"
branch_labels = None
depends_on = None


def text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False)


def upgrade() -> None:
    op.create_table(
        "law",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False, unique=True),
        text("short_title"),
        sa.Column("abbreviations", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        text("organ"),
        text("region"),
        sa.Column("fields", postgresql.ARRAY(sa.Text), nullable=False),
    )
    op.create_index("ix_law_short_title", "law", ["short_title"])
    op.create_table(
        "law_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("law_id", sa.Text, sa.ForeignKey("law.id"), nullable=False),
        text("label"),
        text("document_number"),
        sa.Column("promulgated", sa.Date, nullable=False),
        sa.Column("effective", sa.Date, nullable=False),
        sa.Column("repealed", sa.Date),
        text("repealed_by"),
        text("amends"),
        sa.Column("is_complete", sa.Boolean, nullable=False),
        sa.Column("is_verified", sa.Boolean, nullable=False),
        sa.Column("checked_on", sa.Date),
        text("note"),
        sa.UniqueConstraint("law_id", "label"),
        sa.CheckConstraint("repealed is null or effective < repealed", name="period"),
    )
    op.create_table(
        "provision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("law_version.id"), nullable=False),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("provision.id")),
        sa.Column("key", sa.Text, unique=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        text("label"),
        text("text"),
        text("citation"),
        sa.Column("repealed", sa.Date),
        text("note"),
    )
    op.create_index("ix_provision_version_id_position", "provision", ["version_id", "position"])
    op.create_index("ix_provision_parent_id", "provision", ["parent_id"])


def downgrade() -> None:
    for table in ("provision", "law_version", "law"):
        op.drop_table(table)
