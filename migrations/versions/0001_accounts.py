"""The role of the application; accounts, sessions, tokens and their log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.database import APP_ROLE, insert_only

revision = "0001_accounts"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
ROLE = f"""
    do $$
    declare mode text := case
        when current_setting('server_version_num')::int < 160000 then 'member' else 'set'
    end;
    begin
        if not exists (select from pg_roles where rolname = '{APP_ROLE}') then
            begin
                create role {APP_ROLE} nologin;
            exception when duplicate_object or unique_violation then null;
            end;
        end if;
        if not pg_has_role(current_user, '{APP_ROLE}', mode) then
            grant {APP_ROLE} to current_user;
        end if;
    end $$
"""
"""An administrator may have made the role already, for an owner who may not make any."""


def upgrade() -> None:
    """Create the restricted role first: every later table is granted to it by default."""
    op.execute(ROLE)
    op.execute(f"grant usage on schema public to {APP_ROLE}")
    op.execute(f"grant select on alembic_version to {APP_ROLE}")
    for right, kind in (
        ("select, insert, update, delete", "tables"),
        ("usage, select", "sequences"),
        ("execute", "functions"),
    ):
        op.execute(
            f"alter default privileges in schema public grant {right} on {kind} to {APP_ROLE}"
        )

    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("login", sa.Text, nullable=False, unique=True),
        sa.Column("certificate_number", sa.Text, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("must_change_password", sa.Boolean, nullable=False),
        sa.Column("password_changed_at", TIME),
        sa.Column("failed_attempts", sa.Integer, nullable=False),
        sa.Column("locked_until", TIME),
        sa.Column("totp_secret", sa.LargeBinary),
        sa.Column("totp_last_step", sa.BigInteger),
        sa.Column("last_sign_in_at", TIME),
        sa.Column("created_at", TIME, nullable=False, server_default=sa.func.now()),
        sa.Column("showcase", sa.Integer),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("ip", postgresql.INET),
        sa.Column("agent", sa.Text),
    )
    op.create_index("ix_sign_in_session_account_id", "sign_in_session", ["account_id"])
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("last_used_at", TIME),
        sa.Column("revoked_at", TIME),
    )
    op.create_table(
        "account_event",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("ip", postgresql.INET),
        sa.Column("agent", sa.Text),
        sa.Column("details", postgresql.JSONB, nullable=False),
    )
    op.create_index("ix_account_event_ip_at", "account_event", ["ip", "at"])
    op.create_index("ix_account_event_login_at", "account_event", ["login", "at"])
    op.create_index("ix_account_event_account_id_at", "account_event", ["account_id", "at"])
    for statement in insert_only("account_event"):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables; the role may serve other databases and stays."""
    for table in ("account_event", "api_token", "sign_in_session", "account"):
        op.drop_table(table)
