"""who may act in a facility's place, what for and until when; and by which mandate something was done

Revision ID: 0138
Revises: 0135
"""

import sqlalchemy as sa
from alembic import op

revision = "0138"
down_revision = "0135"
branch_labels = None
depends_on = None

ACTIONS = "'goods', 'prices', 'stock', 'answers', 'orders', 'booth', 'money'"


def upgrade():
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("hub_id", "person_id", "given_by")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("from_on", "until_on")),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(hub_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_mandate_one_who_acts")),
        sa.CheckConstraint("hub_id IS NULL OR hub_id <> facility_id", name=op.f("ck_mandate_never_itself")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_mandate_days_in_order")),
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_mandate_{column}_{of}"))
            for column, of in (("facility_id", "facility"), ("hub_id", "facility"), ("person_id", "person"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    for column in ("facility_id", "hub_id", "person_id"):
        op.create_index(op.f(f"ix_mandate_{column}"), "mandate", [column])
    for who in ("hub", "person"):
        _unique_while(f"uq_mandate_open_{who}", "mandate", ["facility_id", f"{who}_id"], "ended_at IS NULL")
    op.create_table(
        "mandate_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"action IN ({ACTIONS})", name=op.f("ck_mandate_action_known_action")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_mandate_action_mandate_id_mandate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_action")),
    )
    _unique_while("uq_mandate_action_given", "mandate_action", ["mandate_id", "action"], "taken_at IS NULL")
    op.add_column("audit_entry", sa.Column("mandate_id", sa.Integer(), nullable=True))


def downgrade():
    op.drop_column("audit_entry", "mandate_id")
    op.drop_table("mandate_action")
    op.drop_table("mandate")


def _unique_while(name, table, columns, rule):
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(rule), postgresql_where=sa.text(rule))
