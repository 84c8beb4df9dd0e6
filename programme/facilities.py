"""Facilities as they keep their own facts: revised, with what was and what is now on record."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from accounts import areas, team
from core import audit, jobs, mail, times, undo
from core.access import must_be_granted
from core.db import db
from programme import banks, points
from programme.models import Facility
from programme.words import field_name

ACCOUNT = ("bank_bin", "bank_account", "bank_holder")


NUMBERS = ("tax_code", "household_number", "registration_number")


class NumberTaken(Exception):
    """Another facility has this number; `field` says which of them."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def revise(facility: Facility, **changes: Any) -> list[str]:
    """Put new values in columns and return which differed; a new account is told to the facility by mail.

    Raises NumberTaken; the caller then commits nothing. A point on the map goes with the commune it lay in.
    """
    detail = audit.differences(facility, changes)
    changed = [*detail]
    if not changed:
        return []
    must_be_granted()
    for name in set(changed) & set(NUMBERS):
        if _is_taken(facility, name, changes[name]):
            raise NumberTaken(name)
    for name in changed:
        setattr(facility, name, changes[name])
    if "commune_code" in changed:
        points.hide(facility)
    audit.record(facility, "facility.revised", **detail)
    jobs.enqueue("facility.revised", facility_id=facility.id)  # whoever shows its goods brings them up to date
    if set(changed) & set(ACCOUNT):
        facility.bank_changed_at = times.now()
        _tell_of_account(facility)
    return changed


def _is_taken(facility: Facility, name: str, number: str | None) -> bool:
    others = select(Facility.id).where(getattr(Facility, name) == number, Facility.id != facility.id)
    return number is not None and db.session.scalar(others) is not None


def _tell_of_account(facility: Facility) -> None:
    """A new account is where buyers' money goes from now on: somebody else's change must not go unseen.

    To the facility and to each owner by her own address; what the market holds is not paid there at once.
    """
    days = banks.cooling_days()
    if facility.bank_bin and facility.bank_account:
        now = f"Từ nay tiền chuyển khoản về {banks.name_of(facility.bank_bin)}, số đuôi {facility.bank_account[-4:]}."
    else:
        now = "Từ nay cơ sở không nhận chuyển khoản nữa."
    held = f"Tiền chợ giữ hộ chỉ chi vào tài khoản mới từ {times.today() + timedelta(days=days):%d/%m/%Y}.\n\n"
    text = (
        f"Tài khoản nhận tiền của {facility.name} vừa được đổi ở Phiên Chợ. {now} {held}"
        "Nếu không phải người của cơ sở đổi, hãy sửa lại ngay, đổi mật khẩu và báo cho người trực chợ:\n"
        f"{current_app.config['SITE_URL']}/quan-ly/co-so"
    )
    for address in sorted(filter(None, {facility.email, *team.owners_addresses(facility.id)})):
        mail.send(address, "Tài khoản nhận tiền vừa được đổi", text)


def commune_of(facility_id: int) -> str | None:
    return db.session.scalar(select(Facility.commune_code).where(Facility.id == facility_id))


areas.told_by(commune_of)


def _put_back(facility: Facility, values: Mapping[str, Any]) -> None:
    try:
        revise(facility, **values)
    except NumberTaken as taken:
        raise undo.Forbidden(_("Số này nay đã là của cơ sở khác.")) from taken


def _told(_field: str, value: Any) -> str:
    if isinstance(value, dict | list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


undo.register(
    "facility.revised",
    undo.Verb(
        load=lambda row_id: db.session.get(Facility, row_id),
        value_of=getattr,
        put=_put_back,
        label=field_name,
        told=_told,
    ),
)
