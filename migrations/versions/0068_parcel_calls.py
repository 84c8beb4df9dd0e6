"""what was said before goods paid on delivery left

Revision ID: 0068
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0066"
branch_labels = None
depends_on = None

HOWS = "how IN ('call', 'zalo', 'message', 'page', 'unasked')"
OUTCOMES = "outcome IN ('confirmed', 'unreachable', 'changes', 'called_off', 'unasked')"
CHECKS = {
    "known_how": HOWS,
    "known_outcome": OUTCOMES,
    "unasked_is_both": "(how = 'unasked') = (outcome = 'unasked')",
    "page_only_confirms": "how <> 'page' OR outcome = 'confirmed'",
    "said_why": "outcome NOT IN ('unasked', 'changes') OR note <> ''",
}


def upgrade():
    op.create_table(
        "parcel_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("how", "outcome", "note")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_parcel_call_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_parcel_call_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_call")),
    )
    op.create_index(op.f("ix_parcel_call_parcel_id"), "parcel_call", ["parcel_id"])


def downgrade():
    op.drop_table("parcel_call")
