"""a maker who cannot supply all proposes, and the buyer answers

Revision ID: 0075
Revises: 0074
"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

CHECKS = {
    "known_state": "state IN ('open', 'agreed', 'refused', 'withdrawn', 'lapsed')",
    "some_or_none": "quantity > 0 OR (quantity = 0 AND variant_id IS NULL)",
    "substitute_has_price": "(variant_id IS NULL) = (unit_price IS NULL)",
    "price_positive": "unit_price IS NULL OR unit_price > 0",
    "lasts": "until > made_at",
    "answered_when": "(state = 'open') = (answered_at IS NULL)",
}
TABLE = "parcel_proposal"


def upgrade():
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("parcel_id", "line_id", "quantity")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("variant_id", "actor_id")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "note", "state")),
        sa.Column("unit_price", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("made_at", "until")),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}")) for name, rule in CHECKS.items()),
        *(
            _key(column, table)
            for column, table in (("parcel_id", "parcel"), ("line_id", "order_line"), ("variant_id", "variant"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for column in ("parcel_id", "line_id", "variant_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_parcel_proposal_open", TABLE, ["line_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )


def downgrade():
    op.drop_table(TABLE)


def _key(column, table):
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}_{table}"))
