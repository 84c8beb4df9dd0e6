"""Months of the ledger that are closed: what was in them is kept as a digest, and nothing more is dated into them.

Two triggers hold that, whoever writes: no entry into a closed month, and no movement into an entry of one.
"""

from datetime import date, datetime

from sqlalchemy import DDL, CheckConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, primary_key
from core.sealed import seal
from shop.models.ledger import LedgerEntry, Movement

ENTRY = "SELECT 1 FROM closed_month WHERE closed_month.until_at > NEW.at"
MOVEMENT = (
    "SELECT 1 FROM ledger_entry JOIN closed_month ON closed_month.until_at > ledger_entry.at"
    " WHERE ledger_entry.id = NEW.entry_id"
)
GUARDED = {"ledger_entry": ENTRY, "ledger_movement": MOVEMENT}


@seal
class ClosedMonth(Model):
    """One month by Hanoi's clock, closed once; `digest` goes over its entries and over the month before it."""

    __table_args__ = (
        CheckConstraint("length(digest) = 64", "whole_digest"),
        CheckConstraint("entry_count >= 0", "count_not_negative"),
    )

    id: Mapped[primary_key]
    month: Mapped[date] = mapped_column(unique=True)  # its first day
    until_at: Mapped[datetime] = mapped_column(index=True)  # when the next one begins
    entry_count: Mapped[int]
    digest: Mapped[str]
    closed_by: Mapped[int | None]
    closed_at: Mapped[datetime]


def guards(table: str, dialect: str) -> list[str]:
    """The statements that keep one table out of closed months."""
    within, says = GUARDED[table], "the month is closed"
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_month BEFORE INSERT ON {table} WHEN EXISTS ({within}) "
            f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        ]
    return [
        f"CREATE FUNCTION {table}_month() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS ({within}) THEN "
        f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {table}_month BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_month()",
    ]


for _model in (LedgerEntry, Movement):
    for _dialect in ("sqlite", "postgresql"):
        for _statement in guards(_model.__tablename__, _dialect):
            event.listen(_model.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))
