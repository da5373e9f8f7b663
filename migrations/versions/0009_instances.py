"""Running procedures: instances, their state, to-dos, steps by month, submissions, timers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.database import APP_ROLE, insert_only

revision = "0009_instances"
down_revision = "0008_procedures"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
TEXTS = postgresql.ARRAY(sa.Text)
RUNNING = sa.text("status in ('RUNNING', 'SUSPENDED')")
OPEN = sa.text("state = 'OPEN'")
LATEST = (sa.text("updated_at desc"), sa.text("id desc"))


def needed(name: str, kind: sa.types.TypeEngine | type = sa.Text, **options: bool) -> sa.Column:
    return sa.Column(name, kind, nullable=False, **options)


def texts(*names: str) -> list[sa.Column]:
    return [needed(name) for name in names]


def of_instance(**options: bool) -> sa.Column:
    return sa.Column(
        "instance_id", sa.Uuid, sa.ForeignKey("instance.id"), nullable=False, **options
    )


def of_version() -> sa.Column:
    return needed("version_id", sa.Integer)


def upgrade() -> None:
    instances()
    todos()
    steps()
    submissions()
    timers()
    for statement in insert_only("step", "step_rest", "submission"):
        op.execute(statement)
    op.execute(f"revoke update on request from {APP_ROLE}")
    op.execute(f"revoke delete on instance, instance_state, todo, timer, incident from {APP_ROLE}")


def instances() -> None:
    op.create_table(
        "instance",
        sa.Column("id", sa.Uuid, primary_key=True),
        needed("matter_id", sa.Integer),
        of_version(),
        *texts("procedure", "title", "menu"),
        needed("is_main", sa.Boolean),
        sa.Column("parent_id", sa.Uuid, sa.ForeignKey("instance.id")),
        sa.Column("party_id", sa.Integer),
        needed("is_sent_back", sa.Boolean),
        needed("status", sa.String(40)),
        needed("stage"),
        needed("body_id", sa.Integer),
        sa.Column("unit_id", sa.Integer),
        needed("body_path"),
        needed("started_at", TIME),
        sa.Column("started_by", sa.Integer),
        needed("updated_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("due", TIME),
        sa.ForeignKeyConstraint(["version_id"], ["process_version.id"]),
    )
    op.create_index("ix_instance_matter_id", "instance", ["matter_id"])
    op.create_index("ix_instance_parent_id", "instance", ["parent_id"])
    op.create_index(
        "ix_instance_open",
        "instance",
        ["body_path", "procedure", "stage", "due", "id"],
        postgresql_ops={"body_path": "text_pattern_ops"},
        postgresql_where=RUNNING,
    )
    op.create_index("ix_instance_due_id", "instance", ["due", "id"], postgresql_where=RUNNING)
    op.create_index("ix_instance_body_id_status", "instance", ["body_id", "status"])
    op.create_index("ix_instance_updated_at_id", "instance", [*LATEST])
    op.create_index(
        "ix_instance_body_path_updated_at",
        "instance",
        ["body_path", *LATEST],
        postgresql_ops={"body_path": "text_pattern_ops"},
    )
    op.create_table(
        "instance_state",
        of_instance(primary_key=True),
        needed("ver", sa.Integer),
        of_version(),
        needed("blob", sa.LargeBinary),
        sa.ForeignKeyConstraint(["version_id"], ["process_version.id"]),
    )
    # The blob is compressed already and rewritten at every step: keep it in the row.
    op.execute("alter table instance_state alter column blob set storage external")
    op.execute("alter table instance_state set (toast_tuple_target = 8160, fillfactor = 60)")


def todos() -> None:
    op.create_table(
        "todo",
        sa.Column("id", sa.Uuid, primary_key=True),
        of_instance(),
        needed("matter_id", sa.Integer),
        *texts("process", "node", "name"),
        needed("acts", TEXTS),
        *texts("role", "scope", "stage"),
        needed("serves", TEXTS),
        *texts("form", "document"),
        needed("is_final", sa.Boolean),
        *texts("basis", "deadline", "opinion"),
        needed("returns", TEXTS),
        needed("previous"),
        sa.Column("party_id", sa.Integer),
        needed("body_id", sa.Integer),
        sa.Column("unit_id", sa.Integer),
        sa.Column("assignee_id", sa.Integer),
        sa.Column("candidates", postgresql.ARRAY(sa.Integer)),
        needed("state", sa.String(40)),
        needed("ver", sa.Integer),
        needed("opened_at", TIME),
        sa.Column("seen_at", TIME),
        sa.Column("due", TIME),
        sa.Column("done_by", sa.Integer),
        sa.Column("done_at", TIME),
    )
    op.create_index("ix_todo_instance_id", "todo", ["instance_id"])
    op.create_index("ix_todo_matter_id", "todo", ["matter_id"])
    op.create_index("ix_todo_body_id_role", "todo", ["body_id", "role"], postgresql_where=OPEN)
    op.create_index("ix_todo_assignee_id", "todo", ["assignee_id"], postgresql_where=OPEN)
    op.create_index(
        "ix_todo_candidates",
        "todo",
        ["candidates"],
        postgresql_using="gin",
        postgresql_where=OPEN,
    )
    op.create_index("ix_todo_due_id", "todo", ["due", "id"], postgresql_where=OPEN)
    op.create_index("ix_todo_done_by_done_at", "todo", ["done_by", sa.text("done_at desc")])


def steps() -> None:
    """Partition the trajectory by month; rows of months without a partition go to `step_rest`."""
    op.create_table(
        "step",
        needed("instance_id", sa.Uuid),
        needed("seq", sa.Integer),
        needed("at", TIME),
        needed("matter_id", sa.Integer),
        needed("kind", sa.String(40)),
        *texts("process", "node", "name"),
        needed("acts", TEXTS),
        needed("scope"),
        sa.Column("actor_id", sa.Integer),
        needed("role"),
        sa.Column("body_id", sa.Integer),
        sa.Column("opened_at", TIME),
        *texts("previous", "target"),
        sa.Column("todo_id", sa.Uuid),
        needed("outcome", postgresql.JSONB),
        needed("passed", TEXTS),
        *texts("digest", "state_digest"),
        of_version(),
        sa.Column("submission_id", sa.Uuid),
        sa.Column("document_id", sa.Integer),
        needed("chain_body", sa.Integer),
        needed("chain_seq", sa.BigInteger),
        needed("prev_hash", sa.LargeBinary),
        needed("hash", sa.LargeBinary),
        sa.Column("act", sa.Text, sa.Computed("acts[1]", persisted=True)),
        sa.Column(
            "duration",
            sa.Integer,
            sa.Computed("extract(epoch from at - opened_at)::integer", persisted=True),
        ),
        sa.PrimaryKeyConstraint("instance_id", "seq", "at"),
        postgresql_partition_by="range (at)",
    )
    op.create_index("ix_step_matter_id_at", "step", ["matter_id", "at"])
    op.create_index("ix_step_chain_body_chain_seq", "step", ["chain_body", "chain_seq"])
    op.create_index("ix_step_act_at", "step", ["act", "at"], postgresql_include=["duration"])
    op.create_index("ix_step_actor_id_at", "step", ["actor_id", "at"])
    op.execute("create table step_rest partition of step default")
    op.execute(ENSURE_PARTITIONS)
    op.execute("revoke execute on function ensure_step_partitions(date, date) from public")
    op.execute(f"grant execute on function ensure_step_partitions(date, date) to {APP_ROLE}")
    op.execute("select ensure_step_partitions(current_date, current_date + 92)")


ENSURE_PARTITIONS = f"""
    create function ensure_step_partitions(first date, last date) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
        zone constant text := 'Asia/Shanghai';
        month date := date_trunc('month', first);
        made integer := 0;
        part text;
        since timestamptz;
        until timestamptz;
        fields text;
    begin
        if last - first > 3700 then
            raise exception 'too many months';
        end if;
        perform pg_advisory_xact_lock(20260116);
        select string_agg(quote_ident(attname), ', ' order by attnum) into fields
            from pg_attribute
            where attrelid = 'step'::regclass and attnum > 0 and attgenerated = ''
              and not attisdropped;
        while month <= last loop
            part := 'step_' || to_char(month, 'YYYY_MM');
            since := month::timestamp at time zone zone;
            until := (month + interval '1 month')::timestamp at time zone zone;
            if to_regclass(part) is null then
                execute format(
                    'create table %I (like step including defaults including generated)', part);
                execute format('revoke update, delete on %I from {APP_ROLE}', part);
                execute format('alter table %I add check (at >= %L and at < %L)',
                               part, since, until);
                execute format(
                    'with moved as (delete from step_rest where at >= %L and at < %L returning *)'
                    ' insert into %I (%s) select %s from moved',
                    since, until, part, fields, fields);
                execute format('alter table step attach partition %I for values from (%L) to (%L)',
                               part, since, until);
                made := made + 1;
            end if;
            month := month + interval '1 month';
        end loop;
        return made;
    end $$
