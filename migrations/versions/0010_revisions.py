"""edits of published products wait to be looked at

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('waiting', 'sent_back')")


def upgrade():
    op.create_table(
        "product_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent_back', 'approved', 'withdrawn', 'joined')",
            name=op.f("ck_product_revision_known_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('waiting', 'sent_back')) = (closed_at IS NULL)",
            name=op.f("ck_product_revision_closed_when_decided"),
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_revision_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_revision")),
    )
    op.create_index(op.f("ix_product_revision_product_id"), "product_revision", ["product_id"], unique=False)
    op.create_index(
        "uq_product_revision_open",
        "product_revision",
        ["product_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade():
    op.drop_index("uq_product_revision_open", table_name="product_revision", sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_index(op.f("ix_product_revision_product_id"), table_name="product_revision")
    op.drop_table("product_revision")
