"""records entered by staff: units and their officers, places and tasks of schemes, money from elsewhere

Revision ID: 0119
Revises: 0073
"""

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0073"
branch_labels = None
depends_on = None

SOURCES = ("national", "local", "counterpart")


def upgrade():
    _units()
    with op.batch_alter_table("scheme") as batch:
        batch.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
        batch.create_foreign_key(op.f("fk_scheme_unit_id_unit"), "unit", ["unit_id"], ["id"])
    op.create_index(op.f("ix_scheme_unit_id"), "scheme", ["unit_id"])
    op.create_table(
        "scheme_place",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("commune_code", sa.String(), nullable=False),
        sa.CheckConstraint("commune_code <> ''", name=op.f("ck_scheme_place_names_commune")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_place_scheme_id_scheme")),
        sa.PrimaryKeyConstraint("scheme_id", "commune_code", name=op.f("pk_scheme_place")),
    )
    op.create_index(op.f("ix_scheme_place_commune_code"), "scheme_place", ["commune_code"])
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("doer", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_task_named")),
        sa.CheckConstraint("done_on IS NOT NULL OR result = ''", name=op.f("ck_task_result_of_what_is_done")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_task_scheme_id_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_scheme_id"), "task", ["scheme_id"])
    _known_sources((*SOURCES, "other"))


def downgrade():
    op.execute("DELETE FROM funding WHERE source = 'other'")
    _known_sources(SOURCES)
    op.drop_table("task")
    op.drop_table("scheme_place")
    op.drop_index(op.f("ix_scheme_unit_id"), table_name="scheme")
    with op.batch_alter_table("scheme") as batch:
        batch.drop_constraint(op.f("fk_scheme_unit_id_unit"), type_="foreignkey")
        batch.drop_column("revision")
        batch.drop_column("unit_id")
    op.drop_table("unit_officer")
    op.drop_table("unit")


def _units():
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("commune_code", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('so', 'trung_tam', 'xa')", name=op.f("ck_unit_known_kind")),
        sa.CheckConstraint(
            "(kind = 'xa') = (commune_code IS NOT NULL)", name=op.f("ck_unit_a_commune_has_its_place")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_unit_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("name", name=op.f("uq_unit_name")),
        sa.UniqueConstraint("commune_code", name=op.f("uq_unit_commune_code")),
    )
    op.create_table(
        "unit_officer",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=op.f("fk_unit_officer_user_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_officer_unit_id_unit")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_unit_officer")),
    )
    op.create_index(op.f("ix_unit_officer_unit_id"), "unit_officer", ["unit_id"])


def _known_sources(sources):
    listed = ", ".join(repr(one) for one in sources)
    with op.batch_alter_table("funding") as batch:
        batch.drop_constraint(op.f("ck_funding_known_source"), type_="check")
        batch.create_check_constraint(op.f("ck_funding_known_source"), f"source IN ({listed})")
