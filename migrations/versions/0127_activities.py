"""activities of schemes: who took part, what became of them, sign-ups and papers

Revision ID: 0127
Revises: 0115
"""

import sqlalchemy as sa
from alembic import op

revision = "0127"
down_revision = "0115"
branch_labels = None
depends_on = None

CHECKS = {
    "activity": {
        "known_kind": "kind IN ('class', 'course', 'assessment', 'model', 'equipment', 'fair_support', 'information')",
        "starts_before_it_ends": "starts_on <= ends_on",
        "places_in_range": "places BETWEEN 0 AND 500",
        "taken_within_places": "taken >= 0 AND taken <= places",
        "planned_not_negative": "planned >= 0",
        "opens_first": "opens >= 0 AND opens < closes AND closes <= 1440",
        "whole_hours": "(opens IS NULL) = (closes IS NULL)",
        "cancelled_for_a_reason": "(cancelled_at IS NULL) = (cancelled_why = '')",
        "withdrawn_for_a_reason": "(withdrawn_at IS NULL) = (withdrawn_why = '')",
        "withdrawn_once_approved": "withdrawn_at IS NULL OR approved_at <= withdrawn_at",
        "cancelled_is_never_approved": "approved_at IS NULL OR cancelled_at IS NULL",
    },
    "participant": {
        "somebody": "facility_id IS NOT NULL OR name <> ''",
        "quantity_in_range": "quantity BETWEEN 1 AND 1000",
        "born_in_our_time": "birth_year BETWEEN 1900 AND 2100",
    },
}
TABLES = ("activity_file", "activity_sign_up", "follow_up", "participant", "activity")


def upgrade():
    _make(
        "activity",
        {"scheme_id": "scheme", "replaces_id": "activity"},
        *_words("slug", "kind", "name", "name_en", "summary", "place", "province_code", "unit"),
        *_words("cancelled_why", "withdrawn_why"),
        sa.Column("commune_code", sa.String(), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("starts_on", "ends_on")),
        *_numbers("scheme_id", "planned", "places", "taken", "revision"),
        *_numbers("opens", "closes", "recorded_by", "approved_by", "withdrawn_by", "replaces_id", nullable=True),
        *_moments("recorded_at"),
        *_moments("announced_at", "cancelled_at", "approved_at", "withdrawn_at", nullable=True),
        sa.UniqueConstraint("slug", name=op.f("uq_activity_slug")),
    )
    op.create_index("ix_activity_turn", "activity", ["ends_on", "kind"])
    _make(
        "participant",
        {"activity_id": "activity", "facility_id": "facility", "support_id": "support"},
        *_words("name", "phone", "who_key"),
        sa.Column("is_woman", sa.Boolean(), nullable=True),
        *_numbers("activity_id", "quantity"),
        *_numbers("facility_id", "support_id", "birth_year", "recorded_by", "removed_by", nullable=True),
        *_moments("recorded_at"),
        *_moments("removed_at", nullable=True),
    )
    _unique_while("uq_participant_once", "participant", ["activity_id", "who_key"], "removed_at IS NULL")
    _make(
        "follow_up",
        {"participant_id": "participant"},
        sa.Column("works", sa.Boolean(), nullable=False),
        *_numbers("participant_id"),
        *_numbers("noted_by", nullable=True),
        *_moments("noted_at"),
    )
    _make(
        "activity_sign_up",
        {"activity_id": "activity", "participant_id": "participant"},
        *_words("token", "name", "phone", "works_at"),
        sa.Column("is_woman", sa.Boolean(), nullable=True),
        *_numbers("activity_id"),
        *_numbers("birth_year", "participant_id", nullable=True),
        *_moments("made_at"),
        *_moments("cancelled_at", nullable=True),
        sa.UniqueConstraint("token", name=op.f("uq_activity_sign_up_token")),
    )
    _unique_while("uq_activity_sign_up_phone", "activity_sign_up", ["activity_id", "phone"], "cancelled_at IS NULL")
    _make(
        "activity_file",
        {"activity_id": "activity"},
        *_words("digest", "title", "mimetype"),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        *_numbers("activity_id", "byte_count"),
        *_numbers("added_by", nullable=True),
        *_moments("added_at"),
        sa.UniqueConstraint("activity_id", "digest", name=op.f("uq_activity_file_activity_id_digest")),
    )
    found = {
        "activity": ("scheme_id", "commune_code"),
        "participant": ("facility_id", "support_id", "who_key"),
        "follow_up": ("participant_id",),
    }
    for table, columns in found.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade():
    for table in TABLES:
        op.drop_table(table)


def _make(table, keys, *columns):
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in CHECKS.get(table, {}).items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"))
            for column, of in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _unique_while(name, table, columns, rule):
    op.create_index(
        name, table, columns, unique=True, sqlite_where=sa.text(rule), postgresql_where=sa.text(rule)
    )


def _words(*names):
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbers(*names, nullable=False):
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _moments(*names, nullable=False):
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]
