"""staff who hand out rights: those who kept the programme's records until now

Revision ID: 0114
Revises: 0110
"""

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0110"
branch_labels = None
depends_on = None

RIGHTS = ("moderate", "curate", "allot", "programme", "report", "assist", "pay")
CHECK = "ck_staff_right_known_right"


def upgrade():
    _know((*RIGHTS, "grant"))
    op.execute(
        sa.text(
            """INSERT INTO staff_right (user_id, "right") SELECT user_id, 'grant' FROM staff_right """
            """WHERE "right" = 'programme'"""
        )
    )


def downgrade():
    op.execute(sa.text("DELETE FROM staff_right WHERE \"right\" = 'grant'"))
    _know(RIGHTS)


def _know(rights):
    with op.batch_alter_table("staff_right") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), f'"right" IN {rights}')
