"""visitors of a fair: their tickets, and whom a booth may note down

Revision ID: 0058
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0060"
branch_labels = None
depends_on = None


def moment(name, **options):
    return sa.Column(name, sa.DateTime(timezone=True), **options)


def upgrade():
    op.create_table(
        "fair_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("token", "code", "name", "contact")),
        sa.Column("shares_contact", sa.Boolean(), nullable=False),
        moment("registered_at", nullable=False),
        moment("entered_at", nullable=True),
        moment("erased_at", nullable=True),
        sa.CheckConstraint("NOT shares_contact OR contact <> ''", name=op.f("ck_fair_ticket_shares_what_there_is")),
        sa.CheckConstraint("shares_contact OR contact = ''", name=op.f("ck_fair_ticket_keeps_what_is_shared")),
        sa.CheckConstraint(
            "erased_at IS NULL OR (name = '' AND contact = '')", name=op.f("ck_fair_ticket_erased_is_empty")
        ),
        sa.CheckConstraint("(erased_at IS NULL) = (name <> '')", name=op.f("ck_fair_ticket_has_a_name")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_fair_ticket_fair_id_fair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_ticket")),
        sa.UniqueConstraint("code", name=op.f("uq_fair_ticket_code")),
        sa.UniqueConstraint("id", "fair_id", name=op.f("uq_fair_ticket_id_fair_id")),
        sa.UniqueConstraint("token", name=op.f("uq_fair_ticket_token")),
    )
    op.create_index("ix_fair_ticket_entered", "fair_ticket", ["fair_id", "entered_at"])
    op.create_table(
        "fair_lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        moment("noted_at", nullable=False),
        sa.ForeignKeyConstraint(
            ["booth_id", "fair_id"], ["booth.id", "booth.fair_id"], name="fk_fair_lead_booth_of_the_fair"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id", "fair_id"], ["fair_ticket.id", "fair_ticket.fair_id"], name="fk_fair_lead_ticket_of_the_fair"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_lead")),
        sa.UniqueConstraint("booth_id", "ticket_id", name=op.f("uq_fair_lead_booth_id_ticket_id")),
    )
    op.create_index(op.f("ix_fair_lead_ticket_id"), "fair_lead", ["ticket_id"])


def downgrade():
    op.drop_table("fair_lead")
    op.drop_table("fair_ticket")
