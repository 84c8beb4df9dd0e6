"""the double-entry ledger of what the platform holds, sealed

Revision ID: 0070
Revises: 0069
"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

KINDS = (
    "kind IN ('card', 'bank', 'card_fee', 'promotion', 'facility', 'buyer', 'gift_card', 'commission', 'tax',"
    " 'subsidy', 'transport')"
)
TABLES = ("ledger_account", "ledger_entry", "ledger_movement")


def upgrade():
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("code", "kind")),
        *_owner("ledger_account", facility_id="facility", fair_id="fair", scheme_id="scheme"),
        sa.CheckConstraint(KINDS, name=op.f("ck_ledger_account_known_kind")),
        sa.CheckConstraint(
            "kind <> 'facility' OR facility_id IS NOT NULL", name=op.f("ck_ledger_account_owed_to_somebody")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint("code", name=op.f("uq_ledger_account_code")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "kind", "note")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        *_owner("ledger_entry", parcel_id="parcel", order_id="purchase", reverses_id="ledger_entry"),
        sa.CheckConstraint("key <> ''", name=op.f("ck_ledger_entry_has_a_cause")),
        sa.CheckConstraint(
            "reverses_id IS NULL OR reverses_id <> id", name=op.f("ck_ledger_entry_not_its_own_reverse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_entry_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entry_reverses_id")),
    )
    op.create_table(
        "ledger_movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        *_owner("ledger_movement", nullable=False, entry_id="ledger_entry"),
        *_owner("ledger_movement", nullable=False, debit_id="ledger_account", credit_id="ledger_account"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ledger_movement_amount_positive")),
        sa.CheckConstraint("debit_id <> credit_id", name=op.f("ck_ledger_movement_between_two_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_movement")),
    )
    for table, columns in (
        ("ledger_account", ("facility_id", "fair_id", "scheme_id")),
        ("ledger_entry", ("at", "parcel_id", "order_id")),
        ("ledger_movement", ("entry_id", "debit_id", "credit_id")),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for table in TABLES:
        _seal(table)


def downgrade():
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP FUNCTION {table}_sealed()")


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


def _owner(table, *, nullable=True, **targets):
    for column, target in targets.items():
        name = op.f(f"fk_{table}_{column}_{target}")
        yield sa.Column(column, sa.Integer(), sa.ForeignKey(f"{target}.id", name=name), nullable=nullable)
