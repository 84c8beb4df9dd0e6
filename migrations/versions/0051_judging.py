"""judging of applications: scores, decisions, when they were published, objections

Revision ID: 0051
Revises: 0059
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0059"
branch_labels = None
depends_on = None


def key():
    return sa.Column("id", sa.Integer(), nullable=False)


def number(name, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def words(*names):
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def refers(table, column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def closing(table, unique, **checks):
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    for columns in unique:
        yield sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))
    for name, rule in checks.items():
        yield sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def upgrade():
    op.create_table(
        "assessment",
        key(), number("application_id"), number("scorer_id"), *words("remark", "conflict"), moment("made_at"),
        refers("assessment", "application_id", "application"),
        refers("assessment", "scorer_id", "person"),
        *closing(
            "assessment", [["application_id", "scorer_id"]], remark_or_conflict="(remark = '') <> (conflict = '')"
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_assessment_scorer_id"), "assessment", ["scorer_id"])
    op.create_table(
        "point_mark",
        key(), number("assessment_id"), number("criterion_id"), number("points"),
        refers("point_mark", "assessment_id", "assessment"),
        refers("point_mark", "criterion_id", "criterion"),
        *closing(
            "point_mark", [["assessment_id", "criterion_id"]], points_in_range="points BETWEEN 0 AND 100"
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_point_mark_criterion_id"), "point_mark", ["criterion_id"])
    op.create_table(
        "ruling",
        key(), number("fair_id"), moment("scored_at"), moment("published_at", True), moment("objections_until", True),
        refers("ruling", "fair_id", "fair"),
        *closing(
            "ruling", [["fair_id"]],
            publishing_opens_objections="(published_at IS NULL) = (objections_until IS NULL)",
            scored_before_published="published_at >= scored_at",
            time_to_object="objections_until > published_at",
        ),
    )  # fmt: skip
    op.create_table(
        "decision",
        key(), number("application_id"), number("fair_id"), *words("outcome", "reason"), number("turn", True),
        moment("decided_at"), number("decided_by", True), moment("moved_at", True),
        refers("decision", "application_id", "application"),
        refers("decision", "fair_id", "fair"),
        *closing(
            "decision", [["application_id"], ["fair_id", "turn"]],
            known_outcome="outcome IN ('accepted', 'waiting', 'refused')",
            has_a_reason="reason <> ''",
            turn_of_who_waits="turn IS NULL OR (turn > 0 AND outcome = 'waiting')",
        ),
    )  # fmt: skip
    op.create_table(
        "objection",
        key(), number("application_id"), *words("words"), moment("made_at"), *words("answer"),
        moment("answered_at", True), number("answered_by", True),
        refers("objection", "application_id", "application"),
        *closing(
            "objection", [["application_id"]],
            has_words="words <> ''", whole_answer="(answered_at IS NULL) = (answer = '')",
        ),
    )  # fmt: skip


def downgrade():
    for name in ("objection", "decision", "ruling", "point_mark", "assessment"):
        op.drop_table(name)
