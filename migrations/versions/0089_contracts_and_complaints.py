"""contracts signed at a fair (R4) and complaints of its visitors (R6)

Revision ID: 0089
Revises: 0098
"""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0098"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "fair_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        *_where("fair_contract", of_a_booth=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("partner_kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("mimetype", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('contract', 'memorandum')", name=op.f("ck_fair_contract_known_kind")),
        sa.CheckConstraint("partner_kind IN ('domestic', 'foreign')", name=op.f("ck_fair_contract_known_partner")),
        sa.CheckConstraint("partner <> ''", name=op.f("ck_fair_contract_has_a_partner")),
        sa.CheckConstraint("digest <> ''", name=op.f("ck_fair_contract_has_evidence")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_fair_contract_amount_not_negative")),
        sa.CheckConstraint("kind <> 'contract' OR amount > 0", name=op.f("ck_fair_contract_contract_has_a_value")),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancel_reason = '')", name=op.f("ck_fair_contract_cancelled_for_a_reason")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_contract")),
    )
    op.create_table(
        "fair_complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        *_where("fair_complaint", of_a_booth=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('', 'upheld', 'settled', 'refused', 'passed_on')", name=op.f("ck_fair_complaint_known_outcome")
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_fair_complaint_has_words")),
        sa.CheckConstraint("made_at < due_at", name=op.f("ck_fair_complaint_time_to_answer")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome = '') AND (closed_at IS NULL) = (answer = '')",
            name=op.f("ck_fair_complaint_whole_answer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_complaint")),
        sa.UniqueConstraint("token", name=op.f("uq_fair_complaint_token")),
    )
    for table in ("fair_contract", "fair_complaint"):
        for column in ("fair_id", "facility_id", "scheme_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _where(table, *, of_a_booth):
    return (
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=not of_a_booth),
        sa.Column("stand_id", sa.Integer(), nullable=True),
        sa.Column("facility_id", sa.Integer(), nullable=not of_a_booth),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f(f"fk_{table}_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["booth_id", "fair_id"], ["booth.id", "booth.fair_id"], name=f"fk_{table}_booth_of_its_fair"
        ),
        sa.ForeignKeyConstraint(
            ["stand_id"], ["stand.id"], name=op.f(f"fk_{table}_stand_id_stand"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f(f"fk_{table}_facility_id_facility")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f(f"fk_{table}_scheme_id_scheme")),
    )


def downgrade():
    op.drop_table("fair_complaint")
    op.drop_table("fair_contract")
