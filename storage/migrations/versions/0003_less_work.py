"""Less work for what is done again and again: a candidate knows by what it was ranked, and is ranked again when
that is no more so, and only then; the runs that wait are found by their kind among a year's that have ended.

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
    op.drop_index("ix_runs_state_due_at", "runs")
    op.create_index("ix_runs_state_kind_due_at", "runs", ["state", "kind", "due_at"])


def downgrade() -> None:
    """As it was before."""
    op.drop_index("ix_runs_state_kind_due_at", "runs")
    op.create_index("ix_runs_state_due_at", "runs", ["state", "due_at"])
    with op.batch_alter_table("candidates") as batch_op:
        batch_op.drop_column("ranked_by")
