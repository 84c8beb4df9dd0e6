"""sales and questions noted at a stand

Revision ID: 0061
Revises: 0063
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0063"
branch_labels = None
depends_on = None

CHECKS = {
    "quantity_positive": "quantity > 0",
    "total_not_negative": "total >= 0",
    "cancelled_for_a_reason": "(cancelled_at IS NULL) = (cancel_reason = '')",
    "has_a_key": "key <> ''",
}
PAIRS = {
    "booth_of_fair": (["booth_id", "fair_id"], ["booth.id", "booth.fair_id"]),
    "variant_of_product": (["variant_id", "product_id"], ["variant.id", "variant.product_id"]),
}


def upgrade():
    op.create_table(
        "stand_sale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        *[sa.Column(f"{one}_id", sa.Integer(), nullable=False) for one in ("booth", "fair")],
        *[sa.Column(f"{one}_id", sa.Integer(), nullable=True) for one in ("stand", "scheme")],
        *[sa.Column(f"{one}_id", sa.Integer(), nullable=False) for one in ("facility", "product", "variant")],
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("sold_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("taken_from_stock", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        *[sa.CheckConstraint(text, name=op.f(f"ck_stand_sale_{name}")) for name, text in CHECKS.items()],
        *[sa.ForeignKeyConstraint(a, b, name=op.f(f"fk_stand_sale_{name}")) for name, (a, b) in PAIRS.items()],
        sa.ForeignKeyConstraint(
            ["stand_id"], ["stand.id"], name=op.f("fk_stand_sale_stand_id_stand"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_stand_sale_scheme_id_scheme")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_stand_sale_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_sale")),
        sa.UniqueConstraint("booth_id", "key", name=op.f("uq_stand_sale_booth_id_key")),
    )
    for column in ("fair_id", "scheme_id", "facility_id", "variant_id"):
        op.create_index(op.f(f"ix_stand_sale_{column}"), "stand_sale", [column])
    with op.batch_alter_table("enquiry") as table:
        table.add_column(sa.Column("note_key", sa.String(), nullable=True))
        table.create_unique_constraint(op.f("uq_enquiry_booth_id_note_key"), ["booth_id", "note_key"])


def downgrade():
    with op.batch_alter_table("enquiry") as table:
        table.drop_constraint(op.f("uq_enquiry_booth_id_note_key"), type_="unique")
        table.drop_column("note_key")
    op.drop_table("stand_sale")
