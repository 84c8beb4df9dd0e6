"""photos may carry a mark, turntable frames and private designs stand beside them, files come in parts

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "design",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_design_has_size")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_design_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design")),
        sa.UniqueConstraint("product_id", "source", name=op.f("uq_design_product_id_source")),
    )
    op.create_table(
        "frame",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_frame_picture_id_picture")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_frame_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame")),
        sa.UniqueConstraint("product_id", "picture_id", name=op.f("uq_frame_product_id_picture_id")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("keeps_place", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'taken', 'refused')", name=op.f("ck_upload_known_state")),
        sa.CheckConstraint("use IN ('photo', 'frame', 'design')", name=op.f("ck_upload_known_use")),
        sa.CheckConstraint("received BETWEEN 0 AND size", name=op.f("ck_upload_received_within_size")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_upload_facility_id_facility")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_upload_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_upload_key")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_facility_id"), ["facility_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_product_id"), ["product_id"], unique=False)

    op.create_table(
        "design_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_design_access_enquiry_id_enquiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design_access")),
        sa.UniqueConstraint("enquiry_id", name=op.f("uq_design_access_enquiry_id")),
        sa.UniqueConstraint("token", name=op.f("uq_design_access_token")),
    )
    with op.batch_alter_table("facility", schema=None) as batch_op:
        batch_op.add_column(sa.Column("marks_photos", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_marked", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("mark", sa.String(), nullable=True))

    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.add_column(sa.Column("video_url", sa.String(), nullable=False, server_default=""))


def downgrade():
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_column("video_url")

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_column("mark")
        batch_op.drop_column("source")
        batch_op.drop_column("is_marked")

    with op.batch_alter_table("facility", schema=None) as batch_op:
        batch_op.drop_column("marks_photos")

    op.drop_table("design_access")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_product_id"))
        batch_op.drop_index(batch_op.f("ix_upload_facility_id"))

    op.drop_table("upload")
    op.drop_table("frame")
    op.drop_table("design")
