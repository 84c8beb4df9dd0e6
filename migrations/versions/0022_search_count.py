"""what visitors looked for, counted by words and day

Revision ID: 0022
Revises: 0021
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "search_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("empty", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0 AND empty >= 0 AND empty <= count", name=op.f("ck_search_count_empty_is_part")),
        sa.CheckConstraint("key <> '' AND written <> ''", name=op.f("ck_search_count_says_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_count")),
        sa.UniqueConstraint("key", "day", name=op.f("uq_search_count_key_day")),
    )
    op.create_index("ix_search_count_day", "search_count", ["day"], unique=False)


def downgrade():
    op.drop_table("search_count")
