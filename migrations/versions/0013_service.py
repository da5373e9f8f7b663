"""Attempts to serve documents, addresses and consents."""

import sqlalchemy as sa
from alembic import op

from webapp.database import insert_only

revision = "0013_service"
down_revision = "0012_dossiers"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "service_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("documents", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("planned_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_service_attempt_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_service_attempt_officer_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["document.id"], name=op.f("fk_service_attempt_receipt_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_attempt")),
    )
    op.create_index("ix_service_attempt_matter_id", "service_attempt", ["matter_id"], unique=False)
    op.create_index(
        "ix_service_attempt_open", "service_attempt", ["instance_id", "scope"], unique=False
    )
    op.create_table(
        "carrier_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("entered_at", TIME, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_entry")),
    )
    op.create_index("ix_carrier_entry_number", "carrier_entry", ["number"], unique=False)
    op.create_table(
        "service_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_service_address_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_service_address_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_service_address_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_address")),
    )
    op.create_index("ix_service_address_matter_id", "service_address", ["matter_id"], unique=False)
    op.create_table(
        "service_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("excepts_decision", sa.Boolean(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("is_signed", sa.Boolean(), nullable=False),
        sa.Column("given_at", TIME, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_service_consent_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_service_consent_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_service_consent_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_consent")),
    )
    op.create_index("ix_service_consent_matter_id", "service_consent", ["matter_id"], unique=False)
    for statement in insert_only("service_address", "service_consent", "carrier_entry"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("service_consent", "service_address", "carrier_entry", "service_attempt"):
        op.drop_table(table)
