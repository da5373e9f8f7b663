"""Payment notices, payments and installments."""

import sqlalchemy as sa
from alembic import op

from webapp.database import insert_only

revision = "0014_payments"
down_revision = "0013_service"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "payment_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("total", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("bank", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("has_surcharge", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_payment_notice_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_payment_notice_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_payment_notice_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_notice")),
    )
    op.create_index("ix_payment_notice_matter_id", "payment_notice", ["matter_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("payer", sa.Text, nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("bank", sa.Text, nullable=False),
        sa.Column("voucher", sa.Text, nullable=False),
        sa.Column("treasury_voucher", sa.Text, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", TIME, nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_amount")),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_payment_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_payment_party_id_party")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_payment_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["officer.id"], name=op.f("fk_payment_entered_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("voucher", "matter_id", name=op.f("uq_payment_voucher_matter_id")),
    )
    op.create_index("ix_payment_matter_id", "payment", ["matter_id"], unique=False)
    op.create_table(
        "installment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("granted_at", TIME, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_installment_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_installment_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_installment_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installment")),
    )
    op.create_index("ix_installment_matter_id", "installment", ["matter_id"], unique=False)
    for statement in insert_only("payment_notice", "payment", "installment"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("installment", "payment", "payment_notice"):
        op.drop_table(table)
