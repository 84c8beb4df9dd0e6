"""the trade item number under a barcode

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gtin", sa.String(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_variant_gtin_of_fourteen"), "gtin IS NULL OR length(gtin) = 14")
        batch_op.create_unique_constraint(batch_op.f("uq_variant_product_id_gtin"), ["product_id", "gtin"])


def downgrade():
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_variant_product_id_gtin"), type_="unique")
        batch_op.drop_constraint(batch_op.f("ck_variant_gtin_of_fourteen"), type_="check")
        batch_op.drop_column("gtin")
