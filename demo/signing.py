"""Sample contracts and complaints of the demo's fairs that have opened: every partner and visitor named as a sample."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core import times
from core.db import db
from demo.tables import Row, rows
from fairs import contracts, rules
from fairs.models import Booth, Fair, FairComplaint

PARTNER_COLUMNS = ("kind", "partner", "partner_kind", "number", "about")


def sign() -> None:
    """As their makers noted them, each with the one sample scan."""
    scan = _scan()
    for row in rows("signed"):
        booth = _booth(row)
        signed_on = min(_day(booth.fair, int(row["day"])), times.today())
        told = {name: row[name] for name in PARTNER_COLUMNS}
        contracts.note(booth, told | {"amount": int(row["amount"]), "signed_on": signed_on}, scan)


def complain() -> None:
    """Most are answered, two wait for staff."""
    fairs = {fair.slug: fair for fair in db.session.scalars(select(Fair))}
    for row in rows("complaints"):
        fair, booth = fairs[row["fair"]], _booth(row) if row["maker"] else None
        made = max(fair.opens_at, times.now() + timedelta(hours=int(row["hours"])))
        db.session.add(_complaint(row, fair, booth, made))


def _complaint(row: Row, fair: Fair, booth: Booth | None, made: datetime) -> FairComplaint:
    answered = made + timedelta(hours=int(row["after"])) if row["outcome"] else None
    about = {f"{one}_id": getattr(booth, f"{one}_id") for one in ("stand", "scheme", "facility")} if booth else {}
    said = {name: row[name] for name in ("name", "contact", "words", "outcome", "answer")}
    return FairComplaint(
        fair_id=fair.id,
        booth_id=booth.id if booth else None,
        made_at=made,
        due_at=rules.until("complaint_days", made),
        closed_at=answered,
        **about,
        **said,
    )


def _booth(row: Row) -> Booth:
    wanted = select(Booth).join(Booth.fair).where(Fair.slug == row["fair"], Booth.slug == row["maker"])
    return db.session.scalars(wanted.options(joinedload(Booth.fair), joinedload(Booth.facility))).one()


def _day(fair: Fair, nth: int) -> date:
    return times.local(fair.opens_at).date() + timedelta(days=nth)


def _scan() -> bytes:
    from core.pdf.flow import Flow

    page = Flow("Bản chụp mẫu")
    page.title("Bản chụp mẫu")
    page.paragraph("Trang này thay cho bản chụp hợp đồng hay biên bản đã ký. Các bên đều là mẫu, không có thật.")
    return page.written()
