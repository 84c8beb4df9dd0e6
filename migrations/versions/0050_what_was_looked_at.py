"""visits know the fair, stand and scheme they were to; placards, price cards and slots are counted apart

Revision ID: 0050
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0047"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('product', 'booth', 'fair', 'facility', 'lot')"
AFTER = "kind IN ('product', 'booth', 'fair', 'facility', 'lot', 'scan', 'card', 'slot')"
KEYS = (
    ("visit_count", "stand", True),
    ("visit_count", "scheme", True),
    ("visit_count", "fair", False),
    ("order_line", "stand", True),
    ("enquiry", "stand", True),
    ("enquiry", "feature", True),
)


def upgrade():
    for table, subject, is_indexed in KEYS:
        gone = "SET NULL" if subject in ("stand", "feature") else None
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(f"{subject}_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_{table}_{subject}_id_{subject}"), subject, [f"{subject}_id"], ["id"], ondelete=gone
            )
        if is_indexed:
            op.create_index(op.f(f"ix_{table}_{subject}_id"), table, [f"{subject}_id"])
    op.create_index("ix_visit_count_fair", "visit_count", ["fair_id", "kind"])
    with op.batch_alter_table("visit_count") as batch:
        batch.drop_constraint(op.f("ck_visit_count_known_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_visit_count_known_kind"), AFTER)
    # A booth never changes its fair; its scheme is what reports have said so far.
    op.execute("UPDATE visit_count SET fair_id = (SELECT id FROM fair WHERE id = subject_id) WHERE kind = 'fair'")
    for column in ("fair_id", "scheme_id"):
        op.execute(
            f"UPDATE visit_count SET {column} = (SELECT booth.{column} FROM booth WHERE booth.id = subject_id)"
            " WHERE kind = 'booth'"
        )


def downgrade():
    op.execute("DELETE FROM visit_count WHERE kind IN ('scan', 'card', 'slot')")
    with op.batch_alter_table("visit_count") as batch:
        batch.drop_constraint(op.f("ck_visit_count_known_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_visit_count_known_kind"), BEFORE)
    op.drop_index("ix_visit_count_fair", "visit_count")
    for table, subject, is_indexed in reversed(KEYS):
        if is_indexed:
            op.drop_index(op.f(f"ix_{table}_{subject}_id"), table_name=table)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_{subject}_id_{subject}"), type_="foreignkey")
            batch.drop_column(f"{subject}_id")
