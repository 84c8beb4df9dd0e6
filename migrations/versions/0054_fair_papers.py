"""papers of a fair, set by the worker

Revision ID: 0054
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "fair_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("byte_count", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('catalogue', 'exhibitors', 'placards', 'signs')", name=op.f("ck_fair_paper_known_kind")
        ),
        sa.CheckConstraint("(ready_at IS NULL) = (byte_count IS NULL)", name=op.f("ck_fair_paper_ready_when_written")),
        sa.CheckConstraint("byte_count IS NULL OR byte_count > 0", name=op.f("ck_fair_paper_has_content")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_fair_paper_fair_id_fair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_paper")),
        sa.UniqueConstraint("fair_id", "kind", name=op.f("uq_fair_paper_fair_id_kind")),
    )


def downgrade():
    op.drop_table("fair_paper")
