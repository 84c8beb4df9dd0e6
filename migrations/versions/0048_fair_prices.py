"""prices valid only at a fair

Revision ID: 0048
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0036"
branch_labels = None
depends_on = None

KNOWN, OF_A_BOOTH = "ck_order_line_known_price_kind", "ck_order_line_fair_price_of_a_booth"


def upgrade():
    op.create_index("ix_variant_of_product", "variant", ["id", "product_id"], unique=True)
    op.create_table(
        "fair_price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("compare", sa.BigInteger(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price > 0 AND price < compare", name=op.f("ck_fair_price_lower_than_compared")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_fair_price_booth_id_booth")),
        sa.ForeignKeyConstraint(
            ["booth_id", "product_id"],
            ["booth_product.booth_id", "booth_product.product_id"],
            name="fk_fair_price_shown_at_the_booth",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["variant_id", "product_id"], ["variant.id", "variant.product_id"], name="fk_fair_price_form_of_the_product"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_price")),
        sa.UniqueConstraint("booth_id", "variant_id", name=op.f("uq_fair_price_booth_id_variant_id")),
    )
    op.create_index(op.f("ix_fair_price_product_id"), "fair_price", ["product_id"])
    op.create_index(op.f("ix_fair_price_variant_id"), "fair_price", ["variant_id"])
    with op.batch_alter_table("order_line") as table:
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), "price_kind IN ('regular', 'sale', 'tier', 'fair')")
        table.create_check_constraint(op.f(OF_A_BOOTH), "price_kind <> 'fair' OR booth_id IS NOT NULL")


def downgrade():
    op.execute("UPDATE order_line SET price_kind = 'sale' WHERE price_kind = 'fair'")
    with op.batch_alter_table("order_line") as table:
        table.drop_constraint(op.f(OF_A_BOOTH), type_="check")
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), "price_kind IN ('regular', 'sale', 'tier')")
    op.drop_table("fair_price")
    op.drop_index("ix_variant_of_product", "variant")
