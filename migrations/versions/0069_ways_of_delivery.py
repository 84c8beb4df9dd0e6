"""a buyer may fetch her parcel at the workshop, where its maker says when

Revision ID: 0069
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

CHECKS = {
    "known_way": "way IN ('send', 'workshop')",
    "fetching_is_free": "way <> 'workshop' OR shipping_fee = 0",
    "fetched_somewhere": "(way = 'workshop') = (fetched_at <> '')",
}


def upgrade():
    with op.batch_alter_table("facility") as batch:
        batch.add_column(sa.Column("pick_up", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("facility") as batch:
        batch.alter_column("pick_up", server_default=None)
    with op.batch_alter_table("parcel") as batch:
        batch.add_column(sa.Column("way", sa.String(), nullable=False, server_default="send"))
        batch.add_column(sa.Column("fetched_at", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("parcel") as batch:
        batch.alter_column("way", server_default=None)
        batch.alter_column("fetched_at", server_default=None)
        for name, rule in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_parcel_{name}"), rule)


def downgrade():
    with op.batch_alter_table("parcel") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_parcel_{name}"), type_="check")
        batch.drop_column("fetched_at")
        batch.drop_column("way")
    with op.batch_alter_table("facility") as batch:
        batch.drop_column("pick_up")
