"""vouchers and promotion rules, and what they took off parcels and lines

Revision ID: 0079
Revises: 0085
"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0085"
branch_labels = None
depends_on = None

PARCEL = "discount BETWEEN 0 AND goods_total + shipping_fee"
LINE = "discount = 0 OR (price_per_kg IS NULL AND discount BETWEEN 0 AND unit_price * quantity)"
_ONE = " + ".join(f"CASE WHEN {one} IS NULL THEN 0 ELSE 1 END" for one in ("facility_id", "fair_id", "scheme_id"))
VOUCHER = {
    "one_pays": f"{_ONE} = 1",
    "known_effect": "effect IN ('amount', 'percent', 'delivery', 'second')",
    "amount_where_asked": "(effect = 'amount') = (amount IS NOT NULL)",
    "percent_where_asked": "(effect IN ('percent', 'second')) = (percent IS NOT NULL)",
    "amount_positive": "amount > 0",
    "percent_in_range": "percent BETWEEN 1 AND 100",
    "ceiling_positive": "ceiling > 0",
    "least_not_negative": "least >= 0 AND stands_least >= 0",
    "ends_after_it_begins": "from_at < until_at",
    "used_within_most": "used >= 0 AND (uses_most IS NULL OR used <= uses_most)",
    "spent_within_budget": "spent >= 0 AND (budget IS NULL OR spent <= budget)",
    "scheme_has_budget": "scheme_id IS NULL OR (funding_id IS NOT NULL AND budget IS NOT NULL)",
    "per_phone_positive": "per_phone > 0",
}
DISCOUNT = {
    "amount_positive": "amount > 0",
    "delivery_is_part_of_it": "off_delivery BETWEEN 0 AND amount",
    "known_payer": "payer IN ('maker', 'fair', 'scheme')",
    "fair_pays": "(payer = 'fair') = (fair_id IS NOT NULL)",
    "scheme_pays": "(payer = 'scheme') = (scheme_id IS NOT NULL)",
}


def upgrade():
    _vouchers()
    _phones()
    _discounts()
    for table, name, rule in (("parcel", "within_total", PARCEL), ("order_line", "within_price", LINE)):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("discount", sa.BigInteger(), nullable=False, server_default="0"))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("discount", server_default=None)
            batch.create_check_constraint(op.f(f"ck_{table}_discount_{name}"), rule)
    with op.batch_alter_table("cart") as batch:
        batch.add_column(sa.Column("voucher", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("cart") as batch:
        batch.alter_column("voucher", server_default=None)
    with op.batch_alter_table("payment") as batch:
        batch.drop_constraint(op.f("ck_payment_amount_positive"), type_="check")
        batch.create_check_constraint(op.f("ck_payment_amount_not_negative"), "amount >= 0")
        batch.create_check_constraint(op.f("ck_payment_nothing_is_not_awaited"), "amount > 0 OR state <> 'awaiting'")


def downgrade():
    op.execute("UPDATE payment SET amount = 1 WHERE amount = 0")
    with op.batch_alter_table("payment") as batch:
        batch.drop_constraint(op.f("ck_payment_nothing_is_not_awaited"), type_="check")
        batch.drop_constraint(op.f("ck_payment_amount_not_negative"), type_="check")
        batch.create_check_constraint(op.f("ck_payment_amount_positive"), "amount > 0")
    with op.batch_alter_table("cart") as batch:
        batch.drop_column("voucher")
    for table, name in (("order_line", "within_price"), ("parcel", "within_total")):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_discount_{name}"), type_="check")
            batch.drop_column("discount")
    for table in ("parcel_discount", "voucher_phone", "voucher"):
        op.drop_table(table)


def _vouchers():
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("title", "effect")),
        *_points_to("voucher", facility_id="facility", fair_id="fair", scheme_id="scheme", funding_id="funding"),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("amount", "ceiling", "budget")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("least", "spent")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("percent", "uses_most", "per_phone", "made_by")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("stands_least", "used")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("from_at", "until_at", "made_at")),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_voucher_{name}")) for name, rule in VOUCHER.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code", name=op.f("uq_voucher_code")),
    )
    for column in ("facility_id", "fair_id", "scheme_id", "funding_id", "until_at"):
        op.create_index(op.f(f"ix_voucher_{column}"), "voucher", [column])


def _phones():
    op.create_table(
        "voucher_phone",
        sa.Column("id", sa.Integer(), nullable=False),
        *_points_to("voucher_phone", nullable=False, voucher_id="voucher"),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_voucher_phone_used_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_phone")),
        sa.UniqueConstraint("voucher_id", "phone", name=op.f("uq_voucher_phone_voucher_id_phone")),
    )


def _discounts():
    op.create_table(
        "parcel_discount",
        sa.Column("id", sa.Integer(), nullable=False),
        *_points_to("parcel_discount", nullable=False, parcel_id="parcel", voucher_id="voucher"),
        *_points_to("parcel_discount", fair_id="fair", scheme_id="scheme"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("title", "code", "payer")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("amount", "off_delivery")),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_parcel_discount_{name}")) for name, rule in DISCOUNT.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_discount")),
        sa.UniqueConstraint("parcel_id", "voucher_id", name=op.f("uq_parcel_discount_parcel_id_voucher_id")),
    )
    for column in ("voucher_id", "fair_id", "scheme_id"):
        op.create_index(op.f(f"ix_parcel_discount_{column}"), "parcel_discount", [column])


def _points_to(table, *, nullable=True, **targets):
    for column, target in targets.items():
        name = op.f(f"fk_{table}_{column}_{target}")
        yield sa.Column(column, sa.Integer(), sa.ForeignKey(f"{target}.id", name=name), nullable=nullable)
