"""prices by quantity, sales and what things cost before

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SALE = ("sale_price", "sale_from", "sale_until", "sale_compare")
OF_VARIANT = {
    "whole_sale": "(sale_price IS NULL) = (sale_from IS NULL) AND (sale_price IS NULL) = (sale_until IS NULL) "
    "AND (sale_price IS NULL) = (sale_compare IS NULL)",
    "sale_is_lower": "sale_price IS NULL OR (sale_price > 0 AND sale_price < sale_compare)",
    "sale_forwards": "sale_from IS NULL OR sale_from < sale_until",
    "weighed_goods_have_no_sale": "sale_price IS NULL OR price_per_kg IS NULL",
}
OF_LINE = {
    "known_price_kind": "price_kind IN ('regular', 'sale', 'tier')",
    "list_price_not_lower": "list_price IS NULL OR list_price >= unit_price",
    "tier_is_told": "(price_kind = 'tier') = (tier_least IS NOT NULL)",
}


def upgrade():
    with op.batch_alter_table("variant") as table:
        table.add_column(sa.Column("sale_price", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("sale_from", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("sale_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("sale_compare", sa.BigInteger(), nullable=True))
        for name, text in OF_VARIANT.items():
            table.create_check_constraint(op.f(f"ck_variant_{name}"), text)
    with op.batch_alter_table("order_line") as table:
        table.add_column(sa.Column("list_price", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("price_kind", sa.String(), nullable=False, server_default="regular"))
        table.add_column(sa.Column("tier_least", sa.Integer(), nullable=True))
        for name, text in OF_LINE.items():
            table.create_check_constraint(op.f(f"ck_order_line_{name}"), text)
    with op.batch_alter_table("order_line") as table:
        table.alter_column("price_kind", server_default=None)
    op.create_table(
        "price_tier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("least BETWEEN 2 AND 999", name=op.f("ck_price_tier_least_in_range")),
        sa.CheckConstraint("price > 0", name=op.f("ck_price_tier_price_positive")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_price_tier_variant_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_tier")),
        sa.UniqueConstraint("variant_id", "least", name=op.f("uq_price_tier_variant_id_least")),
    )
    op.create_index(op.f("ix_price_tier_variant_id"), "price_tier", ["variant_id"], unique=False)
    op.create_table(
        "past_price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price > 0", name=op.f("ck_past_price_price_positive")),
        sa.CheckConstraint("kind IN ('regular', 'sale')", name=op.f("ck_past_price_known_kind")),
        sa.CheckConstraint("kind <> 'sale' OR since IS NOT NULL", name=op.f("ck_past_price_sales_began")),
        sa.CheckConstraint("since IS NULL OR since <= until", name=op.f("ck_past_price_forwards")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_past_price_variant_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_price")),
    )
    op.create_index("ix_past_price_until", "past_price", ["variant_id", "until"], unique=False)


def downgrade():
    op.drop_table("past_price")
    op.drop_table("price_tier")
    with op.batch_alter_table("order_line") as table:
        for name in OF_LINE:
            table.drop_constraint(op.f(f"ck_order_line_{name}"), type_="check")
        for column in ("list_price", "price_kind", "tier_least"):
            table.drop_column(column)
    with op.batch_alter_table("variant") as table:
        for name in OF_VARIANT:
            table.drop_constraint(op.f(f"ck_variant_{name}"), type_="check")
        for column in SALE:
            table.drop_column(column)
