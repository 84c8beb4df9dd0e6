"""what makers' banks report of their accounts, and what of a payment they told of

Revision ID: 0071
Revises: 0070
"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

CHECKS = {
    "known_source": "source IN ('notice', 'statement')",
    "known_direction": "direction IN ('in', 'out')",
    "known_state": (
        "state IN ('new', 'matched', 'short', 'over', 'twice', 'unknown', 'doubtful', 'ignored', 'settled')"
    ),
    "amount_positive": "amount > 0",
    "owed_back_within_amount": "owed_back >= 0 AND owed_back <= amount",
    "of_a_parcel": "state NOT IN ('matched', 'short', 'over', 'twice', 'settled') OR parcel_id IS NOT NULL",
    "ignored_for_a_reason": "state <> 'ignored' OR why <> ''",
    "settled_when_given_back": "(given_back_at IS NOT NULL) = (state = 'settled')",
}
WORDS = ("source", "account", "key", "reference", "content", "direction", "raw", "state", "why")


def upgrade():
    op.create_table(
        "bank_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("account", "salt")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_bank_feed_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_feed")),
        sa.UniqueConstraint("facility_id", "account", name=op.f("uq_bank_feed_facility_id_account")),
    )
    op.create_index(op.f("ix_bank_feed_account"), "bank_feed", ["account"])
    op.create_table(
        "bank_transaction",
        sa.Column("id", sa.Integer(), nullable=False),
        *_to("facility_id", "facility", nullable=False),
        *_to("parcel_id", "parcel"),
        *_to("twin_id", "bank_transaction"),
        *(sa.Column(name, sa.String(), nullable=False) for name in WORDS),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("amount", "owed_back")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("at", "taken_at")),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_bank_transaction_{name}")) for name, rule in CHECKS.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_transaction")),
        sa.UniqueConstraint("facility_id", "account", "key", name=op.f("uq_bank_transaction_facility_id_account_key")),
        sa.UniqueConstraint("twin_id", name=op.f("uq_bank_transaction_twin_id")),
    )
    op.create_index("ix_bank_transaction_facility_id_state", "bank_transaction", ["facility_id", "state"])
    op.create_index(op.f("ix_bank_transaction_parcel_id"), "bank_transaction", ["parcel_id"])
    with op.batch_alter_table("payment") as batch:
        batch.add_column(sa.Column("received", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("payment") as batch:
        batch.alter_column("received", server_default=None)
        batch.create_check_constraint(op.f("ck_payment_received_not_negative"), "received >= 0")


def downgrade():
    with op.batch_alter_table("payment") as batch:
        batch.drop_constraint(op.f("ck_payment_received_not_negative"), type_="check")
        batch.drop_column("received")
    op.drop_table("bank_transaction")
    op.drop_table("bank_feed")


def _to(column, target, *, nullable=True):
    name = op.f(f"fk_bank_transaction_{column}_{target}")
    yield sa.Column(column, sa.Integer(), sa.ForeignKey(f"{target}.id", name=name), nullable=nullable)
