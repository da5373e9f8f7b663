"""The tables and functions of Procrastinate, the job queue."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003_jobs"
down_revision = "0002_bodies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Straight to the driver: the script holds per cent signs and many statements.
    op.get_bind().connection.cursor().execute(SchemaManager.get_schema())


def downgrade() -> None:
    op.execute(
        """
        do $$ declare one record; begin
            for one in select oid::regprocedure as name from pg_proc
                       where proname like 'procrastinate\\_%' loop
                execute format('drop function %s cascade', one.name);
            end loop;
            for one in select relname from pg_class
                       where relname like 'procrastinate\\_%' and relkind = 'r' loop
                execute format('drop table %I cascade', one.relname);
            end loop;
            for one in select typname from pg_type
                       where typname like 'procrastinate\\_job%' and typtype in ('e', 'c') loop
                execute format('drop type %I cascade', one.typname);
            end loop;
        end $$
        """
    )
