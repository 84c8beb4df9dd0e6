"""the programme of a fair, and its sponsors

Revision ID: 0036
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0042"
branch_labels = None
depends_on = None


def words(*names):
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def moment(name, **options):
    return sa.Column(name, sa.DateTime(timezone=True), **options)


def upgrade():
    op.create_index("ix_booth_of_fair", "booth", ["id", "fair_id"], unique=True)
    op.create_table(
        "fair_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        *words("slug", "kind", "title", "title_en", "summary", "summary_en", "speaker", "place"),
        sa.Column("booth_id", sa.Integer(), nullable=True),
        moment("starts_at", nullable=False),
        moment("ends_at", nullable=False),
        *words("stream_url", "replay_url"),
        moment("changed_at", nullable=False),
        moment("cancelled_at", nullable=True),
        sa.CheckConstraint("kind IN ('ceremony', 'talk', 'demo', 'live')", name=op.f("ck_fair_session_known_kind")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_fair_session_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_fair_session_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["booth_id", "fair_id"], ["booth.id", "booth.fair_id"], name="fk_fair_session_booth_of_its_fair"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_session")),
        sa.UniqueConstraint("fair_id", "slug", name=op.f("uq_fair_session_fair_id_slug")),
    )
    op.create_index("ix_fair_session_turn", "fair_session", ["fair_id", "starts_at"])
    op.create_index(op.f("ix_fair_session_booth_id"), "fair_session", ["booth_id"])
    op.create_table(
        "fair_sponsor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        *words("level", "name", "name_en", "gives", "gives_en", "url"),
        sa.CheckConstraint(
            "level IN ('diamond', 'gold', 'silver', 'bronze', 'companion')", name=op.f("ck_fair_sponsor_known_level")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_fair_sponsor_fair_id_fair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_sponsor")),
        sa.UniqueConstraint("fair_id", "name", name=op.f("uq_fair_sponsor_fair_id_name")),
    )


def downgrade():
    op.drop_table("fair_sponsor")
    op.drop_table("fair_session")
    op.drop_index("ix_booth_of_fair", "booth")
