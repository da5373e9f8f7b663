"""Bodies, units, officers, certificates, and the grants of roles in bodies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.database import insert_only

revision = "0002_bodies"
down_revision = "0001_accounts"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def text(name: str, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("body.id")),
        sa.Column("path", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        text("short_name"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("is_functional_zone", sa.Boolean, nullable=False),
        sa.Column("entrusted_by", sa.Integer, sa.ForeignKey("body.id")),
        text("field"),
        text("division_code"),
        sa.Column("credit_code", sa.Text, unique=True),
        text("number_word"),
        text("address"),
        text("postcode"),
        text("phone"),
        text("contact"),
        text("review_body"),
        text("court"),
        text("online_review"),
        text("payee_bank"),
        text("payee_address"),
        text("payee_account"),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("qualified_on", sa.Date),
    )
    op.create_index("ix_body_parent_id", "body", ["parent_id"])
    for column in ("path", "division_code"):
        op.create_index(
            f"ix_body_{column}", "body", [column], postgresql_ops={column: "text_pattern_ops"}
        )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("body_id", sa.Integer, sa.ForeignKey("body.id"), nullable=False),
        text("name"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.UniqueConstraint("body_id", "name"),
    )
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), unique=True),
        sa.Column("body_id", sa.Integer, sa.ForeignKey("body.id"), nullable=False),
        sa.Column("unit_id", sa.Integer, sa.ForeignKey("unit.id")),
        text("name"),
        text("post"),
        text("phone"),
        sa.Column("has_law_qualification", sa.Boolean, nullable=False),
        sa.Column("is_auxiliary", sa.Boolean, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
    )
    op.create_index("ix_officer_body_id_name", "officer", ["body_id", "name"])
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("officer_id", sa.Integer, sa.ForeignKey("officer.id"), nullable=False),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text), nullable=False),
        text("area"),
        text("issuer"),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        text("status_reason"),
        sa.Column("status_at", TIME),
        sa.CheckConstraint("valid_from <= valid_until", name="validity"),
    )
    op.create_index("ix_certificate_officer_id", "certificate", ["officer_id"])
    op.create_index(
        "uq_certificate_active",
        "certificate",
        ["officer_id"],
        unique=True,
        postgresql_where=sa.text("status = 'ACTIVE'"),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        text("role"),
        sa.Column("body_id", sa.Integer, sa.ForeignKey("body.id"), nullable=False),
        sa.Column("unit_id", sa.Integer, sa.ForeignKey("unit.id")),
        sa.Column("granted_at", TIME, nullable=False, server_default=sa.func.now()),
        sa.Column("granted_by", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("revoked_at", TIME),
        sa.Column("revoked_by", sa.Integer, sa.ForeignKey("account.id")),
    )
    op.create_index("ix_role_grant_account_id", "role_grant", ["account_id"])
    op.create_index("ix_role_grant_body_id_role", "role_grant", ["body_id", "role"])
    op.create_index(
        "uq_role_grant_active",
        "role_grant",
        ["account_id", "role", "body_id", sa.text("coalesce(unit_id, 0)")],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    )
    op.create_table(
        "parameter_value",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("layer", sa.String(40), nullable=False),
        text("field"),
        text("area"),
        sa.Column("body_id", sa.Integer, sa.ForeignKey("body.id")),
        text("key"),
        sa.Column("value", postgresql.JSONB),
        text("basis"),
        text("reason"),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("set_by", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint(
            "(layer = 'FIELD') = (field <> '') and (layer in ('PROVINCE', 'CITY')) = (area <> '')"
            " and (layer = 'BODY') = (body_id is not null)",
            name="target",
        ),
        sa.CheckConstraint("valid_to is null or valid_from < valid_to", name="period"),
    )
    op.create_index("ix_parameter_value_key", "parameter_value", ["key"])
    for statement in insert_only("parameter_value"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("parameter_value", "role_grant", "certificate", "officer", "unit", "body"):
        op.drop_table(table)
