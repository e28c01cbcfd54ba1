"""By what a candidate was ranked, so that it is ranked again when that is no more so, and only then.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Nothing is known of the candidates there are: the next triage ranks them all."""
    op.add_column("candidates", sa.Column("ranked_by", sa.String(64), nullable=True))


def downgrade() -> None:
    """The column goes."""
    with op.batch_alter_table("candidates") as batch_op:
        batch_op.drop_column("ranked_by")
