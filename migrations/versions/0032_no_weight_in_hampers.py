"""what is sold by weight lies in no hamper: in the database

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

WALLS = {"fk_bundle_part_hamper_not_weighed": "bundle_id", "fk_bundle_part_part_not_weighed": "part_id"}
# A part that is weighed all the same leaves its hamper: what one comes to could not be said.
LEAVE = (
    "DELETE FROM bundle_part WHERE EXISTS (SELECT 1 FROM variant WHERE variant.by_weight "
    "AND variant.id IN (bundle_part.bundle_id, bundle_part.part_id))"
)


def upgrade():
    with op.batch_alter_table("variant") as table:
        table.add_column(sa.Column("by_weight", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE variant SET by_weight = (price_per_kg IS NOT NULL)")
    with op.batch_alter_table("variant") as table:
        table.alter_column("by_weight", server_default=None, existing_type=sa.Boolean())
        table.create_check_constraint(op.f("ck_variant_by_weight_is_weighed"), "by_weight = (price_per_kg IS NOT NULL)")
        table.create_index("ix_variant_by_weight", ["id", "by_weight"], unique=True)
    op.execute(LEAVE)
    with op.batch_alter_table("bundle_part") as table:
        table.add_column(sa.Column("by_weight", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("bundle_part") as table:
        table.alter_column("by_weight", server_default=None, existing_type=sa.Boolean())
        table.create_check_constraint(op.f("ck_bundle_part_not_by_weight"), "NOT by_weight")
        for name, column in WALLS.items():
            table.create_foreign_key(name, "variant", [column, "by_weight"], ["id", "by_weight"])


def downgrade():
    with op.batch_alter_table("bundle_part") as table:
        for name in WALLS:
            table.drop_constraint(name, type_="foreignkey")
        table.drop_constraint(op.f("ck_bundle_part_not_by_weight"), type_="check")
        table.drop_column("by_weight")
    with op.batch_alter_table("variant") as table:
        table.drop_index("ix_variant_by_weight")
        table.drop_constraint(op.f("ck_variant_by_weight_is_weighed"), type_="check")
        table.drop_column("by_weight")
