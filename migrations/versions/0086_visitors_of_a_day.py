"""what tells visitors of one day apart, for all machines together; thrown away when the day is over

Revision ID: 0086
Revises: 0096
"""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "visit_salt",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_visit_salt")),
    )
    op.create_table(
        "visit_seen",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "digest", name=op.f("pk_visit_seen")),
    )


def downgrade():
    op.drop_table("visit_seen")
    op.drop_table("visit_salt")
