"""who booked a visit is forgotten some time after it

Revision ID: 0073
Revises: 0095
"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("venue_booking") as batch:
        batch.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            op.f("ck_venue_booking_erased_is_empty"), "erased_at IS NULL OR (name = '' AND phone = '')"
        )


def downgrade():
    with op.batch_alter_table("venue_booking") as batch:
        batch.drop_constraint(op.f("ck_venue_booking_erased_is_empty"), type_="check")
        batch.drop_column("erased_at")
