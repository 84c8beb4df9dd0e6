"""Two who save one fair, or one session, at once: only the first may; the second is told who changed what meanwhile.

Decision 0056.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from accounts import people
from core import audit
from core.db import db
from core.i18n import day_time
from fairs.models import Fair, FairSession
from programme import places
from programme.words import field_name

_PLACES = {"commune_code": places.full_name}
_WORDLESS = {
    "kind",
    "scheme_id",
    "paid_by",
    "booth_id",
    "sessions",
}  # that it changed is said; to what, the saved page shows
_SILENT = {"opens_at", "closes_at"}  # of a fair: its hours say the same


class ChangedMeanwhile(Exception):
    """Somebody else saved the row since it was opened; nothing was done."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody else saved. `now` is empty where a column was emptied, or where words cannot say it."""

    who: str
    at: datetime
    name: str
    now: str


def opened_in(typed: str | None) -> int | None:
    """The revision a form names; None where it names none that could be."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def turn(row: Fair | FairSession, opened: int | None) -> None:
    """Take the row's next revision, by one conditional UPDATE: of two who opened the same one only the first may go on.

    `opened` is the revision on the form; None where nobody waited over one. Raises ChangedMeanwhile.
    """
    kind = type(row)
    taken = db.session.execute(
        update(kind)
        .where(kind.id == row.id, kind.revision == (row.revision if opened is None else opened))
        .values(revision=kind.revision + 1)
        .returning(kind.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if taken is None:
        raise ChangedMeanwhile(row.id)
    db.session.refresh(row, ["revision"])


def since(row: Fair | FairSession, opened: int) -> list[Change]:
    """What was saved since that revision, the latest first; each revision left one entry in the log."""
    saved = [entry for entry in audit.history_of(row) if entry.action == f"{row.__tablename__}.changed"]
    entries = saved[: max(0, row.revision - opened)]
    names = people.names_of(entry.actor_id for entry in entries)
    return [change for entry in entries for change in _changes(row, entry, names.get(entry.actor_id or 0, ""))]


def _changes(row: Fair | FairSession, entry: audit.AuditEntry, who: str) -> Iterator[Change]:
    for name, pair in entry.detail.items():
        if not (isinstance(row, Fair) and name in _SILENT):
            yield Change(who or _("Người khác"), entry.at, _name(row, name), _now(name, pair[1]))


def _now(name: str, value: Any) -> str:
    if name in _WORDLESS or value in (None, ""):
        return ""
    if name in _PLACES:
        return _PLACES[name](value)
    return day_time(datetime.fromisoformat(value)) if name.endswith(("_at", "_until")) else str(value)


def _name(row: Fair | FairSession, name: str) -> str:
    names = {
        "hours": _("Ngày và giờ"), "kind": _("Họp ở đâu") if isinstance(row, Fair) else _("Loại"),
        "place": _("Nơi họp") if isinstance(row, Fair) else _("Chỗ"), "address": _("Số nhà, đường"),
        "organiser": _("Đơn vị tổ chức"), "intro": _("Giới thiệu"), "intro_en": _("Giới thiệu bằng tiếng Anh"),
        "results": _("Kết quả, ghi sau khi tan"), "applications_open_at": _("Nhận đơn từ"),
        "applications_close_at": _("Nhận đơn đến"), "setup_at": _("Dựng gian từ"), "setup_until": _("Dựng xong lúc"),
        "scheme_id": _("Đề án chi"), "paid_by": _("Dòng kinh phí"), "sessions": _("Chương trình"),
        "title": _("Tên buổi"), "title_en": _("Tên tiếng Anh"), "starts_at": _("Từ"), "ends_at": _("Đến"),
        "summary": _("Nói gì, làm gì"), "summary_en": _("Nói gì, làm gì, bằng tiếng Anh"),
        "speaker": _("Người trình bày"), "booth_id": _("Gian nào làm"), "stream_url": _("Đường phát trực tiếp"),
        "replay_url": _("Đường xem lại"),
    }  # fmt: skip
    return names.get(name) or field_name(name)
