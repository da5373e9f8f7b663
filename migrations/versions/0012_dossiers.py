"""Documents, signatures, numbers and volumes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.database import insert_only

revision = "0012_dossiers"
down_revision = "0011_evidence"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=True),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("contributions", postgresql.JSONB, nullable=False),
        sa.Column("opinions", postgresql.JSONB, nullable=False),
        sa.Column("context", postgresql.JSONB, nullable=True),
        sa.Column("context_digest", sa.Text, nullable=False),
        sa.Column("approved_digest", sa.Text, nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("finalized_at", TIME, nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("seal", sa.String(40), nullable=False),
        sa.Column("sealed_at", TIME, nullable=True),
        sa.Column("sealed_by", sa.Integer(), nullable=True),
        sa.Column("pdf", sa.String(length=64), nullable=True),
        sa.Column("signatures_digest", sa.Text, nullable=False),
        sa.Column("rendered_at", TIME, nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.Text, nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", TIME, nullable=True),
        sa.Column("volume", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.CheckConstraint(
            "state = 'DRAFT' or context is not null", name=op.f("ck_document_frozen")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_document_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(["pdf"], ["file.digest"], name=op.f("fk_document_pdf_file")),
        sa.ForeignKeyConstraint(
            ["sealed_by"], ["officer.id"], name=op.f("fk_document_sealed_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["process_version.id"],
            name=op.f("fk_document_version_id_process_version"),
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["officer.id"], name=op.f("fk_document_voided_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("token", name=op.f("uq_document_token")),
    )
    op.create_index("ix_document_matter_id", "document", ["matter_id", "id"], unique=False)
    op.create_index(
        "ix_document_instance_id_address", "document", ["instance_id", "address"], unique=False
    )
    op.create_index(
        "ix_document_unrendered",
        "document",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'FINAL' and pdf is null"),
    )
    op.create_index(
        "uq_document_number",
        "document",
        ["number"],
        unique=True,
        postgresql_where=sa.text("state <> 'VOID'"),
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("at", TIME, nullable=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("file", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_signature_document_id_document")
        ),
        sa.ForeignKeyConstraint(["file"], ["file.digest"], name=op.f("fk_signature_file_file")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_signature_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index("ix_signature_document_id", "signature", ["document_id"], unique=False)
    op.create_index(
        "ix_signature_pending",
        "signature",
        ["officer_id"],
        unique=False,
        postgresql_where=sa.text("state = 'PENDING'"),
    )
    op.create_table(
        "number_series",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_number_series_body_id_body")
        ),
        sa.PrimaryKeyConstraint("body_id", "series", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "number_register",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_number_register_body_id_body")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_number_register_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_number_register_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_number_register_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_register")),
        sa.UniqueConstraint(
            "body_id",
            "series",
            "year",
            "serial",
            "event",
            name=op.f("uq_number_register_body_id_series_year_serial_event"),
        ),
    )
    op.create_index("ix_number_register_number", "number_register", ["number"], unique=False)
    op.create_table(
        "volume",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("manifest", postgresql.JSONB, nullable=False),
        sa.Column("package", sa.String(length=64), nullable=True),
        sa.Column("bound_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_volume_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(["file"], ["file.digest"], name=op.f("fk_volume_file_file")),
        sa.ForeignKeyConstraint(["package"], ["file.digest"], name=op.f("fk_volume_package_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume")),
        sa.UniqueConstraint("matter_id", "kind", name=op.f("uq_volume_matter_id_kind")),
    )
    op.create_foreign_key(
        op.f("fk_evidence_document_id_document"), "evidence", "document", ["document_id"], ["id"]
    )
    for statement in insert_only("number_register"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_constraint("fk_evidence_document_id_document", "evidence")
    for table in ("volume", "number_register", "number_series", "signature", "document"):
        op.drop_table(table)
