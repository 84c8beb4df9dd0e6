"""standing orders: what is offered for them, what is wanted, what it was seen to cost, and each date

Revision ID: 0136
Revises: 0140
"""

import sqlalchemy as sa
from alembic import op

revision = "0136"
down_revision = "0140"
branch_labels = None
depends_on = None

CHECKS = {
    "standing_offer": {
        "least_in_range": "least BETWEEN 1 AND 999",
        "some_day": "length(weekdays) BETWEEN 1 AND 7",
    },
    "standing_order": {
        "known_rhythm": "every IN ('week', 'fortnight', 'month')",
        "known_payment": "payment IN ('cod', 'vietqr')",
        "ends_after_it_starts": "ends_on IS NULL OR ends_on >= starts_on",
        "ended_without_a_next": "(next_on IS NULL) = (ended_at IS NOT NULL)",
        "next_before_its_end": "next_on IS NULL OR ends_on IS NULL OR next_on <= ends_on",
    },
    "standing_line": {
        "quantity_in_range": "quantity BETWEEN 1 AND 999",
        "next_in_range": "next_quantity BETWEEN 0 AND 999",
    },
    "standing_price": {"total_positive": "total > 0"},
    "standing_date": {
        "known_state": "state IN ('placed', 'skipped', 'asks', 'missed')",
        "ordered_when_placed": "order_id IS NULL OR state = 'placed'",
        "asks_for_a_reason": "(state = 'asks') = (why <> '')",
    },
}


def upgrade():
    _make("standing_offer", {"product_id": "product"}, *_of(sa.Integer, "product_id", "least"), *_of(sa.String, "weekdays"),
          unique=[["product_id"]])
    words = ("token", "buyer_name", "buyer_phone", "buyer_email", "province_code", "commune_code", "street", "payment")
    _make(
        "standing_order",
        {"user_id": "person"},
        *_of(sa.String, *words, "note", "language", "every"),
        *_of(sa.Integer, "user_id", nullable=True),
        *_of(sa.Date, "starts_on"),
        *_of(sa.Date, "ends_on", "next_on", "reminded_on", nullable=True),
        *_moments("made_at"),
        *_moments("paused_at", "ended_at", nullable=True),
        unique=[["token"]],
    )
    of = {"standing_id": "standing_order"}
    _make(
        "standing_line",
        of | {"variant_id": "variant"},
        *_of(sa.Integer, "standing_id", "variant_id", "quantity"),
        *_of(sa.Integer, "next_quantity", nullable=True),
        unique=[["standing_id", "variant_id"]],
    )
    _make(
        "standing_price",
        of,
        *_of(sa.Integer, "standing_id"),
        *_of(sa.String, "goods", "deposit"),
        *_of(sa.BigInteger, "total"),
        *_moments("seen_at"),
        unique=[["standing_id", "goods"]],
    )
    _make(
        "standing_date",
        of | {"order_id": "purchase"},
        *_of(sa.Integer, "standing_id"),
        *_of(sa.Date, "due_on"),
        *_of(sa.String, "state", "why", "goods"),
        *_of(sa.Integer, "order_id", nullable=True),
        *_moments("at"),
        unique=[["standing_id", "due_on"], ["order_id"]],
    )
    op.create_index(op.f("ix_standing_order_user_id"), "standing_order", ["user_id"])
    op.create_index("ix_standing_order_next", "standing_order", ["next_on"])
    op.create_index(op.f("ix_standing_line_variant_id"), "standing_line", ["variant_id"])


def downgrade():
    for table in ("standing_date", "standing_price", "standing_line", "standing_order", "standing_offer"):
        op.drop_table(table)


def _make(table, keys, *columns, unique):
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in CHECKS[table].items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
            for column, to in keys.items()
        ),
        *(sa.UniqueConstraint(*of, name=op.f(f"uq_{table}_{'_'.join(of)}")) for of in unique),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _of(kind, *names, nullable=False):
    return [sa.Column(name, kind(), nullable=nullable) for name in names]


def _moments(*names, nullable=False):
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]
