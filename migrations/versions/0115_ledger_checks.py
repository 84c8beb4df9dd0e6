"""what looking over the ledger found, by day

Revision ID: 0115
Revises: 0114
"""

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "ledger_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.CheckConstraint("found >= 0", name=op.f("ck_ledger_check_found_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_check")),
        sa.UniqueConstraint("day", name=op.f("uq_ledger_check_day")),
    )


def downgrade():
    op.drop_table("ledger_check")
