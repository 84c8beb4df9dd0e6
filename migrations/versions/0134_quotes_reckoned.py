"""quotes with deposit and fees by kind

Revision ID: 0134
Revises: 0104
"""

import sqlalchemy as sa
from alembic import op

revision = "0134"
down_revision = "0104"
branch_labels = None
depends_on = None

CHECKS = {
    "shares_in_range": "ahead_percent BETWEEN 0 AND 100 AND kept_percent BETWEEN 0 AND 100",
    "keeps_of_what_is_ahead": "keeps >= 0 AND keeps <= ahead",
}
FEE = {
    "known_kind": "kind IN ('packing', 'transport', 'admin', 'fundraising')",
    "known_basis": "basis IN ('parcel', 'line', 'percent')",
    "amount_positive": "amount > 0",
}
NEW = {"kept_percent": sa.Integer, "ahead": sa.BigInteger, "keeps": sa.BigInteger}


def upgrade():
    with op.batch_alter_table("quote") as batch:
        batch.add_column(sa.Column("ahead_percent", sa.Integer(), nullable=True))
        for name, kind in NEW.items():
            batch.add_column(sa.Column(name, kind(), nullable=False, server_default="0"))
    with op.batch_alter_table("quote") as batch:
        for name in NEW:
            batch.alter_column(name, server_default=None)
        for name, rule in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_quote_{name}"), rule)
    op.create_table(
        "quote_fee",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "quote_id", "rule_id")),
        sa.Column("is_market", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "title", "basis")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("rate", "amount")),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_quote_fee_{name}")) for name, rule in FEE.items()),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_fee_quote_id_quote")),
        sa.ForeignKeyConstraint(["rule_id"], ["fee_rule.id"], name=op.f("fk_quote_fee_rule_id_fee_rule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_fee")),
    )
    for name in ("quote_id", "rule_id"):
        op.create_index(op.f(f"ix_quote_fee_{name}"), "quote_fee", [name])


def downgrade():
    """What was asked in fees is told as delivery, so that totals stay."""
    asked = "SELECT SUM(amount) FROM quote_fee WHERE quote_fee.quote_id = quote.id"
    op.execute(f"UPDATE quote SET delivery_fee = delivery_fee + COALESCE(({asked}), 0)")
    op.drop_table("quote_fee")
    with op.batch_alter_table("quote") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_quote_{name}"), type_="check")
        for name in ("ahead_percent", *NEW):
            batch.drop_column(name)
