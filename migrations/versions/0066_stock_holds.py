"""stock held with a clock while a cart is at its checkout

Revision ID: 0066
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "stock_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_stock_hold_variant_id_variant")),
        sa.CheckConstraint("units > 0", name=op.f("ck_stock_hold_units_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_hold")),
        sa.UniqueConstraint("holder", "variant_id", name=op.f("uq_stock_hold_holder_variant_id")),
    )
    op.create_index(op.f("ix_stock_hold_variant_id"), "stock_hold", ["variant_id"])


def downgrade():
    op.execute(
        "UPDATE variant SET held = held - (SELECT SUM(units) FROM stock_hold WHERE variant_id = variant.id) "
        "WHERE id IN (SELECT variant_id FROM stock_hold)"
    )
    op.drop_table("stock_hold")
