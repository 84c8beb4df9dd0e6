"""the maker's own video room, open at its booth while it answers

Revision ID: 0087
Revises: 0093
"""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("booth") as batch:
        batch.add_column(sa.Column("room_url", sa.String(), nullable=False, server_default=""))


def downgrade():
    with op.batch_alter_table("booth") as batch:
        batch.drop_column("room_url")
