"""an exchange is a parcel of its own, claims have pictures, and what was paid by card goes back to it

Revision ID: 0097
Revises: 0088
"""

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0088"
branch_labels = None
depends_on = None

KINDS = ("regular", "sale", "tier", "fair", "quote")
CLAIM = {
    "exchange_of_an_exchange": "exchange_id IS NULL OR remedy = 'exchange'",
    "by_card_is_a_refund": "NOT by_card OR remedy = 'refund'",
}
PARCEL = {
    "known_origin": "origin IN ('', 'exchange')",
    "first_part_was_ordered": "(part = 1) = (origin = '')",
    "exchange_costs_nothing": "origin <> 'exchange' OR (goods_total = 0 AND shipping_fee = 0)",
}


def upgrade():
    _parcels()
    _prices((*KINDS, "exchange"), "unit_price > 0 OR (price_kind = 'exchange' AND unit_price = 0)")
    _claims()
    _pictures()
    _refunds()


def downgrade():
    with op.batch_alter_table("card_refund") as batch:
        batch.drop_constraint(op.f("fk_card_refund_claim_id_parcel_claim"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_card_refund_claim_of_a_parcel"), type_="check")
        batch.drop_constraint(op.f("uq_card_refund_claim_id"), type_="unique")
        batch.drop_index("uq_card_refund_parcel")
        batch.drop_column("claim_id")
        batch.create_unique_constraint(op.f("uq_card_refund_parcel_id"), ["parcel_id"])
    op.drop_table("claim_picture")
    with op.batch_alter_table("parcel_claim") as batch:
        for name in CLAIM:
            batch.drop_constraint(op.f(f"ck_parcel_claim_{name}"), type_="check")
        batch.drop_constraint(op.f("uq_parcel_claim_exchange_id"), type_="unique")
        batch.drop_constraint(op.f("fk_parcel_claim_exchange_id_parcel"), type_="foreignkey")
        batch.drop_column("exchange_id")
        batch.drop_column("by_card")
    _prices(KINDS, "unit_price > 0")
    with op.batch_alter_table("parcel") as batch:
        for name in PARCEL:
            batch.drop_constraint(op.f(f"ck_parcel_{name}"), type_="check")
        batch.drop_constraint(op.f("uq_parcel_order_id_facility_id_part"), type_="unique")
        batch.create_unique_constraint(op.f("uq_parcel_order_id_facility_id"), ["order_id", "facility_id"])
        batch.drop_column("origin")
        batch.drop_column("part")


def _parcels():
    with op.batch_alter_table("parcel") as batch:
        batch.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("origin", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("parcel") as batch:
        batch.alter_column("part", server_default=None)
        batch.alter_column("origin", server_default=None)
        batch.drop_constraint(op.f("uq_parcel_order_id_facility_id"), type_="unique")
        batch.create_unique_constraint(op.f("uq_parcel_order_id_facility_id_part"), ["order_id", "facility_id", "part"])
        for name, rule in PARCEL.items():
            batch.create_check_constraint(op.f(f"ck_parcel_{name}"), rule)


def _prices(kinds, positive):
    known = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("order_line") as batch:
        batch.drop_constraint(op.f("ck_order_line_known_price_kind"), type_="check")
        batch.drop_constraint(op.f("ck_order_line_price_positive"), type_="check")
        batch.create_check_constraint(op.f("ck_order_line_known_price_kind"), f"price_kind IN ({known})")
        batch.create_check_constraint(op.f("ck_order_line_price_positive"), positive)


def _claims():
    with op.batch_alter_table("parcel_claim") as batch:
        batch.add_column(sa.Column("exchange_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("by_card", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("parcel_claim") as batch:
        batch.alter_column("by_card", server_default=None)
        batch.create_foreign_key(op.f("fk_parcel_claim_exchange_id_parcel"), "parcel", ["exchange_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_parcel_claim_exchange_id"), ["exchange_id"])
        for name, rule in CLAIM.items():
            batch.create_check_constraint(op.f(f"ck_parcel_claim_{name}"), rule)


def _pictures():
    op.create_table(
        "claim_picture",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "claim_id", "width", "height")),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_claim_picture_has_size")),
        sa.ForeignKeyConstraint(["claim_id"], ["parcel_claim.id"], name=op.f("fk_claim_picture_claim_id_parcel_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_picture")),
        sa.UniqueConstraint("claim_id", "source", name=op.f("uq_claim_picture_claim_id_source")),
    )


def _refunds():
    whole = sa.text("claim_id IS NULL")
    with op.batch_alter_table("card_refund") as batch:
        batch.add_column(sa.Column("claim_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("card_refund") as batch:
        batch.create_foreign_key(op.f("fk_card_refund_claim_id_parcel_claim"), "parcel_claim", ["claim_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_card_refund_claim_id"), ["claim_id"])
        batch.create_check_constraint(
            op.f("ck_card_refund_claim_of_a_parcel"), "claim_id IS NULL OR parcel_id IS NOT NULL"
        )
        batch.drop_constraint(op.f("uq_card_refund_parcel_id"), type_="unique")
    op.create_index(
        "uq_card_refund_parcel", "card_refund", ["parcel_id"], unique=True, sqlite_where=whole, postgresql_where=whole
    )
