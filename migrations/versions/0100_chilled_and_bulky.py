"""goods that are chilled, and goods whose freight is quoted

Revision ID: 0100
Revises: 0099
"""

from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None

BEFORE = ("everywhere", "province", "communes", "same_day", "pick_up")


def upgrade():
    _known((*BEFORE, "chilled", "quote"))


def downgrade():
    """What is chilled goes the same day, what is quoted is fetched: neither goes further than it may."""
    op.execute("UPDATE delivery_range SET reach = 'same_day' WHERE reach = 'chilled'")
    op.execute("UPDATE delivery_range SET reach = 'pick_up' WHERE reach = 'quote'")
    _known(BEFORE)


def _known(reaches):
    names = ", ".join(f"'{one}'" for one in reaches)
    with op.batch_alter_table("delivery_range") as batch:
        batch.drop_constraint(op.f("ck_delivery_range_known_reach"), type_="check")
        batch.create_check_constraint(op.f("ck_delivery_range_known_reach"), f"reach IN ({names})")
