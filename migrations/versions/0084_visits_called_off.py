"""bookings of a visit called off: by letter or to be rung, and who rang when

Revision ID: 0084
Revises: 0076
"""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("venue_booking") as batch:
        batch.add_column(sa.Column("told_by", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("rung_by", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_venue_booking_known_telling"), "told_by IN ('', 'letter', 'call')")
        batch.create_check_constraint(
            op.f("ck_venue_booking_told_when_called_off"), "told_by = '' OR cancelled_at IS NOT NULL"
        )
        batch.create_check_constraint(
            op.f("ck_venue_booking_only_a_call_is_rung"), "rung_at IS NULL OR told_by = 'call'"
        )


def downgrade():
    with op.batch_alter_table("venue_booking") as batch:
        for name in ("only_a_call_is_rung", "told_when_called_off", "known_telling"):
            batch.drop_constraint(op.f(f"ck_venue_booking_{name}"), type_="check")
        for name in ("rung_by", "rung_at", "told_by"):
            batch.drop_column(name)
