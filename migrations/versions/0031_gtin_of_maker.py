"""of a maker's forms one bears a number: in the database

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

FILL = (
    "UPDATE variant SET gtin_facility_id = (SELECT facility_id FROM product WHERE product.id = variant.product_id) "
    "WHERE gtin IS NOT NULL"
)
# Where two forms of one maker bear a number all the same, the first keeps it.
FREE = (
    "UPDATE variant SET gtin = NULL, gtin_facility_id = NULL WHERE gtin IS NOT NULL AND EXISTS (SELECT 1 FROM variant "
    "AS other WHERE other.gtin = variant.gtin AND other.gtin_facility_id = variant.gtin_facility_id "
    "AND other.id < variant.id)"
)


def upgrade():
    op.create_index("ix_product_maker", "product", ["id", "facility_id"], unique=True)
    with op.batch_alter_table("variant") as table:
        table.add_column(sa.Column("gtin_facility_id", sa.Integer(), nullable=True))
    op.execute(FILL)
    op.execute(FREE)
    with op.batch_alter_table("variant") as table:
        table.drop_constraint(op.f("uq_variant_product_id_gtin"), type_="unique")
        table.create_unique_constraint(op.f("uq_variant_gtin_facility_id_gtin"), ["gtin_facility_id", "gtin"])
        table.create_check_constraint(op.f("ck_variant_gtin_has_maker"), "(gtin IS NULL) = (gtin_facility_id IS NULL)")
        table.create_foreign_key(
            "fk_variant_gtin_of_its_maker", "product", ["product_id", "gtin_facility_id"], ["id", "facility_id"]
        )
        table.create_index(op.f("ix_variant_gtin"), ["gtin"])


def downgrade():
    with op.batch_alter_table("variant") as table:
        table.drop_index(op.f("ix_variant_gtin"))
        table.drop_constraint("fk_variant_gtin_of_its_maker", type_="foreignkey")
        table.drop_constraint(op.f("ck_variant_gtin_has_maker"), type_="check")
        table.drop_constraint(op.f("uq_variant_gtin_facility_id_gtin"), type_="unique")
        table.create_unique_constraint(op.f("uq_variant_product_id_gtin"), ["product_id", "gtin"])
        table.drop_column("gtin_facility_id")
    op.drop_index("ix_product_maker", "product")
