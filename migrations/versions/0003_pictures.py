"""pictures are developed by the worker, have a focus, hints and a fingerprint; where one was taken is kept apart

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-28

"""

from alembic import op
import sqlalchemy as sa


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHECKS = {
    "whole_focus": "(focus_x IS NULL) = (focus_y IS NULL)",
    "focus_inside": "focus_x IS NULL OR (focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100)",
    "whole_found": "(found_x IS NULL) = (found_y IS NULL)",
    "found_inside": "found_x IS NULL OR (found_x BETWEEN 0 AND 100 AND found_y BETWEEN 0 AND 100)",
    "refused_or_ready": "refused IS NULL OR ready_at IS NULL",
}
NUMBERS = ("focus_x", "focus_y", "found_x", "found_y")


def upgrade():
    with op.batch_alter_table("picture", schema=None) as batch_op:
        for name in NUMBERS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("hints", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("fingerprint", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("avif_widths", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("refused", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True))
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_picture_{name}"), rule)
        batch_op.create_index(batch_op.f("ix_picture_fingerprint"), ["fingerprint"], unique=False)
    op.execute("UPDATE picture SET ready_at = created_at")  # until now no row came before its renditions
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.alter_column("hints", server_default=None, existing_type=sa.JSON())
        batch_op.alter_column("avif_widths", server_default=None, existing_type=sa.JSON())

    op.create_table(
        "picture_origin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_picture_origin_whole_place")),
        sa.CheckConstraint(
            "lat IS NULL OR (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)",
            name=op.f("ck_picture_origin_place_on_earth"),
        ),
        sa.CheckConstraint("lat IS NOT NULL OR taken_at IS NOT NULL", name=op.f("ck_picture_origin_tells_something")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_picture_origin_picture_id_picture")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_origin")),
        sa.UniqueConstraint("picture_id", name=op.f("uq_picture_origin_picture_id")),
    )


def downgrade():
    op.drop_table("picture_origin")
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_picture_fingerprint"))
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_picture_{name}"), type_="check")
        for name in (*NUMBERS, "hints", "fingerprint", "avif_widths", "refused", "ready_at"):
            batch_op.drop_column(name)
