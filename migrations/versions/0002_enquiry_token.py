"""every question to a maker has an unguessable address

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-28

"""

import secrets

from alembic import op
import sqlalchemy as sa


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("enquiry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("token", sa.String(), nullable=True))

    enquiry = sa.table("enquiry", sa.column("id", sa.Integer), sa.column("token", sa.String))
    connection = op.get_bind()
    for (enquiry_id,) in connection.execute(sa.select(enquiry.c.id)).all():
        named = enquiry.update().where(enquiry.c.id == enquiry_id).values(token=secrets.token_urlsafe(24))
        connection.execute(named)

    with op.batch_alter_table("enquiry", schema=None) as batch_op:
        batch_op.alter_column("token", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_enquiry_token"), ["token"])


def downgrade():
    with op.batch_alter_table("enquiry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_enquiry_token"), type_="unique")
        batch_op.drop_column("token")
