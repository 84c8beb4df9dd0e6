"""who waits for what is sold out

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("told_at IS NULL OR confirmed_at IS NOT NULL", name=op.f("ck_waiting_told_once_confirmed")),
        sa.CheckConstraint("language IN ('vi', 'en')", name=op.f("ck_waiting_known_language")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_waiting_variant_id_variant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=op.f("fk_waiting_user_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
        sa.UniqueConstraint("token", name=op.f("uq_waiting_token")),
        sa.UniqueConstraint("variant_id", "email", name=op.f("uq_waiting_variant_id_email")),
    )
    op.create_index("ix_waiting_line", "waiting", ["variant_id", "told_at", "confirmed_at"])
    op.create_index(op.f("ix_waiting_user_id"), "waiting", ["user_id"])


def downgrade():
    op.drop_table("waiting")
