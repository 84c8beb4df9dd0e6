"""makers have ways of sending of their own; what carriers asked for is remembered for a while

Revision ID: 0107
Revises: 0120
"""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0120"
branch_labels = None
depends_on = None


def _whole(name, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _money(name, nullable=True):
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def upgrade():
    op.create_table(
        "sending_way",
        _whole("id"),
        _whole("facility_id"),
        sa.Column("name", sa.String(), nullable=False),
        _money("free_from"),
        _whole("cut_off_hour"),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_sending_way_says_what")),
        sa.CheckConstraint("free_from IS NULL OR free_from > 0", name=op.f("ck_sending_way_free_from_a_sum")),
        sa.CheckConstraint("cut_off_hour BETWEEN 1 AND 23", name=op.f("ck_sending_way_hour_of_a_day")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_sending_way_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending_way")),
    )
    op.create_index(op.f("ix_sending_way_facility_id"), "sending_way", ["facility_id"])
    _create_rates()
    _create_prices()
    with op.batch_alter_table("parcel") as batch:
        batch.add_column(sa.Column("sent_by", sa.String(), nullable=False, server_default=""))
        batch.add_column(_whole("sending_way_id", nullable=True))
    with op.batch_alter_table("parcel") as batch:
        batch.alter_column("sent_by", server_default=None)
        batch.create_foreign_key(op.f("fk_parcel_sending_way_id_sending_way"), "sending_way", ["sending_way_id"], ["id"])
        batch.create_index(op.f("ix_parcel_sending_way_id"), ["sending_way_id"])
        batch.create_check_constraint(
            op.f("ck_parcel_sent_by_where_sent"), "way = 'send' OR (sent_by = '' AND sending_way_id IS NULL)"
        )


def _create_rates():
    op.create_table(
        "sending_rate",
        _whole("id"),
        _whole("way_id"),
        sa.Column("zone", sa.String(), nullable=False),
        _whole("up_to_g"),
        _money("fee", nullable=False),
        *(_money(name) for name in ("fee_per_extra_kg", "fragile_fee", "chilled_fee")),
        _whole("days"),
        sa.CheckConstraint(
            "zone IN ('noi_thanh', 'noi_tinh', 'gan', 'xa')", name=op.f("ck_sending_rate_known_zone")
        ),
        sa.CheckConstraint("up_to_g > 0", name=op.f("ck_sending_rate_some_weight")),
        sa.CheckConstraint(
            "fee >= 0 AND (fee_per_extra_kg IS NULL OR fee_per_extra_kg >= 0)",
            name=op.f("ck_sending_rate_fee_not_negative"),
        ),
        sa.CheckConstraint(
            "fragile_fee >= 0 AND chilled_fee >= 0", name=op.f("ck_sending_rate_handling_not_negative")
        ),
        sa.CheckConstraint("days BETWEEN 0 AND 30", name=op.f("ck_sending_rate_days_in_range")),
        sa.ForeignKeyConstraint(["way_id"], ["sending_way.id"], name=op.f("fk_sending_rate_way_id_sending_way")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending_rate")),
        sa.UniqueConstraint("way_id", "zone", "up_to_g", name=op.f("uq_sending_rate_way_id_zone_up_to_g")),
    )


def _create_prices():
    op.create_table(
        "carrier_price",
        _whole("id"),
        _whole("account_id"),
        sa.Column("commune_code", sa.String(), nullable=False),
        _whole("weight_g"),
        _money("value", nullable=False),
        _money("fee"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fee >= 0", name=op.f("ck_carrier_price_fee_not_negative")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["carrier_account.id"], name=op.f("fk_carrier_price_account_id_carrier_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_price")),
        sa.UniqueConstraint(
            "account_id", "commune_code", "weight_g", "value",
            name=op.f("uq_carrier_price_account_id_commune_code_weight_g_value"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_carrier_price_asked_at"), "carrier_price", ["asked_at"])


def downgrade():
    with op.batch_alter_table("parcel") as batch:
        batch.drop_constraint(op.f("ck_parcel_sent_by_where_sent"), type_="check")
        batch.drop_constraint(op.f("fk_parcel_sending_way_id_sending_way"), type_="foreignkey")
        batch.drop_index(op.f("ix_parcel_sending_way_id"))
        batch.drop_column("sent_by")
        batch.drop_column("sending_way_id")
    for name in ("carrier_price", "sending_rate", "sending_way"):
        op.drop_table(name)
