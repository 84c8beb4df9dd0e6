"""vouchers and rules for chosen products only

Revision ID: 0129
Revises: 0128
"""

import sqlalchemy as sa
from alembic import op

revision = "0129"
down_revision = "0128"
branch_labels = None
depends_on = None


def upgrade():
    table = "voucher_product"
    op.create_table(
        table,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("voucher_id", "product_id")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f(f"fk_{table}_voucher_id_voucher")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f(f"fk_{table}_product_id_product")),
        sa.PrimaryKeyConstraint("voucher_id", "product_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_product_id"), table, ["product_id"])
    with op.batch_alter_table("voucher") as batch:
        batch.add_column(sa.Column("is_of_some", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("voucher") as batch:
        batch.alter_column("is_of_some", server_default=None)


def downgrade():
    """What was for some would be for all: it is stopped."""
    op.execute("UPDATE voucher SET stopped_at = CURRENT_TIMESTAMP WHERE is_of_some AND stopped_at IS NULL")
    with op.batch_alter_table("voucher") as batch:
        batch.drop_column("is_of_some")
    op.drop_table("voucher_product")
