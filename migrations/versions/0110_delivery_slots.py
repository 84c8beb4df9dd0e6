"""times of delivery to choose from, with places counted

Revision ID: 0110
Revises: 0109
"""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "delivery_slot",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "facility_id", "places", "taken")),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("starts_at", "ends_at")),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(venue_id IS NULL AND place IN ('send', 'workshop')) OR place = 'diem-' || venue_id",
            name=op.f("ck_delivery_slot_known_place"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_delivery_slot_ends_after_it_starts")),
        sa.CheckConstraint("places BETWEEN 1 AND 500", name=op.f("ck_delivery_slot_some_places")),
        sa.CheckConstraint("taken BETWEEN 0 AND places", name=op.f("ck_delivery_slot_taken_within_places")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_delivery_slot_facility_id_facility")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_delivery_slot_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_slot")),
        sa.UniqueConstraint(
            "facility_id", "place", "starts_at", name=op.f("uq_delivery_slot_facility_id_place_starts_at")
        ),
    )
    op.create_index(op.f("ix_delivery_slot_venue_id"), "delivery_slot", ["venue_id"])
    op.create_index("ix_delivery_slot_coming", "delivery_slot", ["facility_id", "starts_at"])
    with op.batch_alter_table("parcel") as batch:
        batch.add_column(sa.Column("slot_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("slot_starts_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("slot_ends_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("parcel") as batch:
        batch.create_foreign_key(op.f("fk_parcel_slot_id_delivery_slot"), "delivery_slot", ["slot_id"], ["id"])
        batch.create_index(op.f("ix_parcel_slot_id"), ["slot_id"])
        batch.create_check_constraint(
            op.f("ck_parcel_slot_is_frozen"),
            "(slot_id IS NULL) = (slot_starts_at IS NULL) AND (slot_id IS NULL) = (slot_ends_at IS NULL)",
        )


def downgrade():
    with op.batch_alter_table("parcel") as batch:
        batch.drop_constraint(op.f("ck_parcel_slot_is_frozen"), type_="check")
        batch.drop_constraint(op.f("fk_parcel_slot_id_delivery_slot"), type_="foreignkey")
        batch.drop_index(op.f("ix_parcel_slot_id"))
        for name in ("slot_id", "slot_starts_at", "slot_ends_at"):
            batch.drop_column(name)
    op.drop_table("delivery_slot")
