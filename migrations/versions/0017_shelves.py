"""attributes that staff define, and collections by rule

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "attribute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("browse_category", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('one', 'several', 'number', 'flag')", name=op.f("ck_attribute_known_kind")),
        sa.CheckConstraint("kind = 'number' OR unit = ''", name=op.f("ck_attribute_numbers_have_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute")),
        sa.UniqueConstraint("code", name=op.f("uq_attribute_code")),
    )
    op.create_index("ix_attribute_kind", "attribute", ["id", "kind"], unique=True)
    op.create_table(
        "attribute_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attribute_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attribute_id"], ["attribute.id"], name=op.f("fk_attribute_choice_attribute_id_attribute")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute_choice")),
        sa.UniqueConstraint("attribute_id", "code", name=op.f("uq_attribute_choice_attribute_id_code")),
    )
    op.create_index(op.f("ix_attribute_choice_attribute_id"), "attribute_choice", ["attribute_id"], unique=False)
    op.create_table(
        "product_attribute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("attribute_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('one', 'several')) = (choice IS NOT NULL)", name=op.f("ck_product_attribute_choices_are_chosen")
        ),
        sa.CheckConstraint("choice IS NULL OR choice = value", name=op.f("ck_product_attribute_value_is_the_choice")),
        sa.CheckConstraint(
            "(kind = 'number') = (number IS NOT NULL)", name=op.f("ck_product_attribute_numbers_are_numbers")
        ),
        sa.CheckConstraint(
            "kind <> 'flag' OR value IN ('yes', 'no')", name=op.f("ck_product_attribute_flags_say_yes_or_no")
        ),
        sa.ForeignKeyConstraint(
            ["attribute_id", "kind"], ["attribute.id", "attribute.kind"], name="fk_product_attribute_of_its_kind"
        ),
        sa.ForeignKeyConstraint(
            ["attribute_id", "choice"],
            ["attribute_choice.attribute_id", "attribute_choice.code"],
            name="fk_product_attribute_known_choice",
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_attribute_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_attribute")),
        sa.UniqueConstraint(
            "product_id", "attribute_id", "value", name=op.f("uq_product_attribute_product_id_attribute_id_value")
        ),
    )
    op.create_index(op.f("ix_product_attribute_product_id"), "product_attribute", ["product_id"], unique=False)
    op.create_index(op.f("ix_product_attribute_attribute_id"), "product_attribute", ["attribute_id"], unique=False)
    single = sa.text("kind <> 'several'")
    op.create_index(
        "uq_product_attribute_single",
        "product_attribute",
        ["product_id", "attribute_id"],
        unique=True,
        sqlite_where=single,
        postgresql_where=single,
    )
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("intro", sa.String(), nullable=False),
        sa.Column("intro_en", sa.String(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("title <> '' AND title_en <> ''", name=op.f("ck_collection_has_titles")),
        sa.CheckConstraint(
            "starts_at IS NULL OR ends_at IS NULL OR starts_at < ends_at", name=op.f("ck_collection_runs_forwards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("slug", name=op.f("uq_collection_slug")),
    )
    op.create_table(
        "collection_product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("is_in", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_collection_product_with_reason")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_product_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_collection_product_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_product")),
        sa.UniqueConstraint("collection_id", "product_id", name=op.f("uq_collection_product_collection_id_product_id")),
    )
    op.create_index(op.f("ix_collection_product_collection_id"), "collection_product", ["collection_id"], unique=False)
    op.create_index(op.f("ix_collection_product_product_id"), "collection_product", ["product_id"], unique=False)


def downgrade():
    op.drop_table("collection_product")
    op.drop_table("collection")
    op.drop_table("product_attribute")
    op.drop_table("attribute_choice")
    op.drop_table("attribute")
