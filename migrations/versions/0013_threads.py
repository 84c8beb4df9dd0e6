"""a question to a maker becomes a thread that both write in

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "enquiry_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("by IN ('buyer', 'maker')", name=op.f("ck_enquiry_message_known_side")),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_enquiry_message_enquiry_id_enquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry_message")),
    )
    with op.batch_alter_table("enquiry_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enquiry_message_enquiry_id"), ["enquiry_id"], unique=False)
    op.execute(
        "INSERT INTO enquiry_message (enquiry_id, by, text, at) "
        "SELECT id, 'maker', answer, answered_at FROM enquiry WHERE answer <> '' AND answered_at IS NOT NULL ORDER BY id"
    )

    with op.batch_alter_table("enquiry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_column("answer")
    op.execute("UPDATE enquiry SET waits_since = asked_at")
    with op.batch_alter_table("enquiry", schema=None) as batch_op:
        batch_op.alter_column("waits_since", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade():
    with op.batch_alter_table("enquiry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer", sa.String(), nullable=False, server_default=""))
        batch_op.drop_column("erased_at")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("waits_since")
    op.execute(
        "UPDATE enquiry SET answer = (SELECT text FROM enquiry_message AS m WHERE m.id = "
        "(SELECT max(id) FROM enquiry_message WHERE enquiry_id = enquiry.id AND by = 'maker')) "
        "WHERE id IN (SELECT enquiry_id FROM enquiry_message WHERE by = 'maker')"
    )

    with op.batch_alter_table("enquiry_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enquiry_message_enquiry_id"))
    op.drop_table("enquiry_message")
