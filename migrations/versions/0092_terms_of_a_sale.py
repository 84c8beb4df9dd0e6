"""terms frozen at the sale, commission rules, the right to pay, and money approved for makers

Revision ID: 0092
Revises: 0086
"""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0086"
branch_labels = None
depends_on = None

RIGHTS = ("moderate", "curate", "allot", "programme", "report", "assist")
KINDS = (
    *("card", "bank", "card_fee", "promotion", "facility", "buyer", "gift_card", "commission", "tax", "subsidy"),
    "transport",
)
HALF = 5000
TAX = f"vat BETWEEN 0 AND {HALF} AND pit BETWEEN 0 AND {HALF}"
TABLES = ("commission_rule", "parcel_terms", "line_terms")


def upgrade():
    _one_of("staff_right", "known_right", '"right"', (*RIGHTS, "pay"))
    _kinds((*KINDS, "payout"))
    _rules()
    _parcels()
    _lines()
    for table in TABLES:
        _seal(table)


def downgrade():
    for table in reversed(TABLES):
        op.drop_table(table)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {table}_sealed()")
    _kinds(KINDS)
    op.execute(sa.text("DELETE FROM staff_right WHERE \"right\" = 'pay'"))
    _one_of("staff_right", "known_right", '"right"', RIGHTS)


def _kinds(kinds):
    """The table is sealed: SQLite copies it, and its triggers are lost with the old one."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER ledger_account_no_{act}")
    _one_of("ledger_account", "known_kind", "kind", kinds)
    if op.get_bind().dialect.name == "sqlite":
        _seal("ledger_account")


def _one_of(table, name, column, values):
    known = ", ".join(repr(value) for value in values)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), f"{column} IN ({known})")


def _rules():
    table = "commission_rule"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"rate BETWEEN 0 AND {HALF}", name=op.f(f"ck_{table}_rate_in_range")),
        sa.CheckConstraint("source <> ''", name=op.f(f"ck_{table}_says_its_source")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f(f"fk_{table}_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("facility_id", "since"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _parcels():
    table = "parcel_terms"
    op.create_table(
        table,
        sa.Column("parcel_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("fee_rate", "vat", "pit")),
        sa.Column("fee_fixed", sa.BigInteger(), nullable=False),
        sa.Column("tax_source", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"fee_rate BETWEEN 0 AND {HALF} AND fee_fixed >= 0", name=op.f(f"ck_{table}_fee_in_range")),
        sa.CheckConstraint(TAX, name=op.f(f"ck_{table}_tax_in_range")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f(f"fk_{table}_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("parcel_id", name=op.f(f"pk_{table}")),
    )


def _lines():
    table = "line_terms"
    op.create_table(
        table,
        sa.Column("line_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("commission", "vat", "pit")),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"commission BETWEEN 0 AND {HALF}", name=op.f(f"ck_{table}_commission_in_range")),
        sa.CheckConstraint(TAX, name=op.f(f"ck_{table}_tax_in_range")),
        sa.CheckConstraint("commission = 0 OR rule_id IS NOT NULL", name=op.f(f"ck_{table}_commission_by_a_rule")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f(f"fk_{table}_line_id_order_line")),
        sa.ForeignKeyConstraint(["rule_id"], ["commission_rule.id"], name=op.f(f"fk_{table}_rule_id_commission_rule")),
        sa.PrimaryKeyConstraint("line_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_rule_id"), table, ["rule_id"])


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
