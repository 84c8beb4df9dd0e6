"""products have days on which they are shown, an archive, and every address they ever had

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATES = "'draft', 'submitted', 'published', 'sent_back', 'withdrawn', 'taken_down'"


def upgrade():
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.add_column(sa.Column("show_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("show_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_product_known_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_product_known_state"), f"state IN ({STATES}, 'archived')")
        batch_op.create_check_constraint(
            batch_op.f("ck_product_shown_forwards"),
            "show_from IS NULL OR show_until IS NULL OR show_from < show_until",
        )

    op.create_table(
        "product_slug",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_slug_product_id_product")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_product_slug")),
    )
    with op.batch_alter_table("product_slug", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_slug_product_id"), ["product_id"], unique=False)
    op.execute("INSERT INTO product_slug (slug, product_id, since) SELECT slug, id, created_at FROM product")


def downgrade():
    with op.batch_alter_table("product_slug", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_slug_product_id"))
    op.drop_table("product_slug")

    op.execute("UPDATE product SET state = 'withdrawn' WHERE state = 'archived'")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_product_shown_forwards"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_product_known_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_product_known_state"), f"state IN ({STATES})")
        batch_op.drop_column("show_until")
        batch_op.drop_column("show_from")
