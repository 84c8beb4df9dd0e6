"""what visitors asked the market to find

Revision ID: 0020
Revises: 0019
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "wanted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_wanted_somebody_asked")),
        sa.CheckConstraint("key <> '' AND written <> ''", name=op.f("ck_wanted_says_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted")),
        sa.UniqueConstraint("key", "day", name=op.f("uq_wanted_key_day")),
    )
    op.create_index("ix_wanted_day", "wanted", ["day"], unique=False)


def downgrade():
    op.drop_table("wanted")
