"""revisions of fairs and of their sessions: two who save one at once

Revision ID: 0063
Revises: 0065
"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade():
    for table in ("fair", "fair_session"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("revision", sa.Integer(), server_default="0", nullable=False))


def downgrade():
    for table in ("fair_session", "fair"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("revision")
