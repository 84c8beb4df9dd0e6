"""the ledger of stands: accounts and entries

Revision ID: 0065
Revises: 0058
"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0058"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def number(name, nullable=False, kind=sa.Integer):
    return sa.Column(name, kind(), nullable=nullable)


def refers(table, column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade():
    op.create_table(
        "stand_account",
        *(number(name) for name in ("id", "fair_id", "stand_id", "facility_id")),
        number("funding_id", True),
        sa.Column("code", sa.String(), nullable=False),
        number("list_price", kind=sa.BigInteger),
        number("subsidised", kind=sa.BigInteger),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *(refers("stand_account", f"{name}_id", name) for name in ("fair", "stand", "facility", "funding")),
        sa.ForeignKeyConstraint(
            ["fair_id", "funding_id"], ["fair_funding.fair_id", "fair_funding.funding_id"], name="fk_stand_account_line"
        ),
        sa.CheckConstraint(
            "subsidised >= 0 AND subsidised <= list_price", name=op.f("ck_stand_account_subsidy_within_its_price")
        ),
        sa.CheckConstraint(
            "subsidised = 0 OR funding_id IS NOT NULL", name=op.f("ck_stand_account_somebody_bears_the_subsidy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_account")),
        sa.UniqueConstraint("code", name=op.f("uq_stand_account_code")),
    )
    for name in ("fair_id", "facility_id", "funding_id"):
        op.create_index(op.f(f"ix_stand_account_{name}"), "stand_account", [name])
    op.create_index(
        "uq_stand_account_open", "stand_account", ["stand_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "stand_entry",
        number("id"),
        number("account_id"),
        sa.Column("kind", sa.String(), nullable=False),
        number("amount", kind=sa.BigInteger),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        number("recorded_by", True),
        number("reverses_id", True),
        refers("stand_entry", "account_id", "stand_account"),
        refers("stand_entry", "reverses_id", "stand_entry"),
        sa.CheckConstraint("kind IN ('charge', 'subsidy', 'payment')", name=op.f("ck_stand_entry_known_kind")),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (amount > 0)", name=op.f("ck_stand_entry_counter_entries_are_negative")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_stand_entry_moves_something")),
        sa.CheckConstraint("reverses_id IS NULL OR note <> ''", name=op.f("ck_stand_entry_taken_back_for_a_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_entry")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_stand_entry_reverses_id")),
    )
    op.create_index(op.f("ix_stand_entry_account_id"), "stand_entry", ["account_id"])


def downgrade():
    op.drop_table("stand_entry")
    op.drop_table("stand_account")
