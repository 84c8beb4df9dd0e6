"""what staff wrote about words: synonyms and traps

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "search_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("both_ways", sa.String(), nullable=False),
        sa.Column("leading", sa.String(), nullable=False),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('synonym', 'trap')", name=op.f("ck_search_words_known_kind")),
        sa.CheckConstraint("state IN ('on', 'off', 'given')", name=op.f("ck_search_words_known_state")),
        sa.CheckConstraint("code <> '' AND version > 0", name=op.f("ck_search_words_has_code_and_version")),
        sa.CheckConstraint(
            "(kind = 'synonym' AND (both_ways <> '' OR (\"leading\" <> '' AND reached <> '')))"
            " OR (kind = 'trap' AND both_ways = '' AND \"leading\" <> '' AND reached <> '')",
            name=op.f("ck_search_words_says_something"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_words")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_search_words_kind_code")),
    )


def downgrade():
    op.drop_table("search_words")
