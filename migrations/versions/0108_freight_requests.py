"""the price of delivering bulky goods is asked from the checkout

Revision ID: 0108
Revises: 0107
"""

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "freight_request",
        sa.Column("enquiry_id", sa.Integer(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("province_code", "commune_code", "street")),
        sa.CheckConstraint(
            "commune_code LIKE province_code || '/%'", name=op.f("ck_freight_request_commune_of_the_province")
        ),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_freight_request_enquiry_id_enquiry")),
        sa.PrimaryKeyConstraint("enquiry_id", name=op.f("pk_freight_request")),
    )
    op.create_table(
        "freight_line",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "request_id", "variant_id", "quantity")),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_freight_line_quantity_positive")),
        sa.CheckConstraint("unit_price > 0", name=op.f("ck_freight_line_price_positive")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["freight_request.enquiry_id"], name=op.f("fk_freight_line_request_id_freight_request")
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_freight_line_variant_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freight_line")),
        sa.UniqueConstraint("request_id", "variant_id", name=op.f("uq_freight_line_request_id_variant_id")),
    )
    op.create_index(op.f("ix_freight_line_variant_id"), "freight_line", ["variant_id"])


def downgrade():
    op.drop_index(op.f("ix_freight_line_variant_id"), table_name="freight_line")
    op.drop_table("freight_line")
    op.drop_table("freight_request")
