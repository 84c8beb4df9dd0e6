"""What looking over the ledger found, kept by day: staff who pay read it at their desk, and are told by letter once."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from accounts.models import StaffRight, User
from core import mail, times
from core.db import db, insert
from shop.models import LedgerCheck
from shop.settling import proofs

MOST_SAID = 50


def daily() -> None:
    """Look without mending. A second time on one day tells nobody again."""
    found = [one.said for one in proofs.look(heal=False)]
    if note(found) and found:
        _tell(found)


def note(found: Sequence[str]) -> bool:
    """Keep what a look found today in place of an earlier one; whether it says something else than before."""
    before = latest()
    kept = {"at": times.now(), "found": len(found), "said": list(found[:MOST_SAID])}
    row = insert(LedgerCheck).values(day=times.today(), **kept)
    db.session.execute(row.on_conflict_do_update(index_elements=["day"], set_=kept))
    return before is None or before.day != times.today() or before.said != kept["said"]


def latest() -> LedgerCheck | None:
    query = select(LedgerCheck).order_by(LedgerCheck.day.desc()).limit(1)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _tell(found: Sequence[str]) -> None:
    payers = select(User.email).join(StaffRight, StaffRight.user_id == User.id)
    payers = payers.where(StaffRight.right == "pay", User.email.is_not(None), User.closed_at.is_(None))
    lines = "\n".join(found[:MOST_SAID])
    text = (
        f"{lines}\n\nViệc cần làm: chạy `flask shop reconcile`, rồi xem {current_app.config['SITE_URL']}/can-bo/tien/so"
    )
    for address in filter(None, db.session.scalars(payers)):
        mail.send(address, f"Sổ cái có {len(found)} chỗ không khớp: cần bạn xem", text)
