"""the log of acts as a chain: each carries the digest of the one before; sealed

Revision ID: 0140
Revises: 0138
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0138"
branch_labels = None
depends_on = None

TABLES = ("audit_entry", "audit_link")
BATCH = 1000
ENTRY = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.Integer),
    sa.column("action", sa.String),
    sa.column("subject_kind", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("detail", sa.JSON),
    sa.column("on_behalf_of", sa.Integer),
    sa.column("mandate_id", sa.Integer),
)


def upgrade():
    made = op.create_table(
        "audit_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_link_entry_id_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_link")),
        *(sa.UniqueConstraint(name, name=op.f(f"uq_audit_link_{name}")) for name in ("entry_id", "previous", "digest")),
    )
    _link_what_is_there(made)
    for table in TABLES:
        _seal(table)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER audit_entry_no_{act.lower()}")
        op.drop_table("audit_link")
        return
    op.execute("DROP TRIGGER audit_entry_sealed ON audit_entry")
    op.drop_table("audit_link")
    for table in TABLES:
        op.execute(f"DROP FUNCTION {table}_sealed()")


def _link_what_is_there(links):
    """What was noted before there was a chain, in the order of its numbers."""
    bind, last, after = op.get_bind(), "0" * 64, 0
    while rows := bind.execute(sa.select(ENTRY).where(ENTRY.c.id > after).order_by(ENTRY.c.id).limit(BATCH)).all():
        made = []
        for row in rows:
            following = _digest(last, row)
            made.append({"entry_id": row.id, "previous": last, "digest": following})
            last, after = following, row.id
        bind.execute(links.insert(), made)


def _digest(previous, row):
    """As core/chain.py reckons it."""
    at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    told = [row.id, at.astimezone(UTC).isoformat(), *row[2:8]]
    if row.mandate_id is not None:
        told.append({"mandate_id": row.mandate_id})
    whole = json.dumps([previous, *told], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


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
