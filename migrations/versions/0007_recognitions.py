"""recognitions become a register: of goods, makers and villages, confirmed by staff, with evidence and a public code

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-28

"""

import re
import secrets
import unicodedata

from alembic import op
import sqlalchemy as sa


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CHECKS = {
    "known_kind": "kind IN ('ocop', 'cnnttb', 'food_safety', 'trademark', 'indication', 'craft', 'traceability')",
    "known_state": "state IN ('proposed', 'confirmed', 'refused', 'withdrawn', 'revoked')",
    "about_one_thing": "(product_id IS NOT NULL AND facility_id IS NULL AND village_id IS NULL) OR (product_id IS NULL AND facility_id IS NOT NULL AND village_id IS NULL) OR (product_id IS NULL AND facility_id IS NULL AND village_id IS NOT NULL)",
    "about_what_it_can_be": "(kind NOT IN ('ocop', 'cnnttb') OR facility_id IS NULL) AND (kind NOT IN ('ocop', 'cnnttb', 'food_safety', 'traceability') OR village_id IS NULL)",
    "stars_are_ocop": "kind = 'ocop' OR (stars IS NULL AND points IS NULL)",
    "points_fit_stars": "points IS NULL OR (stars = 5 AND points >= 90 AND points <= 100) OR (stars = 3 AND points >= 50 AND points < 70) OR (stars = 4 AND ((NOT is_potential_five AND points >= 70 AND points < 90) OR (is_potential_five AND points >= 90 AND points <= 100)))",
    "potential_five_has_four": "NOT is_potential_five OR (kind = 'ocop' AND stars = 4)",
    "cnnttb_is_whole": "kind <> 'cnnttb' OR (level IN ('xa', 'huyen', 'tinh', 'khu_vuc', 'quoc_gia') AND year IS NOT NULL AND expires_on IS NULL)",
    "levels_are_cnnttb": "kind = 'cnnttb' OR level IS NULL",
    "districts_ended": "level IS NULL OR level <> 'huyen' OR year <= 2025",
    "food_safety_is_whole": "kind <> 'food_safety' OR (decision_number <> '' AND expires_on IS NOT NULL)",
    "has_its_title": "kind NOT IN ('trademark', 'indication', 'craft') OR title <> ''",
    "code_is_there": "kind <> 'traceability' OR decision_number <> ''",
    "ends_after_it_begins": "issued_on IS NULL OR expires_on IS NULL OR issued_on <= expires_on",
    "revoked_with_reason": "state <> 'revoked' OR (revoked_on IS NOT NULL AND reason <> '')",
    "refused_with_reason": "state <> 'refused' OR reason <> ''",
    "renews_another": "renews_id IS NULL OR renews_id <> id",
    "title_is_of_a_series": "(kind <> 'cnnttb' OR state NOT IN ('proposed', 'confirmed') OR of_one_of_a_kind IS NOT NULL) AND (of_one_of_a_kind IS NULL OR NOT of_one_of_a_kind)",
}
OLD_CHECKS = {
    "known_kind": "kind IN ('ocop', 'cnnttb')",
    "cnnttb_is_whole": "kind <> 'cnnttb' OR (level IN ('xa', 'huyen', 'tinh', 'khu_vuc', 'quoc_gia') AND year IS NOT NULL)",
}
TEXTS = ("title", "holder", "reason", "revoked_by")


def upgrade():
    _give_facilities_codes()
    op.create_index("ix_product_one_of_a_kind", "product", ["id", "one_of_a_kind"], unique=True)
    _add_columns()
    _fill()
    _hold_to_rules()
    _create_beside()


