"""What staff may do, handed out by those who hold the right `grant`: never to herself, never the last one's own."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from accounts.models import STAFF_RIGHTS, StaffRight, User
from core import access, audit, mail
from core.db import db

GRANT = "grant"


class OwnRights(Exception):
    """Nobody gives herself a right or takes one from herself: another does."""


class LastHolder(Exception):
    """Without anybody who grants, nobody could ever grant again."""


class NotSeen(Exception):
    """Somebody changed her rights since the page was shown; what she has now is to be looked at first."""


def change(user: User, seen: Iterable[str], wanted: Iterable[str]) -> bool:
    """From what the page showed to what was ticked; whether that changed anything.

    All who grant are held in the order of their ids, so that two who take it from each other do so one by one.
    Raises OwnRights, LastHolder, NotSeen, OutOfArea; then nothing has changed.
    """
    if user.id == audit.actor_id():
        raise OwnRights(user.id)
    access.must_reach(None)  # who is narrowed to some communes hands out nothing for all of them
    _hold_those_who_grant()
    before = set(db.session.scalars(select(StaffRight.right).where(StaffRight.user_id == user.id)))
    if before != set(seen):
        raise NotSeen(user.id)
    after = set(wanted) & set(STAFF_RIGHTS)
    if before == after:
        return False
    if GRANT in before - after:
        _take_grant(user)
    gone = before - after - {GRANT}
    db.session.execute(delete(StaffRight).where(StaffRight.user_id == user.id, StaffRight.right.in_(gone)))
    db.session.add_all(StaffRight(user_id=user.id, right=right) for right in after - before)
    audit.record(user, "staff.rights", rights=[sorted(before), sorted(after)])
    _tell(user, given=after - before, taken=before - after)
    db.session.expire(user, ["rights"])
    return True


def names() -> dict[str, str]:
    """What each right lets one do, in words."""
    return {
        "moderate": _("duyệt hàng"), "curate": _("bày kệ"), "allot": _("xếp gian"), "programme": _("hồ sơ khuyến công"),
        "report": _("báo cáo"), "assist": _("làm giúp cơ sở"), "pay": _("chi tiền"), "grant": _("giao quyền"),
    }  # fmt: skip


def _hold_those_who_grant() -> None:
    held = select(StaffRight.user_id).where(StaffRight.right == GRANT).order_by(StaffRight.user_id)
    db.session.execute(held.with_for_update()).all()


def _take_grant(user: User) -> None:
    """One conditional DELETE: another who signs in must hold it."""
    other, person = aliased(StaffRight), aliased(User)
    others = select(other.user_id).join(person, person.id == other.user_id)
    another = others.where(other.right == GRANT, other.user_id != user.id, person.closed_at.is_(None)).exists()
    mine = (StaffRight.user_id == user.id, StaffRight.right == GRANT, another)
    gone = db.session.execute(delete(StaffRight).where(*mine).execution_options(synchronize_session=False))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        raise LastHolder(user.id)


def _tell(user: User, given: set[str], taken: set[str]) -> None:
    if not user.email:
        return
    called = names()
    changes = [(word, rights) for word, rights in (("Được giao", given), ("Thôi giao", taken)) if rights]
    said = "".join(f"{word}: {', '.join(called[one] for one in sorted(rights))}.\n" for word, rights in changes)
    mail.send(user.email, "Quyền của bạn ở Phiên Chợ vừa đổi", f"{said}Nếu không rõ vì sao, hỏi người trực chợ.")
