"""facilities ask to join

Revision ID: 0113
Revises: 0102
"""

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0102"
branch_labels = None
depends_on = None

KINDS = "kind IN ('doanh_nghiep', 'hop_tac_xa', 'to_hop_tac', 'ho_kinh_doanh')"
CHECKS = {
    "known_state": "state IN ('asked', 'lacking', 'approved', 'refused', 'withdrawn')",
    "known_kind": KINDS,
    "has_a_number": "tax_code IS NOT NULL OR household_number IS NOT NULL",
    "household_number_of_a_household": "household_number IS NULL OR kind = 'ho_kinh_doanh'",
    "says_why": "state NOT IN ('lacking', 'refused') OR words <> ''",
    "decided_once": "(state IN ('asked', 'lacking')) = (decided_at IS NULL)",
    "approved_whole": "state <> 'approved' OR (facility_id IS NOT NULL AND user_id IS NOT NULL "
    "AND called_at IS NOT NULL)",
    "password_moves_on": "decided_at IS NULL OR password_hash = ''",
}
NEEDED = ("token", "phone", "person", "password_hash", "name", "kind", "commune_code", "commune_name",
          "written_place", "address", "goods", "state", "words", "answer")  # fmt: skip


def upgrade():
    op.create_table(
        "join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in NEEDED),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("email", "tax_code", "household_number")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("user_id", "facility_id", "decided_by")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("asked_at", "moved_at")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("called_at", "decided_at")),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_join_request_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_join_request_facility_id_facility")),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=op.f("fk_join_request_user_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
        sa.UniqueConstraint("token", name=op.f("uq_join_request_token")),
    )
    op.create_index(op.f("ix_join_request_moved_at"), "join_request", ["moved_at"])
    op.create_index(
        "uq_join_request_open_phone", "join_request", ["phone"], unique=True,
        sqlite_where=sa.text("decided_at IS NULL"), postgresql_where=sa.text("decided_at IS NULL"),
    )  # fmt: skip


def downgrade():
    op.drop_table("join_request")
