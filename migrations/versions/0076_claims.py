"""returns, exchanges and claims, and what is given back of a payment

Revision ID: 0076
Revises: 0090
"""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0090"
branch_labels = None
depends_on = None

OPEN = "state IN ('asked', 'agreed', 'sent', 'disputed')"
CHECKS = {
    "known_kind": "kind IN ('return', 'exchange', 'broken', 'missing', 'wrong')",
    "known_state": "state IN ('asked', 'agreed', 'sent', 'received', 'refused', 'disputed', 'dismissed')",
    "known_remedy": "remedy IS NULL OR (remedy IN ('refund', 'exchange'))",
    "refund_has_amount": "(remedy = 'refund') = (amount IS NOT NULL)",
    "amount_positive": "amount IS NULL OR amount > 0",
    "agreed_to_something": "state NOT IN ('agreed', 'sent', 'received') OR remedy IS NOT NULL",
    "refused_with_reason": "state NOT IN ('refused', 'dismissed') OR answer <> ''",
    "whole_once_back": "(is_whole IS NULL) = (back_at IS NULL)",
}


def upgrade():
    with op.batch_alter_table("payment") as batch:
        batch.add_column(sa.Column("refunded", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("payment") as batch:
        batch.alter_column("refunded", server_default=None)
        batch.create_check_constraint(op.f("ck_payment_refunded_within_amount"), "refunded BETWEEN 0 AND amount")
    _claims()
    _lines()


def downgrade():
    op.drop_table("parcel_claim_line")
    op.drop_table("parcel_claim")
    with op.batch_alter_table("payment") as batch:
        batch.drop_constraint(op.f("ck_payment_refunded_within_amount"), type_="check")
        batch.drop_column("refunded")


def _claims():
    op.create_table(
        "parcel_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "words", "state")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("asked_at", "moved_at")),
        sa.Column("remedy", sa.String(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("answer", "sent_note", "decision")),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_whole", sa.Boolean(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_parcel_claim_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_parcel_claim_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_claim")),
    )
    for column in ("parcel_id", "state"):
        op.create_index(op.f(f"ix_parcel_claim_{column}"), "parcel_claim", [column])
    is_open = sa.text(OPEN)
    op.create_index(
        "uq_parcel_claim_open",
        "parcel_claim",
        ["parcel_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _lines():
    op.create_table(
        "parcel_claim_line",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "claim_id", "line_id", "quantity")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_parcel_claim_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["parcel_claim.id"], name=op.f("fk_parcel_claim_line_claim_id_parcel_claim")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_parcel_claim_line_line_id_order_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_claim_line")),
        sa.UniqueConstraint("claim_id", "line_id", name=op.f("uq_parcel_claim_line_claim_id_line_id")),
    )
    op.create_index(op.f("ix_parcel_claim_line_line_id"), "parcel_claim_line", ["line_id"])
