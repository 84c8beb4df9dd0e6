"""what makers promise: hampers, lots, weeks of making, dates of services, delivery ranges, steps of making

Revision ID: 0016
Revises: 0015
"""

from alembic import op
import sqlalchemy as sa


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KINDS = "kind IN ('product', 'booth', 'fair', 'facility'{})"


def upgrade():
    op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("week_units", sa.Integer(), nullable=False),
        sa.Column("cut_off_on", sa.Date(), nullable=True),
        sa.Column("resumes_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(cut_off_on IS NULL) = (resumes_on IS NULL)", name=op.f("ck_calendar_pause_has_an_end")),
        sa.CheckConstraint("resumes_on > cut_off_on", name=op.f("ck_calendar_pause_forwards")),
        sa.CheckConstraint("week_units BETWEEN 0 AND 10000", name=op.f("ck_calendar_units_in_range")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_calendar_facility_id_facility")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_calendar_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
        sa.UniqueConstraint("facility_id", "name", name=op.f("uq_calendar_facility_id_name")),
        sa.UniqueConstraint("product_id", name=op.f("uq_calendar_product_id")),
    )
    op.create_table(
        "delivery_range",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("communes", sa.JSON(), nullable=False),
        sa.Column("cut_off_hour", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "reach IN ('everywhere', 'province', 'communes', 'same_day', 'pick_up')",
            name=op.f("ck_delivery_range_known_reach"),
        ),
        sa.CheckConstraint("cut_off_hour BETWEEN 1 AND 23", name=op.f("ck_delivery_range_hour_of_the_day")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_delivery_range_facility_id_facility")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_delivery_range_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_range")),
        sa.UniqueConstraint("product_id", name=op.f("uq_delivery_range_product_id")),
    )
    with op.batch_alter_table("delivery_range", schema=None) as batch_op:
        batch_op.create_index(
            "uq_delivery_range_facility",
            ["facility_id"],
            unique=True,
            sqlite_where=sa.text("product_id IS NULL"),
            postgresql_where=sa.text("product_id IS NULL"),
        )

    op.create_table(
        "service_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("booked >= 0 AND booked <= places", name=op.f("ck_service_session_booked_within_places")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_service_session_forwards")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_service_session_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_session")),
    )
    with op.batch_alter_table("service_session", schema=None) as batch_op:
        batch_op.create_index("ix_service_session_product_starts", ["product_id", "starts_at"], unique=False)

    op.create_table(
        "bundle_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bundle_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("bundle_id <> part_id", name=op.f("ck_bundle_part_not_of_itself")),
        sa.CheckConstraint("count BETWEEN 1 AND 99", name=op.f("ck_bundle_part_count_in_range")),
        sa.ForeignKeyConstraint(["bundle_id"], ["variant.id"], name=op.f("fk_bundle_part_bundle_id_variant")),
        sa.ForeignKeyConstraint(["part_id"], ["variant.id"], name=op.f("fk_bundle_part_part_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_part")),
        sa.UniqueConstraint("bundle_id", "part_id", name=op.f("uq_bundle_part_bundle_id_part_id")),
    )
    with op.batch_alter_table("bundle_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bundle_part_part_id"), ["part_id"], unique=False)

    op.create_table(
        "calendar_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("booked >= 0 AND booked <= capacity", name=op.f("ck_calendar_week_booked_within_capacity")),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_calendar_week_calendar_id_calendar")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_week")),
        sa.UniqueConstraint("calendar_id", "week", name=op.f("uq_calendar_week_calendar_id_week")),
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("use_by", sa.Date(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("note_en", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recall_reason", sa.String(), nullable=False),
        sa.Column("recall_advice", sa.String(), nullable=False),
        sa.CheckConstraint("(recalled_at IS NULL) = (recall_reason = '')", name=op.f("ck_lot_recall_has_a_reason")),
        sa.CheckConstraint("quantity IS NULL OR quantity > 0", name=op.f("ck_lot_quantity_positive")),
        sa.CheckConstraint("use_by IS NULL OR use_by >= made_on", name=op.f("ck_lot_use_by_after_making")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_lot_product_id_product")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_lot_variant_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("code", name=op.f("uq_lot_code")),
        sa.UniqueConstraint("product_id", "number", name=op.f("uq_lot_product_id_number")),
    )
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("variance", sa.String(), nullable=False),
        sa.Column("variance_en", sa.String(), nullable=False),
        sa.Column("artisan", sa.String(), nullable=False),
        sa.Column("artisan_title", sa.String(), nullable=False),
        sa.Column("artisan_title_en", sa.String(), nullable=False),
        sa.Column("technique", sa.String(), nullable=False),
        sa.Column("technique_en", sa.String(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_promise_calendar_id_calendar")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_promise_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("product_id", name=op.f("uq_promise_product_id")),
    )
    op.create_table(
        "making_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(product_id IS NULL) <> (lot_id IS NULL)", name=op.f("ck_making_step_of_one_thing")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_making_step_lot_id_lot")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_making_step_picture_id_picture")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_making_step_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_making_step")),
    )
    with op.batch_alter_table("making_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_making_step_lot_id"), ["lot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_making_step_product_id"), ["product_id"], unique=False)

    op.create_table(
        "order_line_lot",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_order_line_lot_line_id_order_line")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_order_line_lot_lot_id_lot")),
        sa.PrimaryKeyConstraint("line_id", "lot_id", name=op.f("pk_order_line_lot")),
    )
    with op.batch_alter_table("order_line_lot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_line_lot_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "order_line_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_order_line_part_count_positive")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_order_line_part_line_id_order_line")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_order_line_part_variant_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line_part")),
        sa.UniqueConstraint("line_id", "variant_id", name=op.f("uq_order_line_part_line_id_variant_id")),
    )
    with op.batch_alter_table("order_line_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_line_part_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "order_line_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_order_line_week_units_positive")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_order_line_week_line_id_order_line")),
        sa.ForeignKeyConstraint(
            ["week_id"], ["calendar_week.id"], name=op.f("fk_order_line_week_week_id_calendar_week")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line_week")),
    )
    with op.batch_alter_table("order_line_week", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_line_week_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_line_week_week_id"), ["week_id"], unique=False)

    with op.batch_alter_table("cart_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("session_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_cart_line_session_id_service_session"), "service_session", ["session_id"], ["id"]
        )

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("session_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("promised_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_order_line_session_id"), ["session_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_order_line_session_id_service_session"), "service_session", ["session_id"], ["id"]
        )

    _visited(KINDS.format(", 'lot'"))


def downgrade():
    op.execute("DELETE FROM visit_count WHERE kind = 'lot'")
    _visited(KINDS.format(""))
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_order_line_session_id_service_session"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_order_line_session_id"))
        batch_op.drop_column("promised_on")
        batch_op.drop_column("session_id")

    with op.batch_alter_table("cart_line", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cart_line_session_id_service_session"), type_="foreignkey")
        batch_op.drop_column("session_id")

    with op.batch_alter_table("order_line_week", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_line_week_week_id"))
        batch_op.drop_index(batch_op.f("ix_order_line_week_line_id"))

    op.drop_table("order_line_week")
    with op.batch_alter_table("order_line_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_line_part_variant_id"))

    op.drop_table("order_line_part")
    with op.batch_alter_table("order_line_lot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_line_lot_lot_id"))

    op.drop_table("order_line_lot")
    with op.batch_alter_table("making_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_making_step_product_id"))
        batch_op.drop_index(batch_op.f("ix_making_step_lot_id"))

    op.drop_table("making_step")
    op.drop_table("promise")
    op.drop_table("lot")
    op.drop_table("calendar_week")
    with op.batch_alter_table("bundle_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bundle_part_part_id"))

    op.drop_table("bundle_part")
    with op.batch_alter_table("service_session", schema=None) as batch_op:
        batch_op.drop_index("ix_service_session_product_starts")

    op.drop_table("service_session")
    with op.batch_alter_table("delivery_range", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_delivery_range_facility",
            sqlite_where=sa.text("product_id IS NULL"),
            postgresql_where=sa.text("product_id IS NULL"),
        )

    op.drop_table("delivery_range")
    op.drop_table("calendar")


def _visited(kinds):
    with op.batch_alter_table("visit_count") as table:
        table.drop_constraint(op.f("ck_visit_count_known_kind"), type_="check")
        table.create_check_constraint(op.f("ck_visit_count_known_kind"), kinds)
