"""gift cards, what they paid of parcels, and what of claims goes back to them

Revision ID: 0128
Revises: 0131
"""

import sqlalchemy as sa
from alembic import op

revision = "0128"
down_revision = "0131"
branch_labels = None
depends_on = None

CARD = {
    "value_positive": "value > 0",
    "balance_within_value": "balance BETWEEN 0 AND value",
    "code_is_whole": "(digest IS NULL) = (last4 = '')",
    "scheme_by_a_line": "(scheme_id IS NULL) = (funding_id IS NULL)",
    "money_came_from_somewhere": "reference <> '' OR funding_id IS NOT NULL",
    "blocked_with_reason": "(blocked_at IS NULL) = (block_reason = '')",
    "sent_to_somebody": "deliver_on IS NULL OR email <> ''",
}
WORDS = ("last4", "reference", "recipient", "phone", "email", "greeting", "block_reason")
PAYMENT = {
    "known_method": ("method IN ('cod', 'vietqr', 'stripe')", "method IN ('cod', 'vietqr', 'stripe', 'gift')"),
    "refunded_within_amount": ("refunded BETWEEN 0 AND amount + rest", "refunded BETWEEN 0 AND amount + rest + gifted"),
}
GIFTED = {"gifted_not_negative": "gifted >= 0", "gift_is_not_awaited": "method <> 'gift' OR state <> 'awaiting'"}
CLAIM = {"gifted_within_amount": "gifted = 0 OR (amount IS NOT NULL AND gifted BETWEEN 0 AND amount)"}


def upgrade():
    _cards()
    _moves()
    for table, rules in (("payment", GIFTED), ("parcel_claim", CLAIM)):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("gifted", sa.BigInteger(), nullable=False, server_default="0"))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("gifted", server_default=None)
            for name, rule in rules.items():
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)
    _payment(1)


def downgrade():
    """Cards hold people's money, and the books tell of it: refused while there is one."""
    cards = op.get_bind().exec_driver_sql("SELECT count(*) FROM gift_card").scalar()
    if cards:
        raise RuntimeError(f"{cards} gift cards hold money that the ledger tells of; it cannot be told without them")
    _payment(0)
    for table, rules in (("parcel_claim", CLAIM), ("payment", GIFTED)):
        with op.batch_alter_table(table) as batch:
            for name in rules:
                batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.drop_column("gifted")
    op.drop_table("gift_move")
    op.drop_table("gift_card")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION gift_move_sealed()")


def _payment(which):
    with op.batch_alter_table("payment") as batch:
        for name, rules in PAYMENT.items():
            batch.drop_constraint(op.f(f"ck_payment_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_payment_{name}"), rules[which])


def _cards():
    table = "gift_card"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in WORDS),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("value", "balance")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("until_at", "issued_at")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("delivered_at", "blocked_at")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("funding_id", "scheme_id", "issued_by")),
        sa.Column("deliver_on", sa.Date(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in CARD.items()),
        sa.ForeignKeyConstraint(["funding_id"], ["funding.id"], name=op.f(f"fk_{table}_funding_id_funding")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f(f"fk_{table}_scheme_id_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("digest", name=op.f(f"uq_{table}_digest")),
    )
    for column in ("last4", "funding_id", "scheme_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _moves():
    table = "gift_move"
    op.create_table(
        table,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "card_id", "entry_id")),
        sa.Column("parcel_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f(f"ck_{table}_something_moved")),
        sa.ForeignKeyConstraint(["card_id"], ["gift_card.id"], name=op.f(f"fk_{table}_card_id_gift_card")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f(f"fk_{table}_entry_id_ledger_entry")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f(f"fk_{table}_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("entry_id", name=op.f(f"uq_{table}_entry_id")),
    )
    for column in ("card_id", "parcel_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    _seal(table)


def _seal(table):
    """The database itself refuses to change a row, see core/sealed.py."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is sealed'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_sealed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is sealed' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_sealed()"
    )