def downgrade():
    op.drop_table("reminder")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_recognition_id"))
    op.drop_table("evidence")
    recognition = sa.table(
        "recognition", sa.column("kind", sa.String), sa.column("state", sa.String), sa.column("renews_id", sa.Integer)
    )
    op.execute(recognition.update().values(renews_id=None))
    old = recognition.c.kind.in_(("ocop", "cnnttb")) & (recognition.c.state == "confirmed")
    op.execute(recognition.delete().where(~old))
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        for name in ("facility_id", "village_id", "renews_id", "number_key"):
            batch_op.drop_index(batch_op.f(f"ix_recognition_{name}"))
        batch_op.drop_index("ix_recognition_state_expires")
        for name in ("facility_id_facility", "village_id_craft_village", "renews_id_recognition"):
            batch_op.drop_constraint(batch_op.f(f"fk_recognition_{name}"), type_="foreignkey")
        batch_op.drop_constraint("fk_recognition_made_in_series", type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_recognition_code"), type_="unique")
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_recognition_{name}"), type_="check")
        for name in (
            "code",
            "state",
            "facility_id",
            "village_id",
            "points",
            "is_potential_five",
            *TEXTS,
            "number_key",
            "renews_id",
            "replaced_on",
            "revoked_on",
            "of_one_of_a_kind",
            "proposed_by",
            "confirmed_at",
            "created_at",
            "updated_at",
        ):
            batch_op.drop_column(name)
        batch_op.alter_column("product_id", existing_type=sa.Integer(), nullable=False)
        for name, text in OLD_CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_recognition_{name}"), text)
    op.drop_index("ix_product_one_of_a_kind", "product")
    with op.batch_alter_table("facility", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_facility_verify_code"), type_="unique")
        batch_op.drop_column("verify_code")


def _give_facilities_codes():
    with op.batch_alter_table("facility", schema=None) as batch_op:
        batch_op.add_column(sa.Column("verify_code", sa.String(), nullable=True))
    facility = sa.table("facility", sa.column("id", sa.Integer), sa.column("verify_code", sa.String))
    for facility_id, code in _coded(facility):
        op.get_bind().execute(facility.update().where(facility.c.id == facility_id).values(verify_code=code))
    with op.batch_alter_table("facility", schema=None) as batch_op:
        batch_op.alter_column("verify_code", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_facility_verify_code"), ["verify_code"])


def _add_columns():
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        for name in OLD_CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_recognition_{name}"), type_="check")
        batch_op.alter_column("product_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(), nullable=False, server_default="confirmed"))
        for name in ("facility_id", "village_id", "renews_id", "proposed_by"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("points", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("is_potential_five", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in TEXTS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("number_key", sa.String(), nullable=True))
        for name in ("replaced_on", "revoked_on"):
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("of_one_of_a_kind", sa.Boolean(), nullable=True))
        for name in ("confirmed_at", "created_at", "updated_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def _fill():
    """Every paper gets its code; a title that a one-off piece should never have had is taken out of sight."""
    bind = op.get_bind()
    recognition = sa.table(
        "recognition",
        sa.column("id", sa.Integer),
        sa.column("product_id", sa.Integer),
        sa.column("kind", sa.String),
        sa.column("state", sa.String),
        sa.column("reason", sa.String),
        sa.column("code", sa.String),
        sa.column("decision_number", sa.String),
        sa.column("number_key", sa.String),
        sa.column("expires_on", sa.Date),
        sa.column("of_one_of_a_kind", sa.Boolean),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("updated_at", sa.DateTime(timezone=True)),
    )
    product = sa.table("product", sa.column("id", sa.Integer), sa.column("one_of_a_kind", sa.Boolean))
    numbers = dict(bind.execute(sa.select(recognition.c.id, recognition.c.decision_number)).all())
    for row_id, code in _coded(recognition):
        named = recognition.update().where(recognition.c.id == row_id)
        bind.execute(named.values(code=code, number_key=_slug(numbers[row_id])))
    bind.execute(
        recognition.update().values(created_at=sa.func.current_timestamp(), updated_at=sa.func.current_timestamp())
    )
    title = recognition.c.kind == "cnnttb"
    alone = recognition.c.product_id.in_(sa.select(product.c.id).where(product.c.one_of_a_kind))
    bind.execute(recognition.update().where(title).values(expires_on=None, of_one_of_a_kind=False))
    refused = {"state": "refused", "reason": "Sản phẩm độc bản không mang danh hiệu CNNTTB.", "of_one_of_a_kind": None}
    bind.execute(recognition.update().where(title & alone).values(**refused))


def _hold_to_rules():
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.alter_column("code", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("number_key", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("state", existing_type=sa.String(), server_default=None)
        for name in ("created_at", "updated_at"):
            batch_op.alter_column(name, existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_recognition_code"), ["code"])
        for name, text in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_recognition_{name}"), text)
        for column, table in (
            ("facility_id", "facility"),
            ("village_id", "craft_village"),
            ("renews_id", "recognition"),
        ):
            batch_op.create_foreign_key(batch_op.f(f"fk_recognition_{column}_{table}"), table, [column], ["id"])
        batch_op.create_foreign_key(
            "fk_recognition_made_in_series", "product", ["product_id", "of_one_of_a_kind"], ["id", "one_of_a_kind"]
        )
        for name in ("facility_id", "village_id", "renews_id", "number_key"):
            batch_op.create_index(batch_op.f(f"ix_recognition_{name}"), [name], unique=False)
        batch_op.create_index("ix_recognition_state_expires", ["state", "expires_on"], unique=False)


def _create_beside():
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("mimetype", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("byte_count > 0", name=op.f("ck_evidence_has_content")),
        sa.CheckConstraint("mimetype IN ('application/pdf', 'image/jpeg')", name=op.f("ck_evidence_known_type")),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognition.id"], name=op.f("fk_evidence_recognition_id_recognition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("recognition_id", "digest", name=op.f("uq_evidence_recognition_id_digest")),
    )
    op.create_index(op.f("ix_evidence_recognition_id"), "evidence", ["recognition_id"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognition.id"], name=op.f("fk_reminder_recognition_id_recognition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "recognition_id", "days", "expires_on", name=op.f("uq_reminder_recognition_id_days_expires_on")
        ),
    )


def _coded(table):
    taken = set()
    for (row_id,) in op.get_bind().execute(sa.select(table.c.id)).all():
        code = ""
        while not code or code in taken:
            code = "".join(secrets.choice(ALPHABET) for _ in range(8))
        taken.add(code)
        yield row_id, code


def _slug(number):
    plain = unicodedata.normalize("NFD", number.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:80]
