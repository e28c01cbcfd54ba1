"""The index of words, which neither database knows how to make for Chinese by itself (storage/search.py).

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """SQLite keeps the postings of a full-text table, PostgreSQL an array with an inverted index."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5"
            "(words, content='', detail=none, tokenize=\"unicode61 remove_diacritics 0\")"
        )
        return
    op.execute(
        "CREATE TABLE search"
        " (version_id INTEGER PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE, words TEXT[] NOT NULL)"
    )
    op.execute("CREATE INDEX ix_search_words ON search USING gin (words)")


def downgrade() -> None:
    """The index alone goes; what it was made of stays."""
    op.execute("DROP TABLE search")
