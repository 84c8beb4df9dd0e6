"""accounts with carriers, what is handed to them, and what they tell

Revision ID: 0098
Revises: 0097
"""

import sqlalchemy as sa
from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None

STEPS = (
    "'made', 'picked', 'moving', 'delivering', 'missed', 'delivered', 'returning', 'returned', 'lost', 'cancelled',"
    " 'other'"
)
SHIPMENT = {
    "known_state": "state IN ('queued', 'made', 'failed', 'cancelled')",
    "known_step": f"step IS NULL OR (step IN ({STEPS}))",
    "made_has_a_code": "state <> 'made' OR code IS NOT NULL",
    "failed_for_a_reason": "state <> 'failed' OR error <> ''",
    "cod_not_negative": "cod >= 0",
    "paid_on_a_day": "(cod_paid IS NULL) = (cod_paid_on IS NULL)",
    "paid_what_was_collected": "cod_paid IS NULL OR cod > 0",
    "step_of_a_moment": "(step IS NULL) = (step_at IS NULL)",
}


def upgrade():
    op.create_table(
        "carrier_account",
        *_numbers("id", "facility_id"),
        *_texts("carrier", "keys", "salt"),
        _moment("connected_at"),
        sa.CheckConstraint("carrier IN ('ghn', 'ghtk', 'viettelpost')", name=op.f("ck_carrier_account_known_carrier")),
        _refers("carrier_account", "facility_id", "facility"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_account")),
        sa.UniqueConstraint("facility_id", "carrier", name=op.f("uq_carrier_account_facility_id_carrier")),
    )
    _shipments()
    op.create_table(
        "carrier_notice",
        *_numbers("id", "shipment_id"),
        *_texts("key", "status", "step", "words"),
        _moment("at"),
        _moment("heard_at"),
        sa.CheckConstraint(f"step IN ({STEPS})", name=op.f("ck_carrier_notice_known_step")),
        _refers("carrier_notice", "shipment_id", "shipment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_notice")),
        sa.UniqueConstraint("shipment_id", "key", name=op.f("uq_carrier_notice_shipment_id_key")),
    )


def downgrade():
    for table in ("carrier_notice", "shipment", "carrier_account"):
        op.drop_table(table)


def _shipments():
    live = sa.text("state IN ('queued', 'made')")
    op.create_table(
        "shipment",
        *_numbers("id", "parcel_id", "account_id", "tries"),
        *_texts("our_code", "state", "error"),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("cod", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cod_paid", sa.BigInteger(), nullable=True),
        sa.Column("cod_paid_on", sa.Date(), nullable=True),
        _moment("asked_at"),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_shipment_{name}")) for name, rule in SHIPMENT.items()),
        _refers("shipment", "parcel_id", "parcel"),
        _refers("shipment", "account_id", "carrier_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("our_code", name=op.f("uq_shipment_our_code")),
        sa.UniqueConstraint("account_id", "code", name=op.f("uq_shipment_account_id_code")),
    )
    op.create_index(op.f("ix_shipment_parcel_id"), "shipment", ["parcel_id"])
    op.create_index(op.f("ix_shipment_account_id"), "shipment", ["account_id"])
    op.create_index(
        "uq_shipment_live", "shipment", ["parcel_id"], unique=True, sqlite_where=live, postgresql_where=live
    )


def _numbers(*names):
    return (sa.Column(name, sa.Integer(), nullable=False) for name in names)


def _texts(*names):
    return (sa.Column(name, sa.String(), nullable=False) for name in names)


def _moment(name):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _refers(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
