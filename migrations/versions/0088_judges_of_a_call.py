"""who scores a call is named; those who scored before were its judges

Revision ID: 0088
Revises: 0087
"""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

WHO_SCORED = """
INSERT INTO call_judge (fair_id, person_id, named_at)
SELECT application.fair_id, assessment.scorer_id, min(assessment.made_at)
FROM assessment JOIN application ON application.id = assessment.application_id
GROUP BY application.fair_id, assessment.scorer_id
"""
WHOSE_SEAT = """
UPDATE assessment SET judge_id = (
  SELECT call_judge.id FROM call_judge JOIN application ON application.fair_id = call_judge.fair_id
  WHERE application.id = assessment.application_id AND call_judge.person_id = assessment.scorer_id)
"""


def upgrade():
    op.create_table(
        "call_judge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_call_judge_fair_id_fair")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_call_judge_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_judge")),
        sa.UniqueConstraint("fair_id", "person_id", name=op.f("uq_call_judge_fair_id_person_id")),
        sa.UniqueConstraint("id", "person_id", name=op.f("uq_call_judge_id_person_id")),
    )
    op.create_index(op.f("ix_call_judge_person_id"), "call_judge", ["person_id"])
    with op.batch_alter_table("assessment") as batch:
        batch.add_column(sa.Column("judge_id", sa.Integer(), nullable=True))
    op.execute(WHO_SCORED)
    op.execute(WHOSE_SEAT)
    with op.batch_alter_table("assessment") as batch:
        batch.alter_column("judge_id", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key("fk_assessment_by_a_judge", "call_judge", ["judge_id", "scorer_id"], ["id", "person_id"])
        batch.create_index(op.f("ix_assessment_judge_id"), ["judge_id"])


def downgrade():
    with op.batch_alter_table("assessment") as batch:
        batch.drop_index(op.f("ix_assessment_judge_id"))
        batch.drop_constraint("fk_assessment_by_a_judge", type_="foreignkey")
        batch.drop_column("judge_id")
    op.drop_table("call_judge")
