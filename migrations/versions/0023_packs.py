"""renewal packs

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "renewal_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("byte_count", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ready_at IS NULL) = (byte_count IS NULL)", name=op.f("ck_renewal_pack_ready_when_written")
        ),
        sa.CheckConstraint("byte_count IS NULL OR byte_count > 0", name=op.f("ck_renewal_pack_has_content")),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognition.id"], name=op.f("fk_renewal_pack_recognition_id_recognition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_pack")),
        sa.UniqueConstraint("recognition_id", "as_of", name=op.f("uq_renewal_pack_recognition_id_as_of")),
    )


def downgrade():
    op.drop_table("renewal_pack")
