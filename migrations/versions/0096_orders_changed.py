"""the day by which an order is wanted, and how often its buyer changed where it goes

Revision ID: 0096
Revises: 0084
"""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("purchase") as batch:
        batch.add_column(sa.Column("deliver_before", sa.Date(), nullable=True))
        batch.add_column(sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("purchase") as batch:
        batch.alter_column("changes", server_default=None)
        batch.create_check_constraint(op.f("ck_purchase_changed_when"), "(changes > 0) = (changed_at IS NOT NULL)")


def downgrade():
    with op.batch_alter_table("purchase") as batch:
        batch.drop_constraint(op.f("ck_purchase_changed_when"), type_="check")
        for name in ("changed_at", "changes", "deliver_before"):
            batch.drop_column(name)
