"""what shows a picture is found by the picture

Revision ID: 0042
Revises: 0037
"""

from alembic import op

revision = "0042"
down_revision = "0037"
branch_labels = None
depends_on = None

KEYS = (
    ("photo", "picture_id"),
    ("frame", "picture_id"),
    ("making_step", "picture_id"),
    ("facility", "picture_id"),
    ("booth", "banner_id"),
)


def upgrade():
    for table, column in KEYS:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade():
    for table, column in reversed(KEYS):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
