"""a parcel goes in two journeys

Revision ID: 0109
Revises: 0108
"""

from alembic import op

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("parcel") as batch:
        batch.drop_constraint(op.f("ck_parcel_known_origin"), type_="check")
        batch.create_check_constraint(op.f("ck_parcel_known_origin"), "origin IN ('', 'exchange', 'rest')")
        batch.create_check_constraint(op.f("ck_parcel_fee_charged_once"), "origin <> 'rest' OR shipping_fee = 0")


def downgrade():
    """Rests of parcels stay parcels that cost what they cost, as if something were sent in exchange: refused instead."""
    rests = op.get_bind().exec_driver_sql("SELECT count(*) FROM parcel WHERE origin = 'rest'").scalar()
    if rests:
        raise RuntimeError(f"{rests} parcels go in a second journey; they cannot be told without it")
    with op.batch_alter_table("parcel") as batch:
        batch.drop_constraint(op.f("ck_parcel_fee_charged_once"), type_="check")
        batch.drop_constraint(op.f("ck_parcel_known_origin"), type_="check")
        batch.create_check_constraint(op.f("ck_parcel_known_origin"), "origin IN ('', 'exchange')")
