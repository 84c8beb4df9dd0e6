"""makers whose goods a booth presents

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

CHECKS = {
    "accepted_after_invited": "accepted_at >= invited_at",
    "ended_after_invited": "ended_at >= invited_at",
    "ended_after_accepted": "ended_at >= accepted_at",
    "accepted_by_somebody": "(accepted_by IS NULL) = (accepted_at IS NULL)",
}


def upgrade():
    op.create_table(
        "booth_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *[sa.CheckConstraint(text, name=op.f(f"ck_booth_guest_{name}")) for name, text in CHECKS.items()],
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_booth_guest_booth_id_booth")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_booth_guest_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_guest")),
        sa.UniqueConstraint("booth_id", "facility_id", name=op.f("uq_booth_guest_booth_id_facility_id")),
    )
    op.create_index(op.f("ix_booth_guest_facility_id"), "booth_guest", ["facility_id"])


def downgrade():
    op.drop_table("booth_guest")
