"""a buyer asks several makers at once, each in a talk of its own

Revision ID: 0090
Revises: 0079
"""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "asking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asking")),
        sa.UniqueConstraint("token", name=op.f("uq_asking_token")),
    )
    with op.batch_alter_table("enquiry") as batch:
        batch.add_column(sa.Column("asking_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_enquiry_asking_id_asking"), "asking", ["asking_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_enquiry_asking_id_facility_id"), ["asking_id", "facility_id"])


def downgrade():
    with op.batch_alter_table("enquiry") as batch:
        batch.drop_constraint(op.f("uq_enquiry_asking_id_facility_id"), type_="unique")
        batch.drop_constraint(op.f("fk_enquiry_asking_id_asking"), type_="foreignkey")
        batch.drop_column("asking_id")
    op.drop_table("asking")
