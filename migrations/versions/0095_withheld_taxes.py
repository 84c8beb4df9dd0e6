"""taxes withheld, sale by sale

Revision ID: 0095
Revises: 0094
"""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

TABLE = "withheld_tax"
CHECKS = {
    "something_withheld": "vat <> 0 OR pit <> 0",
    "one_way": "(revenue >= 0 AND vat >= 0 AND pit >= 0) OR (revenue <= 0 AND vat <= 0 AND pit <= 0)",
}


def upgrade():
    op.create_table(
        TABLE,
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("facility_id", "parcel_id")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("revenue", "vat", "pit")),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f(f"fk_{TABLE}_entry_id_ledger_entry")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f(f"fk_{TABLE}_facility_id_facility")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f(f"fk_{TABLE}_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f(f"pk_{TABLE}")),
    )
    for column in ("facility_id", "parcel_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{TABLE} is sealed'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {TABLE}_sealed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{TABLE} is sealed' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_sealed BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_sealed()"
    )


def downgrade():
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {TABLE}_sealed()")
