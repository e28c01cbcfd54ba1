"""Alembic's migrations; `versions/` has them in order."""

# The newest revision, known without loading Alembic: a test holds it to be so.
HEAD = "0003"
