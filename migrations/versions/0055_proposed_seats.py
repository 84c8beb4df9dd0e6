"""a proposal of who stands where

Revision ID: 0055
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_proposal_fair_id_fair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("fair_id", name=op.f("uq_proposal_fair_id")),
    )
    op.create_table(
        "proposed_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposed_seat_proposal_id_proposal")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_proposed_seat_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["stand_id"], ["stand.id"], name=op.f("fk_proposed_seat_stand_id_stand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_seat")),
        sa.UniqueConstraint("application_id", name=op.f("uq_proposed_seat_application_id")),
        sa.UniqueConstraint("stand_id", name=op.f("uq_proposed_seat_stand_id")),
    )
    op.create_index(op.f("ix_proposed_seat_proposal_id"), "proposed_seat", ["proposal_id"])


def downgrade():
    op.drop_table("proposed_seat")
    op.drop_table("proposal")
