"""points on the map

Where a facility stands, as exactly as it agreed to show.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CHECKS = {
    "whole_point": "(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (placed_on IS NULL)",
    "point_in_the_country": "lat BETWEEN 6 AND 24 AND lon BETWEEN 102 AND 118",
}


def upgrade():
    with op.batch_alter_table("facility", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lat", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("lon", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("placed_on", sa.Date(), nullable=True))
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_facility_{name}"), rule)


def downgrade():
    with op.batch_alter_table("facility", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_facility_{name}"), type_="check")
        batch_op.drop_column("placed_on")
        batch_op.drop_column("lon")
        batch_op.drop_column("lat")
