"""Alembic's entry: runs migrations on the engine that `storage.database` passes in."""

from alembic import context

from storage.models import Base

engine = context.config.attributes["engine"]
with engine.connect() as connection:
    # SQLite cannot alter a constraint: batch mode copies the table instead, and works on both databases.
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()
