"""to whom an invoice is made out

Revision ID: 0104
Revises: 0103
"""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None

CHECKS = {
    "names_its_buyer": "name <> '' AND address <> ''",
    "tax_code_has_its_length": "tax_code = '' OR length(tax_code) IN (10, 12, 13)",
}


def upgrade():
    op.create_table(
        "invoice_data",
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "tax_code", "address", "email")),
        sa.ForeignKeyConstraint(["order_id"], ["purchase.id"], name=op.f("fk_invoice_data_order_id_purchase")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_invoice_data")),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_invoice_data_{name}")) for name, rule in CHECKS.items()),
    )


def downgrade():
    op.drop_table("invoice_data")
