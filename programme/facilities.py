"""Facilities as they keep their own facts: revised, with what was and what is now on record."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from core import audit, jobs, mail
from core.db import db
from programme import banks
from programme.models import Facility

ACCOUNT = ("bank_bin", "bank_account", "bank_holder")


class TaxCodeTaken(Exception):
    """Another facility has this tax code."""


def revise(facility: Facility, **changes: Any) -> list[str]:
    """Put new values in columns and return which differed; a new account is told to the facility by mail.

    Raises TaxCodeTaken; the caller then commits nothing.
    """
    changed = [name for name, value in changes.items() if getattr(facility, name) != value]
    if not changed:
        return []
    if "tax_code" in changed and _is_taken(changes["tax_code"]):
        raise TaxCodeTaken(changes["tax_code"])
    detail = {name: [getattr(facility, name), changes[name]] for name in changed}
    for name in changed:
        setattr(facility, name, changes[name])
    audit.record(facility, "facility.revised", **detail)
    jobs.enqueue("facility.revised", facility_id=facility.id)  # whoever shows its goods brings them up to date
    if set(changed) & set(ACCOUNT):
        _tell_of_account(facility)
    return changed


def _is_taken(tax_code: str | None) -> bool:
    return (
        tax_code is not None and db.session.scalar(select(Facility.id).where(Facility.tax_code == tax_code)) is not None
    )


def _tell_of_account(facility: Facility) -> None:
    """A new account is where buyers' money goes from now on: somebody else's change must not go unseen."""
    if not facility.email:
        return
    if facility.bank_bin and facility.bank_account:
        now = f"Từ nay tiền chuyển khoản về {banks.name_of(facility.bank_bin)}, số đuôi {facility.bank_account[-4:]}."
    else:
        now = "Từ nay cơ sở không nhận chuyển khoản nữa."
    text = (
        f"Tài khoản nhận tiền của {facility.name} vừa được đổi ở Phiên Chợ. {now}\n\n"
        "Nếu không phải người của cơ sở đổi, hãy sửa lại ngay, đổi mật khẩu và báo cho người trực chợ:\n"
        f"{current_app.config['SITE_URL']}/quan-ly/co-so"
    )
    mail.send(facility.email, "Tài khoản nhận tiền vừa được đổi", text)
