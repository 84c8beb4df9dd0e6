"""fairs as staff keep them: place, hours day by day, set-up, who pays, called off, reported

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TEXTS = ("address", "called_off", "called_off_reason", "called_off_reason_en", "report_number")
MOMENTS = ("setup_at", "setup_until", "called_off_at", "reported_at")
CHECKS = {
    "known_calling_off": "called_off IN ('', 'cancelled', 'postponed')",
    "called_off_for_a_reason": "(called_off = '') = (called_off_reason = '')",
    "call_runs_forwards": "applications_open_at < applications_close_at",
    "call_ends_before_it_opens": "applications_close_at <= opens_at",
    "setup_runs_forwards": "setup_at < setup_until",
    "set_up_before_it_opens": "setup_at < opens_at AND setup_until <= opens_at",
    "reported_after_it_closed": "reported_at >= closes_at",
    "report_has_a_number": "(reported_at IS NULL) = (report_number = '')",
}
# A call that ends after the opening ended at the opening; one that ends before it begins never took anybody.
MEND = (
    "UPDATE fair SET applications_close_at = opens_at WHERE applications_close_at > opens_at",
    "UPDATE fair SET applications_open_at = NULL, applications_close_at = NULL "
    "WHERE applications_open_at >= applications_close_at",
)


def upgrade():
    for statement in MEND:
        op.execute(statement)
    with op.batch_alter_table("fair") as table:
        for name in TEXTS:
            table.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("commune_code", sa.String(), nullable=True))
        for name in MOMENTS:
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("fair") as table:
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_fair_{name}"), rule)
    op.create_table(
        "fair_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_fair_day_opens_first")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_fair_day_fair_id_fair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_day")),
        sa.UniqueConstraint("fair_id", "day", name=op.f("uq_fair_day_fair_id_day")),
    )
    op.create_table(
        "fair_funding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("funding_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_fair_funding_fair_id_fair")),
        sa.ForeignKeyConstraint(["funding_id"], ["funding.id"], name=op.f("fk_fair_funding_funding_id_funding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_funding")),
        sa.UniqueConstraint("fair_id", "funding_id", name=op.f("uq_fair_funding_fair_id_funding_id")),
    )
    op.create_index(op.f("ix_fair_funding_funding_id"), "fair_funding", ["funding_id"])


def downgrade():
    op.drop_table("fair_funding")
    op.drop_table("fair_day")
    with op.batch_alter_table("fair") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_fair_{name}"), type_="check")
    with op.batch_alter_table("fair") as table:
        for name in (*TEXTS, "commune_code", *MOMENTS):
            table.drop_column(name)
