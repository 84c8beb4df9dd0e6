"""deposits on what is made to order

Revision ID: 0102
Revises: 0119
"""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0119"
branch_labels = None
depends_on = None

CHANGED = {
    "refunded_within_amount": ("refunded BETWEEN 0 AND amount", "refunded BETWEEN 0 AND amount + rest"),
    "collected_on_delivery": (
        "collected IS NULL OR (collected > 0 AND method = 'cod')",
        "collected IS NULL OR (collected > 0 AND (method = 'cod' OR rest_at IS NOT NULL))",
    ),
}
NEW = {
    "rest_of_a_deposit": "rest >= 0 AND (rest = 0 OR method <> 'cod')",
    "deposit_before_the_rest": "rest_at IS NULL OR state <> 'awaiting'",
    "kept_as_was_said": "keeps >= 0 AND kept BETWEEN 0 AND keeps",
}
RULE = {"percent_in_range": "percent BETWEEN 0 AND 100", "kept_in_range": "kept BETWEEN 0 AND 100"}
SUMS = ("rest", "keeps", "kept")
WHOLE = sa.text("variant_id IS NULL")


def upgrade():
    op.create_table(
        "deposit_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_deposit_rule_product_id_product")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_deposit_rule_variant_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_rule")),
        sa.UniqueConstraint("product_id", "variant_id", name=op.f("uq_deposit_rule_product_id_variant_id")),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_deposit_rule_{name}")) for name, rule in RULE.items()),
    )
    op.create_index(op.f("ix_deposit_rule_variant_id"), "deposit_rule", ["variant_id"])
    op.create_index(
        "uq_deposit_rule_product",
        "deposit_rule",
        ["product_id"],
        unique=True,
        sqlite_where=WHOLE,
        postgresql_where=WHOLE,
    )
    with op.batch_alter_table("payment") as batch:
        for name in SUMS:
            batch.add_column(sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("rest_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("payment") as batch:
        for name in SUMS:
            batch.alter_column(name, server_default=None)
        for name, rules in CHANGED.items():
            batch.drop_constraint(op.f(f"ck_payment_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_payment_{name}"), rules[1])
        for name, rule in NEW.items():
            batch.create_check_constraint(op.f(f"ck_payment_{name}"), rule)


def downgrade():
    """A payment becomes what it would be without a deposit: all of it, however it came."""
    op.execute("UPDATE payment SET amount = amount + rest, collected = CASE WHEN method = 'cod' THEN collected END")
    with op.batch_alter_table("payment") as batch:
        for name in NEW:
            batch.drop_constraint(op.f(f"ck_payment_{name}"), type_="check")
        for name, rules in CHANGED.items():
            batch.drop_constraint(op.f(f"ck_payment_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_payment_{name}"), rules[0])
    with op.batch_alter_table("payment") as batch:
        for name in ("rest_at", *SUMS):
            batch.drop_column(name)
    op.drop_table("deposit_rule")
