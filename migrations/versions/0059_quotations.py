"""a question may ask for a price: how many, what stands on them, how packed, by when, with an invoice

Revision ID: 0059
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("enquiry") as batch:
        batch.add_column(sa.Column("is_quotation", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("logo", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("packaging", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("needed_by", sa.Date(), nullable=True))
        batch.add_column(sa.Column("wants_invoice", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("enquiry") as batch:
        for name in ("is_quotation", "logo", "packaging", "wants_invoice"):
            batch.alter_column(name, server_default=None)
        batch.create_check_constraint(
            op.f("ck_enquiry_quotation_says_how_many"), "NOT is_quotation OR quantity <> '' OR erased_at IS NOT NULL"
        )


def downgrade():
    with op.batch_alter_table("enquiry") as batch:
        batch.drop_constraint(op.f("ck_enquiry_quotation_says_how_many"), type_="check")
        for name in ("wants_invoice", "needed_by", "packaging", "logo", "is_quotation"):
            batch.drop_column(name)
