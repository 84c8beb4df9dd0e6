"""a maker answers a request with a quote that can be ordered

Revision ID: 0085
Revises: 0077
"""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0077"
branch_labels = None
depends_on = None

KNOWN = "ck_order_line_known_price_kind"
OPEN = sa.text("state = 'open'")
CHECKS = {
    "known_state": "state IN ('open', 'replaced', 'withdrawn', 'declined', 'accepted')",
    "ended_once": "(state = 'open') = (ended_at IS NULL)",
    "fee_not_negative": "delivery_fee >= 0",
    "ordered_when_accepted": "order_id IS NULL OR state = 'accepted'",
}
LINE_CHECKS = {"quantity_positive": "quantity > 0", "price_positive": "unit_price > 0", "says_what": "name <> ''"}


def upgrade():
    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("quote", "enquiry_id", "enquiry", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "province_code", "words", "reason")),
        sa.Column("delivery_fee", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("ready_on", "valid_until")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _to("quote", "order_id", "purchase"),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_quote_{name}")) for name, rule in CHECKS.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("enquiry_id", "number", name=op.f("uq_quote_enquiry_id_number")),
    )
    op.create_index("uq_quote_open", "quote", ["enquiry_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(op.f("ix_quote_order_id"), "quote", ["order_id"])
    op.create_table(
        "quote_line",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("quote_line", "quote_id", "quote", nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("position", "quantity")),
        _to("quote_line", "variant_id", "variant"),
        _to("quote_line", "product_id", "product"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "unit")),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_quote_line_{name}")) for name, rule in LINE_CHECKS.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_line")),
        sa.UniqueConstraint("quote_id", "position", name=op.f("uq_quote_line_quote_id_position")),
    )
    for column in ("variant_id", "product_id"):
        op.create_index(op.f(f"ix_quote_line_{column}"), "quote_line", [column])
    _price_kinds("'regular', 'sale', 'tier', 'fair', 'quote'")


def downgrade():
    op.execute("UPDATE order_line SET price_kind = 'regular' WHERE price_kind = 'quote'")
    _price_kinds("'regular', 'sale', 'tier', 'fair'")
    op.drop_table("quote_line")
    op.drop_table("quote")


def _price_kinds(known):
    with op.batch_alter_table("order_line") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"price_kind IN ({known})")


def _to(table, column, target, *, nullable=True):
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{target}.id", name=name), nullable=nullable)
