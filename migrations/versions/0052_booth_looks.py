"""a booth's themes, steps, papers and hours; its draft and its looks

Revision ID: 0052
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

THEMES = ("gom", "may-tre", "lua", "son-mai", "dong", "non-quat", "giay-huong", "qua-que", "tra", "vuon")
OF_GROUND = {
    "cham": "gom", "hoe": "may-tre", "son": "lua", "nau": "son-mai", "ri": "non-quat", "diep": "giay-huong",
}  # fmt: skip
LISTS = {"steps": "[]", "papers": "[]", "contact_hours": "{}", "banner_focus": "[]"}
KNOWN = "ck_booth_known_theme"


def upgrade():
    for name, empty in LISTS.items():
        op.add_column("booth", sa.Column(name, sa.JSON(), nullable=False, server_default=empty))
    booth = sa.table("booth", sa.column("theme", sa.String()))
    op.execute(booth.update().values(theme=sa.case(OF_GROUND, value=booth.c.theme, else_="may-tre")))
    with op.batch_alter_table("booth") as table:
        for name in LISTS:
            table.alter_column(name, server_default=None)
        table.create_check_constraint(op.f(KNOWN), f"theme IN ({', '.join(map(repr, THEMES))})")
    op.create_table(
        "booth_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "published_by IS NULL OR published_at IS NOT NULL",
            name=op.f("ck_booth_look_published_by_somebody_at_a_time"),
        ),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_booth_look_booth_id_booth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_look")),
    )
    draft = sa.text("published_at IS NULL")
    op.create_index(
        "uq_booth_look_draft", "booth_look", ["booth_id"], unique=True, sqlite_where=draft, postgresql_where=draft
    )
    op.create_index("ix_booth_look_history", "booth_look", ["booth_id", "published_at"])
    op.create_table(
        "booth_look_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["look_id"], ["booth_look.id"], name=op.f("fk_booth_look_picture_look_id_booth_look")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_booth_look_picture_picture_id_picture")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_look_picture")),
        sa.UniqueConstraint("look_id", "picture_id", name=op.f("uq_booth_look_picture_look_id_picture_id")),
    )
    op.create_index(op.f("ix_booth_look_picture_picture_id"), "booth_look_picture", ["picture_id"])


def downgrade():
    op.drop_table("booth_look_picture")
    op.drop_table("booth_look")
    booth = sa.table("booth", sa.column("theme", sa.String()))
    with op.batch_alter_table("booth") as table:
        table.drop_constraint(op.f(KNOWN), type_="check")
    grounds = {theme: ground for ground, theme in OF_GROUND.items()}
    op.execute(booth.update().values(theme=sa.case(grounds, value=booth.c.theme, else_="hoe")))
    with op.batch_alter_table("booth") as table:
        for name in LISTS:
            table.drop_column(name)
