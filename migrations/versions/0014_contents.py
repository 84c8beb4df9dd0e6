"""what one form of a product holds, for its price per kilogram, litre or metre

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CHECKS = {
    "whole_content": "(content_amount IS NULL) = (content_unit IS NULL)",
    "content_positive": "content_amount IS NULL OR content_amount > 0",
    "known_content_unit": "content_unit IS NULL OR content_unit IN ('g', 'ml', 'cm', 'piece')",
}


def upgrade():
    with op.batch_alter_table("variant") as table:
        table.add_column(sa.Column("content_amount", sa.Integer(), nullable=True))
        table.add_column(sa.Column("content_unit", sa.String(), nullable=True))
        for name, text in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_variant_{name}"), text)


def downgrade():
    with op.batch_alter_table("variant") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_variant_{name}"), type_="check")
        table.drop_column("content_unit")
        table.drop_column("content_amount")
