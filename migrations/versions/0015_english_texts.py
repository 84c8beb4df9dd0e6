"""stories, label facts and photos are told in English too

Revision ID: 0015
Revises: 0014
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.add_column(sa.Column("story_en", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("label_en", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.alter_column("story_en", existing_type=sa.String(), server_default=None)
        batch_op.alter_column("label_en", existing_type=sa.JSON(), server_default=None)

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alt_en", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.alter_column("alt_en", existing_type=sa.String(), server_default=None)


def downgrade():
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_column("alt_en")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_column("label_en")
        batch_op.drop_column("story_en")
