"""shelves of every kind, and goods that stand by

Revision ID: 0049
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0052"
branch_labels = None
depends_on = None

CHECKS = {
    "ck_shelf_known_place": "place IN ('home', 'front', 'hall', 'group', 'season')",
    "ck_shelf_of_a_fair": "(fair_id IS NOT NULL) = (place IN ('front', 'hall'))",
    "ck_shelf_of_a_hall": "hall_id IS NULL OR place = 'hall'",
    "ck_shelf_of_a_group": "(group_slug <> '') = (place = 'group')",
    "ck_shelf_season_begins": "(starts_at IS NOT NULL) = (place = 'season')",
    "ck_shelf_season_ends": "(ends_at IS NOT NULL) = (place = 'season')",
    "ck_shelf_season_forwards": "starts_at < ends_at",
}


def upgrade():
    with op.batch_alter_table("shelf") as shelf:
        shelf.add_column(sa.Column("key", sa.String(), nullable=True))
        shelf.add_column(sa.Column("hall_id", sa.Integer(), nullable=True))
        shelf.add_column(sa.Column("group_slug", sa.String(), nullable=False, server_default=""))
        shelf.add_column(sa.Column("title_en", sa.String(), nullable=False, server_default=""))
        shelf.add_column(sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
        shelf.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        shelf.alter_column("fair_id", existing_type=sa.Integer(), nullable=True)
        shelf.drop_constraint("uq_shelf_fair_id_place", type_="unique")
    op.execute("UPDATE shelf SET key = 'phien-' || fair_id")
    with op.batch_alter_table("shelf") as shelf:
        shelf.alter_column("key", existing_type=sa.String(), nullable=False)
        shelf.alter_column("group_slug", existing_type=sa.String(), server_default=None)
        shelf.alter_column("title_en", existing_type=sa.String(), server_default=None)
        shelf.create_unique_constraint("uq_shelf_key", ["key"])
        shelf.create_foreign_key("fk_shelf_hall_id_hall", "hall", ["hall_id"], ["id"], ondelete="SET NULL")
        for name, rule in CHECKS.items():
            shelf.create_check_constraint(op.f(name), rule)
    op.create_index("ix_shelf_fair_id", "shelf", ["fair_id"])
    op.create_index("ix_shelf_hall_id", "shelf", ["hall_id"])
    with op.batch_alter_table("feature") as feature:
        feature.add_column(sa.Column("is_reserve", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("feature") as feature:
        feature.alter_column("is_reserve", existing_type=sa.Boolean(), server_default=None)


def downgrade():
    """Shelves of other kinds go only where nothing was sold or asked through them: else this is refused by the keys."""
    op.execute("DELETE FROM feature WHERE shelf_id IN (SELECT id FROM shelf WHERE place <> 'front')")
    op.execute("DELETE FROM shelf WHERE place <> 'front'")
    with op.batch_alter_table("feature") as feature:
        feature.drop_column("is_reserve")
    op.drop_index("ix_shelf_hall_id", "shelf")
    op.drop_index("ix_shelf_fair_id", "shelf")
    with op.batch_alter_table("shelf") as shelf:
        for name in CHECKS:
            shelf.drop_constraint(op.f(name), type_="check")
        shelf.drop_constraint("fk_shelf_hall_id_hall", type_="foreignkey")
        shelf.drop_constraint("uq_shelf_key", type_="unique")
        shelf.alter_column("fair_id", existing_type=sa.Integer(), nullable=False)
        for name in ("key", "hall_id", "group_slug", "title_en", "starts_at", "ends_at"):
            shelf.drop_column(name)
        shelf.create_unique_constraint("uq_shelf_fair_id_place", ["fair_id", "place"])
