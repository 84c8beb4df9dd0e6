"""months of the ledger are closed, and nothing is dated into them any more

Revision ID: 0093
Revises: 0092
"""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

TABLE = "closed_month"
# See shop/models/closing.py.
GUARDED = {
    "ledger_entry": "SELECT 1 FROM closed_month WHERE closed_month.until_at > NEW.at",
    "ledger_movement": (
        "SELECT 1 FROM ledger_entry JOIN closed_month ON closed_month.until_at > ledger_entry.at"
        " WHERE ledger_entry.id = NEW.entry_id"
    ),
}


def upgrade():
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_closed_month_whole_digest")),
        sa.CheckConstraint("entry_count >= 0", name=op.f("ck_closed_month_count_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_month")),
        sa.UniqueConstraint("month", name=op.f("uq_closed_month_month")),
    )
    op.create_index(op.f("ix_closed_month_until_at"), TABLE, ["until_at"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _seal(is_sqlite):
        op.execute(statement)
    for table, within in GUARDED.items():
        for statement in _guard(table, within, is_sqlite):
            op.execute(statement)


def downgrade():
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in GUARDED:
        op.execute(f"DROP TRIGGER {table}_month" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {table}_month()")
    op.drop_table(TABLE)
    if not is_sqlite:
        op.execute(f"DROP FUNCTION {TABLE}_sealed()")


def _guard(table, within, is_sqlite):
    says = "the month is closed"
    if is_sqlite:
        return [
            f"CREATE TRIGGER {table}_month BEFORE INSERT ON {table} WHEN EXISTS ({within}) "
            f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        ]
    return [
        f"CREATE FUNCTION {table}_month() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS ({within}) THEN "
        f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {table}_month BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_month()",
    ]


def _seal(is_sqlite):
    if is_sqlite:
        return [
            f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is sealed'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE FUNCTION {TABLE}_sealed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{TABLE} is sealed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {TABLE}_sealed BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_sealed()",
    ]
