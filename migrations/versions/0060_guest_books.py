"""guest books of stands

Revision ID: 0060
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "guest_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("signed", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'shown', 'hidden')", name=op.f("ck_guest_entry_known_state")),
        sa.CheckConstraint("text <> '' AND signed <> ''", name=op.f("ck_guest_entry_says_something")),
        sa.CheckConstraint("(state = 'hidden') = (reason <> '')", name=op.f("ck_guest_entry_hidden_for_a_reason")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_guest_entry_booth_id_booth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_entry")),
    )
    op.create_index("ix_guest_entry_booth_state", "guest_entry", ["booth_id", "state"])


def downgrade():
    op.drop_table("guest_entry")
