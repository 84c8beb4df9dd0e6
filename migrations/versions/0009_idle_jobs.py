"""some work waits until nothing else is due

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("idle", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.alter_column("idle", server_default=None, existing_type=sa.Boolean())


def downgrade():
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_column("idle")
