"""Decisions on publication."""

import sqlalchemy as sa
from alembic import op

revision = "0016_publicity"
down_revision = "0015_referrals"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("redactions", sa.Text, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", TIME, nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", TIME, nullable=True),
        sa.Column("withdrawal_reason", sa.Text, nullable=False),
        sa.Column("withdraw_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["officer.id"], name=op.f("fk_publication_approved_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_publication_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_publication_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officer.id"], name=op.f("fk_publication_decided_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["officer.id"], name=op.f("fk_publication_withdrawn_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index("ix_publication_matter_id", "publication", ["matter_id"], unique=False)


def downgrade() -> None:
    op.drop_table("publication")
