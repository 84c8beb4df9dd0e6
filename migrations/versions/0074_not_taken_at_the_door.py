"""goods that are not taken at the door come back, and what was collected there is noted

Revision ID: 0074
Revises: 0072
"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0072"
branch_labels = None
depends_on = None

BEFORE = "state IN ('placed', 'confirmed', 'packed', 'handed_over', 'delivered', 'cannot_supply', 'cancelled')"
AFTER = BEFORE[:-1] + ", 'refused')"
CHECKS = {
    "known_bearer": "borne_by IN ('maker', 'buyer', 'carrier')",
    "whole_once_back": "(is_whole IS NULL) = (back_at IS NULL)",
    "appeal_has_words": "(appeal <> '') = (appealed_at IS NOT NULL)",
    "known_decision": "decision IS NULL OR (decision IN ('kept', 'lifted'))",
    "decided_when": "(decision IS NULL) = (decided_at IS NULL)",
    "decided_with_reason": "decision IS NULL OR (appealed_at IS NOT NULL AND why <> '')",
}
COLLECTED = "collected IS NULL OR (collected > 0 AND method = 'cod')"


def upgrade():
    for table in ("parcel", "parcel_move"):
        _states(table, AFTER)
    with op.batch_alter_table("payment") as batch:
        batch.add_column(sa.Column("collected", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("collected_note", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("payment") as batch:
        batch.alter_column("collected_note", server_default=None)
        batch.create_check_constraint(op.f("ck_payment_collected_on_delivery"), COLLECTED)
    op.create_table(
        "parcel_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("phone_key", "reason", "borne_by", "note")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("appeal", "why")),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("back_at", "appealed_at", "decided_at")
        ),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("actor_id", "decided_by")),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_parcel_refusal_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_parcel_refusal_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_refusal")),
        sa.UniqueConstraint("parcel_id", name=op.f("uq_parcel_refusal_parcel_id")),
    )
    op.create_index("ix_parcel_refusal_phone_key_at", "parcel_refusal", ["phone_key", "at"])


def downgrade():
    """What was not taken stands as called off: the state before knows no better word."""
    op.drop_table("parcel_refusal")
    with op.batch_alter_table("payment") as batch:
        batch.drop_constraint(op.f("ck_payment_collected_on_delivery"), type_="check")
        batch.drop_column("collected_note")
        batch.drop_column("collected")
    for table in ("parcel", "parcel_move"):
        op.execute(f"UPDATE {table} SET state = 'cancelled' WHERE state = 'refused'")
        _states(table, BEFORE)


def _states(table, rule):
    name = op.f(f"ck_{table}_known_state")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, rule)
