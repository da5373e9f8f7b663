"""Matters, their parties, handlers, recusals and deadlines; leads and penalty cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.database import insert_only

revision = "0010_matters"
down_revision = "0009_instances"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("secrecy", sa.String(40), nullable=False),
        sa.Column("lead_officer_id", sa.Integer(), nullable=True),
        sa.Column("assist_officer_id", sa.Integer(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("archived_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["assist_officer_id"], ["officer.id"], name=op.f("fk_matter_assist_officer_id_officer")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_matter_body_id_body")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_matter_item_id_item")),
        sa.ForeignKeyConstraint(
            ["lead_officer_id"], ["officer.id"], name=op.f("fk_matter_lead_officer_id_officer")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_matter_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint("entry_number", name=op.f("uq_matter_entry_number")),
        sa.UniqueConstraint("instance_id", name=op.f("uq_matter_instance_id")),
        sa.UniqueConstraint("number", name=op.f("uq_matter_number")),
    )
    op.create_index("ix_matter_body_id_status", "matter", ["body_id", "status"])
    op.create_index("ix_matter_body_id_updated_at", "matter", ["body_id", "updated_at"])
    op.create_index("ix_matter_item_id", "matter", ["item_id"])
    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("id_kind", sa.Text, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("legal_rep", sa.Text, nullable=False),
        sa.Column("operator", sa.Text, nullable=False),
        sa.Column("operator_number", sa.Text, nullable=False),
        sa.Column("gender", sa.Text, nullable=False),
        sa.Column("birth", sa.Date(), nullable=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("left_at", TIME, nullable=True),
        sa.Column("details", postgresql.JSONB, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_party_matter_id_matter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("matter_id", "position", name=op.f("uq_party_matter_id_position")),
    )
    op.create_index("ix_party_id_number", "party", ["id_number"], unique=False)
    op.create_index("ix_party_name", "party", ["name"], unique=False)
    op.create_table(
        "handler",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(40), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_handler_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_handler_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handler")),
    )
    op.create_index("ix_handler_matter_id", "handler", ["matter_id"], unique=False)
    op.create_index(op.f("ix_handler_officer_id"), "handler", ["officer_id"], unique=False)
    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_recusal_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_recusal_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint(
            "matter_id", "officer_id", name=op.f("uq_recusal_matter_id_officer_id")
        ),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("alarms", sa.Boolean(), nullable=False),
        sa.Column("start", TIME, nullable=False),
        sa.Column("due", TIME, nullable=True),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("rows", postgresql.JSONB, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_deadline_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_deadline_party_id_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("matter_id", "key", name=op.f("uq_deadline_matter_id_key")),
    )
    op.create_index(
        "ix_deadline_due_open",
        "deadline",
        ["due", "id"],
        unique=False,
        postgresql_where=sa.text("met_on is null"),
    )
    op.create_table(
        "matter_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["matter.id"], name=op.f("fk_matter_link_from_id_matter")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["matter.id"], name=op.f("fk_matter_link_to_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_link")),
        sa.UniqueConstraint(
            "from_id", "to_id", "kind", name=op.f("uq_matter_link_from_id_to_id_kind")
        ),
    )
    op.create_index("ix_matter_link_to_id", "matter_link", ["to_id"])
    for statement in insert_only("matter_link"):
        op.execute(statement)
    op.create_table(
        "lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("reporter_kind", sa.String(40), nullable=False),
        sa.Column("reporter", sa.LargeBinary(), nullable=True),
        sa.Column("attachments", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=False),
        sa.Column("registered_at", TIME, nullable=False),
        sa.Column("disposal", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_lead_body_id_body")),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["officer.id"], name=op.f("fk_lead_registered_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("number", name=op.f("uq_lead_number")),
    )
    op.create_index("ix_lead_body_id_received_at", "lead", ["body_id", "received_at"], unique=False)
    op.create_table(
        "penalty_case",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("act_started_on", sa.Date(), nullable=True),
        sa.Column("act_ended_on", sa.Date(), nullable=True),
        sa.Column("discovered_on", sa.Date(), nullable=True),
        sa.Column("has_grave_harm", sa.Boolean(), nullable=False),
        sa.Column("is_crime_suspected", sa.Boolean(), nullable=False),
        sa.Column("penalty_kinds", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("fine", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("confiscation", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_penalty_case_lead_id_lead")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_penalty_case_matter_id_matter")
        ),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_penalty_case")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_penalty_case_lead_id")),
    )
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("penalty_kinds", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("fine", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("confiscation", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_ruling_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_ruling_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_index("ix_ruling_matter_id", "ruling", ["matter_id"])
    op.create_index("ix_ruling_party_id", "ruling", ["party_id"])
    for statement in insert_only("ruling"):
        op.execute(statement)


def downgrade() -> None:
    for table in (
        "ruling",
        "penalty_case",
        "lead",
        "deadline",
        "recusal",
        "handler",
        "party",
        "matter_link",
        "matter",
    ):
        op.drop_table(table)
