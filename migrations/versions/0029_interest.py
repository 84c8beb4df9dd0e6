"""how much people are interested in a product, in four steps

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("product") as table:
        table.add_column(sa.Column("interest", sa.Integer(), nullable=False, server_default="0"))
        table.create_check_constraint(op.f("ck_product_interest_in_steps"), "interest BETWEEN 0 AND 3")
    with op.batch_alter_table("product") as table:
        table.alter_column("interest", server_default=None)


def downgrade():
    with op.batch_alter_table("product") as table:
        table.drop_constraint(op.f("ck_product_interest_in_steps"), type_="check")
        table.drop_column("interest")
