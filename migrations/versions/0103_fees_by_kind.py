"""fees by kind: what is asked, and what a parcel was sold with

Revision ID: 0103
Revises: 0127
"""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0127"
branch_labels = None
depends_on = None

KIND = "kind IN ('packing', 'transport', 'admin', 'fundraising')"
BASIS = "basis IN ('parcel', 'line', 'percent')"
RULE = {
    "known_kind": KIND,
    "known_basis": BASIS,
    "rate_in_range": "rate > 0 AND (basis <> 'percent' OR rate <= 5000)",
    "market_says_its_source": "facility_id IS NOT NULL OR source <> ''",
}
FROZEN = {"known_kind": KIND, "known_basis": BASIS, "amount_not_negative": "amount >= 0"}
SUM = "fees_not_negative"


def upgrade():
    op.create_table(
        "fee_rule",
        *number("id"),
        *number("facility_id", nullable=True),
        *text("kind", "title", "basis", "source"),
        *number("rate", kind=sa.BigInteger),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        refers("fee_rule", "facility_id", "facility"),
        *held("fee_rule", RULE),
    )
    op.create_index(op.f("ix_fee_rule_facility_id"), "fee_rule", ["facility_id"])
    op.create_table(
        "parcel_fee",
        *number("id", "parcel_id", "rule_id"),
        sa.Column("is_market", sa.Boolean(), nullable=False),
        *text("kind", "title", "basis"),
        *number("rate", "amount", kind=sa.BigInteger),
        refers("parcel_fee", "parcel_id", "parcel"),
        refers("parcel_fee", "rule_id", "fee_rule"),
        *held("parcel_fee", FROZEN),
    )
    for name in ("parcel_id", "rule_id"):
        op.create_index(op.f(f"ix_parcel_fee_{name}"), "parcel_fee", [name])
    with op.batch_alter_table("parcel") as batch:
        batch.add_column(sa.Column("fee_total", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("parcel") as batch:
        batch.alter_column("fee_total", server_default=None)
        batch.create_check_constraint(op.f(f"ck_parcel_{SUM}"), "fee_total >= 0")


def downgrade():
    """What was asked beside goods and delivery is told as delivery, so that totals stay; what is fetched had none."""
    op.execute("UPDATE parcel SET shipping_fee = shipping_fee + fee_total WHERE way = 'send'")
    with op.batch_alter_table("parcel") as batch:
        batch.drop_constraint(op.f(f"ck_parcel_{SUM}"), type_="check")
        batch.drop_column("fee_total")
    op.drop_table("parcel_fee")
    op.drop_table("fee_rule")


def text(*names):
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def number(*names, nullable=False, kind=sa.Integer):
    return [sa.Column(name, kind(), nullable=nullable) for name in names]


def refers(table, column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def held(table, checks):
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    yield from (sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks.items())
