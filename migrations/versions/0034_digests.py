"""what makers are told of demand

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "demand_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("shelf", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('go', 'held')", name=op.f("ck_demand_term_known_state")),
        sa.CheckConstraint("state <> 'go' OR shelf <> ''", name=op.f("ck_demand_term_goes_to_a_shelf")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_term")),
        sa.UniqueConstraint("key", name=op.f("uq_demand_term_key")),
    )
    op.create_table(
        "demand_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_demand_digest_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_digest")),
        sa.UniqueConstraint("facility_id", "period", name=op.f("uq_demand_digest_facility_id_period")),
    )
    op.create_index(op.f("ix_demand_digest_period"), "demand_digest", ["period"])
    op.create_table(
        "digest_refusal",
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_digest_refusal_facility_id_facility")),
        sa.PrimaryKeyConstraint("facility_id", name=op.f("pk_digest_refusal")),
    )


def downgrade():
    op.drop_table("digest_refusal")
    op.drop_table("demand_digest")
    op.drop_table("demand_term")
