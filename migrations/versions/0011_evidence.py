"""Files by content, evidence and verdicts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.database import insert_only

revision = "0011_evidence"
down_revision = "0010_matters"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("stored_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_file")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("files", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("obtained_on", sa.Date(), nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("officers", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("proves", sa.Text, nullable=False),
        sa.Column("is_favorable", sa.Boolean(), nullable=False),
        sa.Column("is_usable", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_evidence_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["evidence.id"], name=op.f("fk_evidence_origin_id_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("matter_id", "no", name=op.f("uq_evidence_matter_id_no")),
    )
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("relevance", sa.Boolean(), nullable=False),
        sa.Column("legality", sa.Boolean(), nullable=False),
        sa.Column("authenticity", sa.Boolean(), nullable=False),
        sa.Column("is_admissible", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_verdict_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_verdict_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index("ix_verdict_evidence_id", "verdict", ["evidence_id", "id"], unique=False)
    for statement in insert_only("file", "verdict"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("verdict", "evidence", "file"):
        op.drop_table(table)