"""


def submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid, primary_key=True),
        needed("matter_id", sa.Integer),
        of_instance(),
        sa.Column("todo_id", sa.Uuid),
        needed("acts", TEXTS),
        *texts("form", "form_version"),
        needed("values", postgresql.JSONB),
        needed("digest"),
        sa.Column("officer_id", sa.Integer),
        needed("at", TIME),
    )
    op.create_index("ix_submission_matter_id_at", "submission", ["matter_id", "at"])
    op.create_index("ix_submission_todo_id", "submission", ["todo_id"])
    op.create_table(
        "request",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("officer_id", sa.Integer),
        needed("instance_id", sa.Uuid),
        needed("answer", postgresql.JSONB),
        needed("at", TIME),
    )


def timers() -> None:
    op.create_table(
        "timer",
        of_instance(primary_key=True),
        needed("key", sa.Uuid, primary_key=True),
        needed("occurrence", sa.Integer, primary_key=True, autoincrement=False),
        *texts("kind", "process", "node", "name", "scope", "deadline", "duration"),
        needed("interrupting", sa.Boolean),
        needed("host"),
        sa.Column("task_id", sa.Uuid),
        needed("set_at", TIME),
        sa.Column("due", TIME),
        needed("state", sa.String(40)),
        sa.Column("ended_at", TIME),
    )
    op.create_index(
        "ix_timer_due",
        "timer",
        ["due"],
        postgresql_where=sa.text("state = 'WAITING' and due is not null"),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        of_instance(),
        needed("matter_id", sa.Integer),
        needed("body_id", sa.Integer),
        needed("kind", sa.String(40)),
        *texts("subject", "cause", "hint"),
        needed("state", sa.String(40)),
        needed("at", TIME),
        needed("times", sa.Integer),
        sa.Column("resolved_at", TIME),
        sa.Column("resolved_by", sa.Integer),
        needed("resolution"),
    )
    op.create_index("ix_incident_instance_id", "incident", ["instance_id"])
    op.create_index("ix_incident_at_id", "incident", ["at", "id"], postgresql_where=OPEN)
    op.create_index(
        "uq_incident_open",
        "incident",
        ["instance_id", "kind", "subject"],
        unique=True,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.execute("drop function ensure_step_partitions(date, date)")
    for table in ("incident", "timer", "request", "submission", "step", "todo", "instance_state"):
        op.drop_table(table)
    op.drop_table("instance")
