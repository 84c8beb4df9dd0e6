"""places to see and buy, visits there and who booked them

Revision ID: 0053
Revises: 0061
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0061"
branch_labels = None
depends_on = None

PLACES = "place IN ('home', 'front', 'hall', 'group', 'season', 'venue')"
FORMER_PLACES = "place IN ('home', 'front', 'hall', 'group', 'season')"


def number(name, **options):
    return sa.Column(name, sa.Integer(), nullable=options.pop("nullable", False), **options)


def words(*names):
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def moment(name, *, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade():
    _venues()
    _visits()
    with op.batch_alter_table("shelf") as shelf:
        shelf.add_column(number("venue_id", nullable=True))
        shelf.create_foreign_key("fk_shelf_venue_id_venue", "venue", ["venue_id"], ["id"])
        shelf.drop_constraint(op.f("ck_shelf_known_place"), type_="check")
        shelf.create_check_constraint(op.f("ck_shelf_known_place"), PLACES)
        shelf.create_check_constraint(op.f("ck_shelf_of_a_venue"), "(venue_id IS NOT NULL) = (place = 'venue')")
    op.create_index("ix_shelf_venue_id", "shelf", ["venue_id"])


def _venues():
    op.create_table(
        "venue",
        number("id"),
        *words("slug", "kind", "name", "name_en", "intro", "intro_en", "address", "commune_code", "phone"),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        number("facility_id", nullable=True),
        number("village_id", nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        moment("closed_at", nullable=True),
        moment("created_at"),
        sa.CheckConstraint("kind IN ('design_centre', 'ocop_point', 'workshop')", name=op.f("ck_venue_known_kind")),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_venue_whole_point")),
        sa.CheckConstraint(
            "lat BETWEEN 6 AND 24 AND lon BETWEEN 102 AND 118", name=op.f("ck_venue_point_in_the_country")
        ),
        sa.CheckConstraint("kind <> 'workshop' OR facility_id IS NOT NULL", name=op.f("ck_venue_workshop_is_a_makers")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_venue_facility_id_facility")),
        sa.ForeignKeyConstraint(["village_id"], ["craft_village.id"], name=op.f("fk_venue_village_id_craft_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("slug", name=op.f("uq_venue_slug")),
    )
    for column in ("commune_code", "facility_id", "village_id"):
        op.create_index(op.f(f"ix_venue_{column}"), "venue", [column])
    op.create_table(
        "venue_hours",
        number("id"),
        number("venue_id"),
        number("weekday"),
        number("opens"),
        number("closes"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_venue_hours_known_weekday")),
        sa.CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440", name=op.f("ck_venue_hours_opens_first")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_venue_hours_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_hours")),
        sa.UniqueConstraint("venue_id", "weekday", name=op.f("uq_venue_hours_venue_id_weekday")),
    )


def _visits():
    op.create_table(
        "venue_visit",
        number("id"),
        number("venue_id"),
        *words("kind", "title", "title_en"),
        moment("starts_at"),
        moment("ends_at"),
        number("places"),
        number("taken"),
        number("price"),
        moment("cancelled_at", nullable=True),
        *words("cancelled_why"),
        sa.CheckConstraint("kind IN ('visit', 'workshop')", name=op.f("ck_venue_visit_known_kind")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_venue_visit_starts_before_it_ends")),
        sa.CheckConstraint("places BETWEEN 1 AND 200", name=op.f("ck_venue_visit_places_in_range")),
        sa.CheckConstraint("taken >= 0 AND taken <= places", name=op.f("ck_venue_visit_taken_within_places")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_venue_visit_price_not_negative")),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_why = '')", name=op.f("ck_venue_visit_cancelled_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_venue_visit_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_visit")),
    )
    op.create_index("ix_venue_visit_turn", "venue_visit", ["venue_id", "starts_at"])
    op.create_table(
        "venue_booking",
        number("id"),
        number("visit_id"),
        *words("token", "name", "phone"),
        number("people"),
        moment("made_at"),
        moment("cancelled_at", nullable=True),
        sa.CheckConstraint("people BETWEEN 1 AND 10", name=op.f("ck_venue_booking_people_in_range")),
        sa.ForeignKeyConstraint(["visit_id"], ["venue_visit.id"], name=op.f("fk_venue_booking_visit_id_venue_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_booking")),
        sa.UniqueConstraint("token", name=op.f("uq_venue_booking_token")),
    )
    op.create_index(op.f("ix_venue_booking_visit_id"), "venue_booking", ["visit_id"])


def downgrade():
    op.execute("DELETE FROM feature WHERE shelf_id IN (SELECT id FROM shelf WHERE place = 'venue')")
    op.execute("DELETE FROM shelf WHERE place = 'venue'")
    op.drop_index("ix_shelf_venue_id", "shelf")
    with op.batch_alter_table("shelf") as shelf:
        shelf.drop_constraint(op.f("ck_shelf_of_a_venue"), type_="check")
        shelf.drop_constraint(op.f("ck_shelf_known_place"), type_="check")
        shelf.create_check_constraint(op.f("ck_shelf_known_place"), FORMER_PLACES)
        shelf.drop_constraint("fk_shelf_venue_id_venue", type_="foreignkey")
        shelf.drop_column("venue_id")
    for table in ("venue_booking", "venue_visit", "venue_hours", "venue"):
        op.drop_table(table)
