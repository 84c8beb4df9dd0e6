"""halls drawn by staff: revisions, numbers unique in the fair, former numbers that keep leading to their stand

Revision ID: 0037
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("hall") as table:
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        table.create_unique_constraint(op.f("uq_hall_id_fair_id"), ["id", "fair_id"])
    with op.batch_alter_table("stand") as table:
        table.add_column(sa.Column("fair_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("changed_in", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "former_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_former_number_fair_id_fair")),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_former_number_stand_id_stand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_number")),
        sa.UniqueConstraint("fair_id", "number", name=op.f("uq_former_number_fair_id_number")),
    )
    op.create_index(op.f("ix_former_number_stand_id"), "former_number", ["stand_id"])
    op.execute("UPDATE stand SET fair_id = (SELECT hall.fair_id FROM hall WHERE hall.id = stand.hall_id)")
    op.execute("UPDATE stand SET list_price = subsidised WHERE subsidised > list_price")
    op.execute("UPDATE stand SET subsidised = 0 WHERE subsidised < 0")
    _tell_halls_apart()
    with op.batch_alter_table("stand") as table:
        table.alter_column("fair_id", existing_type=sa.Integer(), nullable=False)
        table.drop_constraint(op.f("uq_stand_hall_id_number"), type_="unique")
        table.drop_constraint(op.f("fk_stand_hall_id_hall"), type_="foreignkey")
        table.create_unique_constraint(op.f("uq_stand_fair_id_number"), ["fair_id", "number"])
        table.create_foreign_key("fk_stand_hall_of_the_fair", "hall", ["hall_id", "fair_id"], ["id", "fair_id"])
        table.create_check_constraint(op.f("ck_stand_is_inside"), "x >= 0 AND y >= 0")
        table.create_check_constraint(
            op.f("ck_stand_subsidy_within_its_price"), "subsidised >= 0 AND subsidised <= list_price"
        )
        table.create_index(op.f("ix_stand_hall_id"), ["hall_id"])


def _tell_halls_apart():
    """A number that several halls of a fair have stays with the first; the others get their hall's code before it."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT stand.id, stand.fair_id, stand.number, hall.code FROM stand JOIN hall ON hall.id = stand.hall_id"
            " ORDER BY stand.fair_id, hall.position, hall.id, stand.id"
        )
    ).all()
    taken = {(fair_id, number) for _, fair_id, number, _ in rows}
    seen = set()
    for stand_id, fair_id, number, code in rows:
        if (fair_id, number) not in seen:
            seen.add((fair_id, number))
            continue
        names = (f"{code}-{number}" + (f"-{n}" if n else "") for n in range(len(rows)))
        wanted = next(name for name in names if (fair_id, name) not in taken)
        taken.add((fair_id, wanted))
        connection.execute(
            sa.text("UPDATE stand SET number = :number WHERE id = :id"), {"number": wanted, "id": stand_id}
        )


def downgrade():
    with op.batch_alter_table("stand") as table:
        table.drop_index(op.f("ix_stand_hall_id"))
        table.drop_constraint(op.f("ck_stand_subsidy_within_its_price"), type_="check")
        table.drop_constraint(op.f("ck_stand_is_inside"), type_="check")
        table.drop_constraint("fk_stand_hall_of_the_fair", type_="foreignkey")
        table.drop_constraint(op.f("uq_stand_fair_id_number"), type_="unique")
        table.create_foreign_key(op.f("fk_stand_hall_id_hall"), "hall", ["hall_id"], ["id"])
        table.create_unique_constraint(op.f("uq_stand_hall_id_number"), ["hall_id", "number"])
    op.drop_table("former_number")
    with op.batch_alter_table("stand") as table:
        table.drop_column("changed_in")
        table.drop_column("fair_id")
    with op.batch_alter_table("hall") as table:
        table.drop_constraint(op.f("uq_hall_id_fair_id"), type_="unique")
        table.drop_column("revision")
