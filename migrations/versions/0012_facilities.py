"""facilities: papers, rest, identity, facts, qualities, team, consent

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-28 02:35:16.991180

"""

from alembic import op
import sqlalchemy as sa


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


RIGHTS = ("moderate", "curate", "allot", "programme", "report")


def upgrade():
    _only_rights((*RIGHTS, "assist"))
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "way IN ('truc_tuyen', 'tai_cho', 'ban_giay', 'dien_thoai')", name=op.f("ck_consent_known_way")
        ),
        sa.CheckConstraint("until_on >= agreed_on", name=op.f("ck_consent_days_in_order")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_consent_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_facility_id"), ["facility_id"], unique=False)

    op.create_table(
        "facility_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("is_so", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "fact IN ('sme', 'sxsh', 'ha_tang_ccn', 'nghe_nhan')", name=op.f("ck_facility_fact_known_fact")
        ),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_facility_fact_days_in_order")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_facility_fact_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_fact")),
    )
    with op.batch_alter_table("facility_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facility_fact_facility_id"), ["facility_id"], unique=False)

    op.create_table(
        "identity_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (reason = '')", name=op.f("ck_identity_check_withdrawn_with_reason")
        ),
        sa.CheckConstraint(
            "method IN ('gap_truc_tiep', 'vneid', 'giay_dang_ky')", name=op.f("ck_identity_check_known_method")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_identity_check_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_check")),
    )
    with op.batch_alter_table("identity_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_check_facility_id"), ["facility_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('packer', 'editor', 'owner')", name=op.f("ck_invitation_known_role")),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (accepted_by IS NULL)", name=op.f("ck_invitation_whole_acceptance")
        ),
        sa.CheckConstraint("(email IS NULL) <> (phone IS NULL)", name=op.f("ck_invitation_one_address")),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name=op.f("fk_invitation_accepted_by_person")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_invitation_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_facility_id"), ["facility_id"], unique=False)

    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_behalf_of", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_audit_entry_on_behalf_of"), ["on_behalf_of"], unique=False)

    with op.batch_alter_table("craft_village", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recognised_number", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("recognised_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("recognised_title", sa.String(), nullable=False, server_default=""))
        batch_op.create_check_constraint(
            batch_op.f("ck_craft_village_whole_recognition"), "(recognised_number = '') = (recognised_on IS NULL)"
        )
    with op.batch_alter_table("craft_village", schema=None) as batch_op:
        batch_op.alter_column("recognised_number", server_default=None, existing_type=sa.String())
        batch_op.alter_column("recognised_title", server_default=None, existing_type=sa.String())

    with op.batch_alter_table("facility", schema=None) as batch_op:
        batch_op.add_column(sa.Column("household_number", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("registration_number", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("registered_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("registered_by", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("closed_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_words", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("qualities", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("takes_orders_closed", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_unique_constraint(batch_op.f("uq_facility_household_number"), ["household_number"])
        batch_op.create_unique_constraint(batch_op.f("uq_facility_registration_number"), ["registration_number"])
        batch_op.create_check_constraint(
            batch_op.f("ck_facility_tax_code_has_its_length"), "tax_code IS NULL OR length(tax_code) IN (10, 13)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_facility_household_number_of_a_household"),
            "household_number IS NULL OR kind = 'ho_kinh_doanh'",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_facility_whole_closure"), "(closed_from IS NULL) = (closed_until IS NULL)"
        )
        batch_op.create_check_constraint(batch_op.f("ck_facility_closure_in_order"), "closed_until >= closed_from")
    with op.batch_alter_table("facility", schema=None) as batch_op:
        for name in ("registered_by", "closed_words"):
            batch_op.alter_column(name, server_default=None, existing_type=sa.String())
        batch_op.alter_column("takes_orders_closed", server_default=None, existing_type=sa.Boolean())
        batch_op.alter_column("qualities", server_default=None, existing_type=sa.JSON())

    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.add_column(sa.Column("eligibility_basis", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("eligibility_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_support_known_basis"),
            "eligibility_basis IS NULL OR eligibility_basis IN ('xa', 'lang_nghe_cong_nhan', 'sxsh', 'ha_tang_ccn', 'nghe_nhan', 'legacy_pre_2025')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_support_whole_basis"), "(eligibility_basis IS NULL) = (eligibility_on IS NULL)"
        )


def downgrade():
    op.execute(sa.text("DELETE FROM staff_right WHERE \"right\" = 'assist'"))
    _only_rights(RIGHTS)
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_support_whole_basis"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_support_known_basis"), type_="check")
        batch_op.drop_column("eligibility_on")
        batch_op.drop_column("eligibility_basis")

    with op.batch_alter_table("facility", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_facility_tax_code_has_its_length"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_facility_household_number_of_a_household"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_facility_whole_closure"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_facility_closure_in_order"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_facility_registration_number"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_facility_household_number"), type_="unique")
        batch_op.drop_column("takes_orders_closed")
        batch_op.drop_column("qualities")
        batch_op.drop_column("closed_words")
        batch_op.drop_column("closed_until")
        batch_op.drop_column("closed_from")
        batch_op.drop_column("registered_by")
        batch_op.drop_column("registered_on")
        batch_op.drop_column("registration_number")
        batch_op.drop_column("household_number")

    with op.batch_alter_table("craft_village", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_craft_village_whole_recognition"), type_="check")
        batch_op.drop_column("recognised_title")
        batch_op.drop_column("recognised_on")
        batch_op.drop_column("recognised_number")

    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_on_behalf_of"))
        batch_op.drop_column("on_behalf_of")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_facility_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("identity_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_check_facility_id"))

    op.drop_table("identity_check")
    with op.batch_alter_table("facility_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_facility_fact_facility_id"))

    op.drop_table("facility_fact")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_facility_id"))

    op.drop_table("consent")


def _only_rights(rights):
    known = ", ".join(repr(right) for right in rights)
    with op.batch_alter_table("staff_right", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_staff_right_known_right"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_staff_right_known_right"), f'"right" IN ({known})')
