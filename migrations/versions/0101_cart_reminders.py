"""letters that buyers ask for about the goods they leave in a cart

Revision ID: 0101
Revises: 0089
"""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0089"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "cart_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cart_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("token", "address", "language")),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(sent_at IS NULL) = (address <> '')", name=op.f("ck_cart_reminder_address_forgotten_when_sent")
        ),
        sa.CheckConstraint("language IN ('vi', 'en')", name=op.f("ck_cart_reminder_known_language")),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["cart.id"], name=op.f("fk_cart_reminder_cart_id_cart"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_reminder")),
        sa.UniqueConstraint("cart_id", name=op.f("uq_cart_reminder_cart_id")),
        sa.UniqueConstraint("token", name=op.f("uq_cart_reminder_token")),
    )
    op.create_index(op.f("ix_cart_reminder_sent_at"), "cart_reminder", ["sent_at"])


def downgrade():
    op.drop_index(op.f("ix_cart_reminder_sent_at"), table_name="cart_reminder")
    op.drop_table("cart_reminder")
