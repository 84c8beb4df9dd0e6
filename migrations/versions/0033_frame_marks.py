"""the facility's name on turntable views

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("frame") as table:
        table.add_column(sa.Column("source", sa.String(), nullable=True))
        table.add_column(sa.Column("mark", sa.String(), nullable=True))


def downgrade():
    with op.batch_alter_table("frame") as table:
        table.drop_column("mark")
        table.drop_column("source")
