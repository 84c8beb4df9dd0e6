"""goods at several places: places, what lies there, what was carried, what a parcel draws on

Revision ID: 0131
Revises: 0139
"""

import sqlalchemy as sa
from alembic import op

revision = "0131"
down_revision = "0139"
branch_labels = None
depends_on = None

CHECKS = {
    "stock_place": {"says_what": "name <> ''"},
    "place_stock": {
        "on_hand_not_negative": "on_hand >= 0",
        "held_within_on_hand": "held >= 0 AND held <= on_hand",
    },
    "place_move": {
        "units_positive": "units > 0",
        "goes_somewhere": "coalesce(from_id, 0) <> coalesce(to_id, 0)",
    },
    "parcel_draw": {"units_positive": "units > 0"},
}
INDEXES = {
    "stock_place": ("venue_id",),
    "place_stock": ("place_id",),
    "place_move": ("variant_id", "from_id", "to_id"),
    "parcel_draw": ("parcel_id", "place_id", "variant_id"),
}


def upgrade():
    _make(
        "stock_place",
        {"facility_id": "facility", "venue_id": "venue"},
        _number("facility_id"),
        _number("venue_id", nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("facility_id", "name", name=op.f("uq_stock_place_facility_id_name")),
    )
    _make(
        "place_stock",
        {"place_id": "stock_place", "variant_id": "variant"},
        *(_number(name) for name in ("place_id", "variant_id", "on_hand", "held")),
        sa.UniqueConstraint("variant_id", "place_id", name=op.f("uq_place_stock_variant_id_place_id")),
    )
    _make(
        "place_move",
        {"variant_id": "variant", "from_id": "stock_place", "to_id": "stock_place"},
        _number("variant_id"),
        *(_number(name, nullable=True) for name in ("from_id", "to_id")),
        _number("units"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _number("actor_id", nullable=True),
    )
    _make(
        "parcel_draw",
        {"parcel_id": "parcel", "place_id": "stock_place", "variant_id": "variant"},
        *(_number(name) for name in ("parcel_id", "place_id", "variant_id", "units")),
    )


def downgrade():
    for table in ("parcel_draw", "place_move", "place_stock", "stock_place"):
        op.drop_table(table)


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
    for column in INDEXES[table]:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _number(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)
