"""goods may be fetched at places to see and buy

Revision ID: 0099
Revises: 0101
"""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0101"
branch_labels = None
depends_on = None

BEFORE = {
    "known_way": "way IN ('send', 'workshop')",
    "fetching_is_free": "way <> 'workshop' OR shipping_fee = 0",
    "fetched_somewhere": "(way = 'workshop') = (fetched_at <> '')",
}
AFTER = {
    "known_way": "way IN ('send', 'workshop', 'point')",
    "fetching_is_free": "way = 'send' OR shipping_fee = 0",
    "fetched_somewhere": "(way <> 'send') = (fetched_at <> '')",
}
POINT = "(way = 'point') = (venue_id IS NOT NULL)"


def upgrade():
    with op.batch_alter_table("parcel") as batch:
        batch.add_column(sa.Column("venue_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("parcel") as batch:
        _swap(batch, AFTER)
        batch.create_foreign_key(op.f("fk_parcel_venue_id_venue"), "venue", ["venue_id"], ["id"])
        batch.create_check_constraint(op.f("ck_parcel_point_is_a_venue"), POINT)
        batch.create_index(op.f("ix_parcel_venue_id"), ["venue_id"])
    op.create_table(
        "pick_up_point",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "facility_id", "venue_id", "days")),
        sa.CheckConstraint("days BETWEEN 0 AND 30", name=op.f("ck_pick_up_point_days_in_range")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_pick_up_point_facility_id_facility")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_pick_up_point_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_up_point")),
        sa.UniqueConstraint("facility_id", "venue_id", name=op.f("uq_pick_up_point_facility_id_venue_id")),
    )
    op.create_index(op.f("ix_pick_up_point_venue_id"), "pick_up_point", ["venue_id"])


def downgrade():
    """What was to be fetched at a place is fetched there still: as words at a workshop."""
    op.drop_table("pick_up_point")
    with op.batch_alter_table("parcel") as batch:
        batch.drop_constraint(op.f("ck_parcel_point_is_a_venue"), type_="check")
        batch.drop_constraint(op.f("fk_parcel_venue_id_venue"), type_="foreignkey")
        batch.drop_index(op.f("ix_parcel_venue_id"))
    op.execute("UPDATE parcel SET way = 'workshop' WHERE way = 'point'")
    with op.batch_alter_table("parcel") as batch:
        _swap(batch, BEFORE)
        batch.drop_column("venue_id")


def _swap(batch, rules):
    for name, rule in rules.items():
        batch.drop_constraint(op.f(f"ck_parcel_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_parcel_{name}"), rule)
