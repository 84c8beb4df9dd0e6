"""the open call: criteria of a fair, and what an application asks for

Revision ID: 0047
Revises: 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "name_en", "measures", "measures_en")),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 1 AND 100", name=op.f("ck_criterion_points_in_range")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_criterion_fair_id_fair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("fair_id", "name", name=op.f("uq_criterion_fair_id_name")),
    )
    with op.batch_alter_table("application") as table:
        table.add_column(sa.Column("power", sa.String(), nullable=False, server_default=""))
        for name in ("needs_water", "wants_corner"):
            table.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("units", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("application") as table:
        table.create_check_constraint(op.f("ck_application_known_power"), "power IN ('', '220', '380')")
        table.create_check_constraint(op.f("ck_application_units_in_range"), "units BETWEEN 1 AND 4")
    op.create_table(
        "stand_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_stand_wish_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["stand_id"], ["stand.id"], name=op.f("fk_stand_wish_stand_id_stand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_wish")),
        sa.UniqueConstraint("application_id", "turn", name=op.f("uq_stand_wish_application_id_turn")),
        sa.UniqueConstraint("application_id", "stand_id", name=op.f("uq_stand_wish_application_id_stand_id")),
    )
    op.create_index(op.f("ix_stand_wish_stand_id"), "stand_wish", ["stand_id"])


def downgrade():
    op.drop_table("stand_wish")
    with op.batch_alter_table("application") as table:
        table.drop_constraint(op.f("ck_application_units_in_range"), type_="check")
        table.drop_constraint(op.f("ck_application_known_power"), type_="check")
        for name in ("withdrawn_at", "units", "wants_corner", "needs_water", "power"):
            table.drop_column(name)
    op.drop_table("criterion")
