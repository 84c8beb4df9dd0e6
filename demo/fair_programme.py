"""The programme and the sponsors of the demo's fairs, their hours day by day and where they are held."""

from datetime import date, datetime, time, timedelta

from core import times
from core.db import db
from demo.tables import Row, rows
from fairs import hours
from fairs.hours import Hours
from fairs.models import Booth, Fair, FairSession, FairSponsor
from programme.models import Facility

COMMUNES = {
    "cho-phien-lang-nghe-cuoi-thu": "ha-noi/phuong-tu-liem",
    "hoi-cho-nghe-qua-que-xuan-2026": "ha-noi/phuong-hai-ba-trung",
    "cho-tet-dinh-mui": "ha-noi/phuong-o-cho-dua",
    "phien-cuoi-nam-lang-nghe": "ha-noi/phuong-ha-dong",
}


def keep(fairs: dict[str, Fair], booths: list[Booth], facilities: dict[str, Facility]) -> None:
    for slug, fair in fairs.items():
        fair.commune_code = COMMUNES[slug]
        fair.days = hours.rows(_hours_of(fair))
    db.session.flush()
    stands = {(booth.fair_id, booth.facility_id): booth.id for booth in reversed(booths)}
    for row in rows("fair_sessions"):
        fair, maker = fairs[row["fair"]], facilities.get(row["maker"])
        db.session.add(_session(fair, row, stands.get((fair.id, maker.id)) if maker else None))
    for row in rows("fair_sponsors"):
        columns = {name: value for name, value in row.items() if name != "fair"}
        db.session.add(FairSponsor(fair_id=fairs[row["fair"]].id, **columns))


def _hours_of(fair: Fair) -> dict[date, Hours]:
    opens, closes = times.local(fair.opens_at), times.local(fair.closes_at)
    every = hours.days(opens.date(), closes.date())
    return dict.fromkeys(every, Hours(opens.time().replace(tzinfo=None), closes.time().replace(tzinfo=None)))


def _session(fair: Fair, row: Row, booth_id: int | None) -> FairSession:
    day = times.local(fair.opens_at).date() + timedelta(days=int(row["day"]))
    at = {name: datetime.combine(day, time.fromisoformat(row[name]), times.HANOI) for name in ("starts", "ends")}
    words = (
        "kind",
        "slug",
        "title",
        "title_en",
        "speaker",
        "place",
        "summary",
        "summary_en",
        "stream_url",
        "replay_url",
    )
    return FairSession(
        fair_id=fair.id,
        booth_id=booth_id,
        starts_at=at["starts"],
        ends_at=at["ends"],
        changed_at=fair.opens_at - timedelta(days=20),
        **{name: row[name] for name in words},
    )
