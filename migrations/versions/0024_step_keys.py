"""steps of making have a key of their own, the same before and after an edit of them waited

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("making_step") as table:
        table.add_column(sa.Column("key", sa.String(), nullable=True))
    op.execute("UPDATE making_step SET key = CAST(id AS VARCHAR)")  # no letters: none that is made up later is the same
    with op.batch_alter_table("making_step") as table:
        table.alter_column("key", existing_type=sa.String(), nullable=False)
        table.create_unique_constraint(op.f("uq_making_step_key"), ["key"])


def downgrade():
    with op.batch_alter_table("making_step") as table:
        table.drop_constraint(op.f("uq_making_step_key"), type_="unique")
        table.drop_column("key")
