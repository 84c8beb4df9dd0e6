"""papers of schemes with their scans, moves and amendments that nobody changes, support of the same content again

Revision ID: 0120
Revises: 0113
"""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0113"
branch_labels = None
depends_on = None

SEALED = ("scheme_move", "scheme_change")


def upgrade():
    with op.batch_alter_table("document") as batch:
        for name in ("digest", "mimetype", "file_name"):
            batch.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))
        batch.add_column(sa.Column("byte_count", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("added_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            op.f("ck_document_whole_scan"), "(digest = '') = (byte_count = 0) AND (digest = '') = (mimetype = '')"
        )
    with op.batch_alter_table("scheme_move") as batch:
        batch.add_column(sa.Column("waiver", sa.String(), server_default="", nullable=False))
        batch.add_column(sa.Column("is_force_majeure", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_check_constraint(
            op.f("ck_scheme_move_force_majeure_is_told"), "note <> '' OR NOT is_force_majeure"
        )
    with op.batch_alter_table("support") as batch:
        batch.add_column(sa.Column("repeats_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_support_repeats_id_support"), "support", ["repeats_id"], ["id"])
    op.create_table(
        "scheme_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["scheme_move.id"], name=op.f("fk_scheme_change_move_id_scheme_move")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_change")),
    )
    op.create_index(op.f("ix_scheme_change_move_id"), "scheme_change", ["move_id"])
    for table in SEALED:
        _seal(table)


def downgrade():
    for table in SEALED:
        _open(table)
    op.drop_table("scheme_change")
    with op.batch_alter_table("support") as batch:
        batch.drop_constraint(op.f("fk_support_repeats_id_support"), type_="foreignkey")
        batch.drop_column("repeats_id")
    with op.batch_alter_table("scheme_move") as batch:
        batch.drop_constraint(op.f("ck_scheme_move_force_majeure_is_told"), type_="check")
        batch.drop_column("is_force_majeure")
        batch.drop_column("waiver")
    with op.batch_alter_table("document") as batch:
        batch.drop_constraint(op.f("ck_document_whole_scan"), type_="check")
        for name in ("added_at", "added_by", "byte_count", "file_name", "mimetype", "digest"):
            batch.drop_column(name)


def _seal(table):
    """The database itself refuses to change a row, see core/sealed.py."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is sealed'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_sealed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is sealed' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_sealed()"
    )


def _open(table):
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
        return
    op.execute(f"DROP TRIGGER {table}_sealed ON {table}")
    op.execute(f"DROP FUNCTION {table}_sealed()")
