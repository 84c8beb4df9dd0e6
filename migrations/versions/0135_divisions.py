"""orders that a village shares between its makers

Revision ID: 0135
Revises: 0137
"""

import sqlalchemy as sa
from alembic import op

revision = "0135"
down_revision = "0137"
branch_labels = None
depends_on = None

CHECKS = {
    "division": {
        "known_state": "state IN ('gathering', 'offered', 'accepted', 'declined', 'withdrawn')",
        "quantity_positive": "quantity > 0",
        "rest_within_quantity": "rest BETWEEN 0 AND quantity",
        "price_positive": "unit_price > 0",
        "says_what": "name <> '' AND unit <> ''",
        "offered_until": "state NOT IN ('offered', 'accepted') OR valid_until IS NOT NULL",
        "ended_once": "(state IN ('gathering', 'offered')) = (ended_at IS NULL)",
        "ordered_when_accepted": "order_id IS NULL OR state = 'accepted'",
    },
    "share": {
        "known_state": "state IN ('asked', 'taken', 'declined', 'lapsed')",
        "quantity_positive": "quantity > 0",
        "price_positive": "unit_price > 0",
        "fee_not_negative": "delivery_fee >= 0",
        "answered_once": "(state = 'asked') = (answered_at IS NULL)",
        "sent_by_who_took_it": "parcel_id IS NULL OR state = 'taken'",
    },
}
LIVE = "state IN ('gathering', 'offered')"
STANDS = "instead_of_id IS NOT NULL AND state IN ('gathering', 'offered', 'accepted')"


def upgrade():
    _make(
        "division",
        {"enquiry_id": "enquiry", "village_id": "craft_village", "order_id": "purchase", "instead_of_id": "parcel"},
        *_columns(sa.String, "state", "name", "unit", "words", "reason"),
        *_columns(sa.Integer, "enquiry_id", "village_id", "quantity", "rest"),
        *_columns(sa.BigInteger, "unit_price", "delivery_fee"),
        *_columns(sa.Integer, "instead_of_id", "order_id", "made_by", nullable=True),
        *_columns(sa.Date, "ready_on"),
        *_columns(sa.Date, "valid_until", nullable=True),
        *_moments("answer_before", "made_at"),
        *_moments("ended_at", nullable=True),
    )
    _make(
        "share",
        {"division_id": "division", "facility_id": "facility", "variant_id": "variant", "parcel_id": "parcel"},
        *_columns(sa.String, "state"),
        *_columns(sa.Integer, "division_id", "facility_id", "quantity"),
        *_columns(sa.BigInteger, "unit_price", "delivery_fee"),
        *_columns(sa.Integer, "variant_id", "parcel_id", nullable=True),
        *_columns(sa.Date, "ready_on"),
        *_moments("asked_at"),
        *_moments("answered_at", nullable=True),
        sa.UniqueConstraint("division_id", "facility_id", name=op.f("uq_share_division_id_facility_id")),
        sa.UniqueConstraint("parcel_id", name=op.f("uq_share_parcel_id")),
    )
    for table, columns in {"division": ("enquiry_id", "village_id", "order_id"), "share": ("facility_id", "variant_id")}.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for name, columns, where in (
        ("uq_division_live", ["enquiry_id"], sa.text(LIVE)),
        ("uq_division_instead", ["instead_of_id"], sa.text(STANDS)),
    ):
        op.create_index(name, "division", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade():
    op.drop_table("share")
    op.drop_table("division")


def _make(table, keys, *columns):
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in CHECKS[table].items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"))
            for column, of in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _columns(kind, *names, nullable=False):
    return [sa.Column(name, kind(), nullable=nullable) for name in names]


def _moments(*names, nullable=False):
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]
