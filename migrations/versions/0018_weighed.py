"""what is sold by weight, and what each line really weighed

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TERMS = ("price_per_kg", "piece_g", "under_percent", "over_percent", "least_g", "most_g")
SMALL = ("under_percent", "over_percent")
CHECKS = {
    "whole_weight": " AND ".join(f"(price_per_kg IS NULL) = ({name} IS NULL)" for name in TERMS[1:]),
    "price_per_kg_in_range": "price_per_kg IS NULL OR price_per_kg BETWEEN 1 AND 10000000000",
    "piece_in_range": "piece_g IS NULL OR piece_g BETWEEN 1 AND 100000",
    "tolerance_in_range": "under_percent IS NULL OR (under_percent BETWEEN 0 AND 50 AND over_percent BETWEEN 0 AND 50)",
    "tolerance_within_limits": "piece_g IS NULL OR (least_g > 0 AND least_g * 100 <= piece_g * (100 - under_percent)"
    " AND most_g * 100 >= piece_g * (100 + over_percent))",
}
OF_VARIANT = {
    "price_is_the_estimate": "price_per_kg IS NULL OR (price IS NOT NULL AND price = (price_per_kg * piece_g + 500) / 1000)",
}
OF_LINE = {
    "asked_before_weighed": "asked_g IS NULL OR (price_per_kg IS NOT NULL AND weighed_g IS NULL AND dropped_at IS NULL"
    " AND asked_g > 0)",
    "weight_possible": "weighed_g IS NULL OR (price_per_kg IS NOT NULL AND dropped_at IS NULL"
    " AND weighed_g BETWEEN least_g * quantity AND most_g * quantity)",
    "weight_agreed": "weighed_g IS NULL OR weighed_g = COALESCE(agreed_g, 0) OR weighed_g * 100 BETWEEN"
    " piece_g * quantity * (100 - under_percent) AND piece_g * quantity * (100 + over_percent)",
    "weighings_not_negative": "weighings >= 0",
}
OF_PARCEL = {
    "weighed_before_packed": "unweighed = 0 OR state NOT IN ('packed', 'handed_over', 'delivered')",
    "unweighed_not_negative": "unweighed >= 0",
}


def upgrade():
    _add("variant", [_term(name) for name in TERMS], CHECKS | OF_VARIANT)
    grams = [sa.Column(name, sa.BigInteger(), nullable=True) for name in ("weighed_g", "asked_g", "agreed_g")]
    more = [
        sa.Column("weighings", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
    ]
    _add("order_line", [*(_term(name) for name in TERMS), *grams, *more], CHECKS | OF_LINE)
    _add("parcel", [sa.Column("unweighed", sa.Integer(), nullable=False, server_default="0")], OF_PARCEL)
    for table, column in (("order_line", "weighings"), ("parcel", "unweighed")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, server_default=None, existing_type=sa.Integer())


def downgrade():
    _drop("parcel", ["unweighed"], OF_PARCEL)
    _drop("order_line", [*TERMS, "weighed_g", "asked_g", "agreed_g", "weighings", "dropped_at"], CHECKS | OF_LINE)
    _drop("variant", TERMS, CHECKS | OF_VARIANT)


def _term(name):
    return sa.Column(name, sa.Integer() if name in SMALL else sa.BigInteger(), nullable=True)


def _add(table, columns, checks):
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.add_column(column)
        for name, rule in checks.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), rule)


def _drop(table, columns, checks):
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in checks:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")
        for name in columns:
            batch_op.drop_column(name)
