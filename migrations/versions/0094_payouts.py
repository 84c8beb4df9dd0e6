"""payouts to makers: batches of two people, their lines, what each pays for; since when an account is a maker's

Revision ID: 0094
Revises: 0100
"""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0100"
branch_labels = None
depends_on = None

BATCH = {
    "known_state": "state IN ('waiting', 'approved', 'cancelled')",
    "decided_by_somebody": "(state = 'waiting') = (decided_by IS NULL)",
    "whole_decision": "(decided_by IS NULL) = (decided_at IS NULL)",
    "approved_by_another": "state <> 'approved' OR decided_by <> made_by",
    "cancelled_with_reason": "state <> 'cancelled' OR reason <> ''",
}
LINE = {
    "known_state": "state IN ('waiting', 'approved', 'sent', 'failed', 'dropped')",
    "amount_positive": "amount > 0",
    "sent_with_reference": "state <> 'sent' OR reference <> ''",
    "failed_with_reason": "state <> 'failed' OR error <> ''",
    "whole_account": "bank_bin <> '' AND bank_account <> '' AND bank_holder <> ''",
}


def upgrade():
    op.add_column("facility", sa.Column("bank_changed_at", sa.DateTime(timezone=True), nullable=True))
    _batches()
    _lines()
    _items()
    _seal("payout_item")


def downgrade():
    for table in ("payout_item", "payout_line", "payout_batch"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION payout_item_sealed()")
    with op.batch_alter_table("facility") as batch:
        batch.drop_column("bank_changed_at")


def _batches():
    table = "payout_batch"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "reason")),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in BATCH.items()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "uq_payout_batch_waiting", table, ["state"], unique=True, sqlite_where=waits, postgresql_where=waits
    )


def _lines():
    table, words = "payout_line", ("bank_bin", "bank_account", "bank_holder", "content", "state", "reference", "error")
    op.create_table(
        table,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "batch_id", "facility_id")),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in words),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in LINE.items()),
        sa.ForeignKeyConstraint(["batch_id"], ["payout_batch.id"], name=op.f(f"fk_{table}_batch_id_payout_batch")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f(f"fk_{table}_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("batch_id", "facility_id", name=op.f(f"uq_{table}_batch_id_facility_id")),
        sa.UniqueConstraint("content", name=op.f(f"uq_{table}_content")),
    )
    op.create_index(op.f(f"ix_{table}_facility_id"), table, ["facility_id"])


def _items():
    table = "payout_item"
    op.create_table(
        table,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "line_id")),
        sa.Column("parcel_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f(f"ck_{table}_amount_is_something")),
        sa.ForeignKeyConstraint(["line_id"], ["payout_line.id"], name=op.f(f"fk_{table}_line_id_payout_line")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f(f"fk_{table}_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("line_id", "parcel_id", name=op.f(f"uq_{table}_line_id_parcel_id")),
    )
    op.create_index(op.f(f"ix_{table}_parcel_id"), table, ["parcel_id"])


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
