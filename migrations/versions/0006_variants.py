"""what is sold is a variant: its own code, price, stock and weight

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CHECKS = {
    "price_positive": "price IS NULL OR price > 0",
    "on_hand_not_negative": "on_hand IS NULL OR on_hand >= 0",
    "held_within_on_hand": "held >= 0 AND (on_hand IS NULL OR held <= on_hand)",
    "weight_positive": "weight_g IS NULL OR weight_g > 0",
}


def upgrade():
    op.create_table(
        "variant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("on_hand", sa.Integer(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(text, name=op.f(f"ck_variant_{name}")) for name, text in CHECKS.items()),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_variant_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("product_id", "name", name=op.f("uq_variant_product_id_name")),
        sa.UniqueConstraint("sku", name=op.f("uq_variant_sku")),
    )
    op.execute(
        "INSERT INTO variant (product_id, position, sku, name, name_en, price, on_hand, held, weight_g) "
        "SELECT id, 0, sku, '', '', price, on_hand, held, weight_g FROM product ORDER BY id"
    )
    _point("cart_line", "variant")
    _point("order_line", "variant", keep_product=True)
    with op.batch_alter_table("product") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_product_{name}"), type_="check")
        for column in ("price", "on_hand", "held", "weight_g"):
            table.drop_column(column)


def downgrade():
    """Back to one offer a product: its first variant's, with what is promised of the others."""
    with op.batch_alter_table("product") as table:
        table.add_column(sa.Column("price", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("on_hand", sa.Integer(), nullable=True))
        table.add_column(sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("weight_g", sa.Integer(), nullable=True))
    first = "variant.sku = product.sku"
    op.execute(
        f"UPDATE product SET price = (SELECT price FROM variant WHERE {first}), "
        f"weight_g = (SELECT weight_g FROM variant WHERE {first}), "
        "held = (SELECT sum(held) FROM variant WHERE variant.product_id = product.id), "
        "on_hand = (SELECT CASE WHEN count(*) = count(on_hand) THEN sum(on_hand) END "
        "FROM variant WHERE variant.product_id = product.id)"
    )
    with op.batch_alter_table("product") as table:
        table.alter_column("held", server_default=None)
        for name, text in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_product_{name}"), text)
    with op.batch_alter_table("order_line") as table:
        table.drop_index(op.f("ix_order_line_variant_id"))
        table.drop_constraint(op.f("fk_order_line_variant_id_variant"), type_="foreignkey")
        table.drop_column("variant_id")
    _point_cart_back()
    op.drop_table("variant")


def _point(table_name, target, keep_product=False):
    """Give each row the first variant of its product."""
    with op.batch_alter_table(table_name) as table:
        table.add_column(sa.Column("variant_id", sa.Integer(), nullable=True))
    op.execute(
        f"UPDATE {table_name} SET variant_id = "
        f"(SELECT variant.id FROM variant WHERE variant.product_id = {table_name}.product_id)"
    )
    with op.batch_alter_table(table_name) as table:
        table.alter_column("variant_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(op.f(f"fk_{table_name}_variant_id_{target}"), target, ["variant_id"], ["id"])
        if keep_product:
            table.create_index(op.f(f"ix_{table_name}_variant_id"), ["variant_id"])
        else:
            table.drop_constraint(op.f(f"uq_{table_name}_cart_id_product_id"), type_="unique")
            table.create_unique_constraint(op.f(f"uq_{table_name}_cart_id_variant_id"), ["cart_id", "variant_id"])
            table.drop_constraint(op.f(f"fk_{table_name}_product_id_product"), type_="foreignkey")
            table.drop_column("product_id")


def _point_cart_back():
    """Lines for a second variant of a product cannot be told from the first any more: the cart loses them."""
    with op.batch_alter_table("cart_line") as table:
        table.add_column(sa.Column("product_id", sa.Integer(), nullable=True))
    op.execute(
        "DELETE FROM cart_line WHERE variant_id NOT IN "
        "(SELECT variant.id FROM variant JOIN product ON product.sku = variant.sku)"
    )
    op.execute(
        "UPDATE cart_line SET product_id = (SELECT product_id FROM variant WHERE variant.id = cart_line.variant_id)"
    )
    with op.batch_alter_table("cart_line") as table:
        table.alter_column("product_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(op.f("fk_cart_line_product_id_product"), "product", ["product_id"], ["id"])
        table.drop_constraint(op.f("uq_cart_line_cart_id_variant_id"), type_="unique")
        table.create_unique_constraint(op.f("uq_cart_line_cart_id_product_id"), ["cart_id", "product_id"])
        table.drop_constraint(op.f("fk_cart_line_variant_id_variant"), type_="foreignkey")
        table.drop_column("variant_id")
