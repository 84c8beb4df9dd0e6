"""reviews are looked after by staff and reported by visitors; acts are counted by the hour

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(), nullable=False, server_default="shown"))
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("decided_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_review_known_state"), "state IN ('pending', 'shown', 'hidden')")
        batch_op.create_check_constraint(
            batch_op.f("ck_review_hidden_with_reason"), "state <> 'hidden' OR reason <> ''"
        )
        batch_op.create_index("ix_review_product_state", ["product_id", "state"], unique=False)
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.alter_column("state", existing_type=sa.String(), server_default=None)
        batch_op.alter_column("reason", existing_type=sa.String(), server_default=None)

    op.create_table(
        "review_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_report_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_report")),
        sa.UniqueConstraint("review_id", "key", name=op.f("uq_review_report_review_id_key")),
    )
    op.create_table(
        "rate_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_count")),
        sa.UniqueConstraint("kind", "key", "hour", name=op.f("uq_rate_count_kind_key_hour")),
    )


def downgrade():
    op.drop_table("rate_count")
    op.drop_table("review_report")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index("ix_review_product_state")
        batch_op.drop_constraint(batch_op.f("ck_review_hidden_with_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_review_known_state"), type_="check")
        batch_op.drop_column("decided_at")
        batch_op.drop_column("decided_by")
        batch_op.drop_column("reason")
        batch_op.drop_column("state")
        batch_op.drop_column("edited_at")
