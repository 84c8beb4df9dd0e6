"""staff: narrowed to some communes

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "staff_area",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("commune_code", sa.String(), nullable=False),
        sa.CheckConstraint("commune_code <> ''", name=op.f("ck_staff_area_names_commune")),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=op.f("fk_staff_area_user_id_person")),
        sa.PrimaryKeyConstraint("user_id", "commune_code", name=op.f("pk_staff_area")),
    )


def downgrade():
    op.drop_table("staff_area")
