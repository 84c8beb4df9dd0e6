"""orders paid by card: one payment an order, what goes back, notices, and what is in doubt

Revision ID: 0077
Revises: 0075
"""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0075"
branch_labels = None
depends_on = None

PAYMENT = {
    "known_method": ("method IN ('cod', 'vietqr')", "method IN ('cod', 'vietqr', 'stripe')"),
    "known_state": (
        "state IN ('awaiting', 'paid', 'void')",
        "state IN ('awaiting', 'paid', 'void', 'refunding', 'refunded')",
    ),
}
CARD = {
    "known_state": "state IN ('awaiting', 'paid', 'void')",
    "paid_by_an_intent": "(state = 'paid') = (intent_id IS NOT NULL)",
    "gives_back_at_most_what_came": "refunding >= 0 AND refunding <= received",
    "attempt_not_negative": "attempt >= 0",
}
DOUBT = {
    "amount_not_negative": "amount >= 0",
    "settled_with_a_word": "(settled_at IS NULL) = (settlement = '')",
}
REFUND = {
    "known_state": "state IN ('queued', 'sent', 'done', 'failed')",
    "amount_positive": "amount > 0",
    "of_one_thing": "(parcel_id IS NULL) <> (doubt_id IS NULL)",
    "sent_has_a_name": "state NOT IN ('sent', 'done') OR refund_id IS NOT NULL",
}


def text(*names, nullable=False):
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def number(*names, nullable=False, kind=sa.Integer):
    return [sa.Column(name, kind(), nullable=nullable) for name in names]


def moment(*names, nullable=False):
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def refers(table, column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def held(table, checks, *unique):
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    yield from (sa.UniqueConstraint(name, name=op.f(f"uq_{table}_{name}")) for name in unique)
    yield from (sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks.items())


def upgrade():
    _checks(1)
    op.create_table(
        "card_payment",
        *number("id", "order_id", "attempt"),
        *number("amount", "received", "refunding", kind=sa.BigInteger),
        *number("fee", nullable=True),
        *text("state", "covers", "declined"),
        *text("page_id", "intent_id", nullable=True),
        *moment("pay_before"),
        *moment("page_until", "paid_at", nullable=True),
        refers("card_payment", "order_id", "purchase"),
        *held("card_payment", CARD, "order_id", "page_id", "intent_id"),
    )
    op.create_table(
        "card_doubt",
        *number("id"),
        *number("order_id", "settled_by", nullable=True),
        *number("amount", kind=sa.BigInteger),
        *text("key", "kind", "intent_id", "detail", "settlement"),
        *moment("at"),
        *moment("settled_at", nullable=True),
        refers("card_doubt", "order_id", "purchase"),
        *held("card_doubt", DOUBT, "key"),
    )
    op.create_index(op.f("ix_card_doubt_order_id"), "card_doubt", ["order_id"])
    op.create_table(
        "card_refund",
        *number("id", "tries"),
        *number("parcel_id", "doubt_id", nullable=True),
        *number("amount", kind=sa.BigInteger),
        *text("intent_id", "state", "error"),
        *text("refund_id", nullable=True),
        *moment("asked_at"),
        *moment("ended_at", nullable=True),
        refers("card_refund", "parcel_id", "parcel"),
        refers("card_refund", "doubt_id", "card_doubt"),
        *held("card_refund", REFUND, "parcel_id", "doubt_id", "refund_id"),
    )
    op.create_index(op.f("ix_card_refund_intent_id"), "card_refund", ["intent_id"])
    op.create_index(op.f("ix_card_refund_state"), "card_refund", ["state"])
    op.create_table(
        "card_event",
        *number("id"),
        *text("event_id", "kind"),
        *moment("at"),
        sa.Column("body", sa.JSON(), nullable=False),
        *held("card_event", {}, "event_id"),
    )
    op.create_index(op.f("ix_card_event_at"), "card_event", ["at"])


def downgrade():
    for table in ("card_event", "card_refund", "card_doubt", "card_payment"):
        op.drop_table(table)
    _checks(0)


def _checks(which):
    with op.batch_alter_table("payment") as batch:
        for name, rules in PAYMENT.items():
            batch.drop_constraint(op.f(f"ck_payment_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_payment_{name}"), rules[which])
