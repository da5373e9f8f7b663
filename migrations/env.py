"""Alembic's entry: migrations run on the connection that `webapp.database.migrate` hands over."""

from alembic import context

from webapp import database, wiring

connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=wiring.metadata(),
    compare_type=True,
    include_name=database.is_modeled(connection),
)
with context.begin_transaction():
    context.run_migrations()
