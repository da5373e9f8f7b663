"""Hand-overs and their receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0015_referrals"
down_revision = "0014_payments"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("receiver", sa.Text, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("prepared_at", TIME, nullable=False),
        sa.Column("reported_at", TIME, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("received_at", TIME, nullable=True),
        sa.Column("received_by", sa.Text, nullable=False),
        sa.Column("receipt_number", sa.Text, nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_number", sa.Text, nullable=False),
        sa.Column("handed_over_at", TIME, nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_referral_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officer.id"], name=op.f("fk_referral_decided_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_referral_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_matter_id", "referral", ["matter_id"], unique=False)


def downgrade() -> None:
    op.drop_table("referral")
