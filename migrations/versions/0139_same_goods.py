"""the same goods of several sellers: requests, and under which product one is shown

Revision ID: 0139
Revises: 0136
"""

import sqlalchemy as sa
from alembic import op

revision = "0139"
down_revision = "0136"
branch_labels = None
depends_on = None

CHECKS = {
    "known_state": "state IN ('asked', 'agreed', 'joined', 'refused', 'left')",
    "two_products": "product_id <> lead_id",
    "agreed_first": "state NOT IN ('agreed', 'joined') OR agreed_at IS NOT NULL",
    "joined_by_staff": "state <> 'joined' OR joined_at IS NOT NULL",
    "refused_with_reason": "state <> 'refused' OR reason <> ''",
    "ended_once": "(state IN ('refused', 'left')) = (ended_at IS NOT NULL)",
}


def upgrade():
    op.create_table(
        "same_goods",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("product_id", "lead_id")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "words", "reason")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("asked_by", "agreed_by", "joined_by", "ended_by")),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("agreed_at", "joined_at", "ended_at")
        ),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_same_goods_{name}")) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], ["product.id"], name=op.f(f"fk_same_goods_{column}_product"))
            for column in ("product_id", "lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_goods")),
    )
    for column in ("product_id", "lead_id"):
        op.create_index(op.f(f"ix_same_goods_{column}"), "same_goods", [column])
    rule = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_same_goods_open", "same_goods", ["product_id"], unique=True, sqlite_where=rule, postgresql_where=rule
    )
    with op.batch_alter_table("product") as batch:
        batch.add_column(sa.Column("same_as_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("joined_count", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("product") as batch:
        batch.alter_column("joined_count", server_default=None)
        batch.create_foreign_key(op.f("fk_product_same_as_id_product"), "product", ["same_as_id"], ["id"])
        batch.create_check_constraint(op.f("ck_product_never_under_itself"), "same_as_id <> id")
        batch.create_check_constraint(
            op.f("ck_product_leads_or_follows"), "joined_count >= 0 AND (joined_count = 0 OR same_as_id IS NULL)"
        )
    op.create_index(op.f("ix_product_same_as_id"), "product", ["same_as_id"])


def downgrade():
    op.drop_index(op.f("ix_product_same_as_id"), "product")
    with op.batch_alter_table("product") as batch:
        for name in ("leads_or_follows", "never_under_itself"):
            batch.drop_constraint(op.f(f"ck_product_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_product_same_as_id_product"), type_="foreignkey")
        batch.drop_column("joined_count")
        batch.drop_column("same_as_id")
    op.drop_table("same_goods")
