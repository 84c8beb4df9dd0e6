"""What the worker does for catalog when an event arrives; every handler may be called twice."""

from datetime import date, time
from typing import Any

from flask import Flask

from catalog import (
    changes,
    demand,
    designs,
    digests,
    fetching,
    marks,
    queries,
    reminders,
    requirement_reminders,
    runs,
    same_goods,
    search,
    standing,
    turn_marks,
    twins,
    undoing,
    undoing_work,
    uploads,
    waiting,
)
from core import jobs, schedule
from core.db import db
from core.pictures import Picture
from programme.models import Facility


def init_app(app: Flask) -> None:
    """Importing this module registers its handlers."""
    search.init_app(app)
    undoing.init_app(app)
    undoing_work.init_app(app)


@jobs.handles("search.update", joined="product_ids")
def update_search(payload: dict[str, Any]) -> None:
    search.update(same_goods.with_leads(payload["product_ids"]))  # begins a new transaction
    standing.settle_goods(payload["product_ids"])
    marks.follow(payload["product_ids"])
    waiting.follow(payload["product_ids"])
    changes.tell(payload["product_ids"])


@jobs.handles("facility.revised")
def update_goods_of(payload: dict[str, Any]) -> None:
    standing.settle([payload["facility_id"]])
    jobs.enqueue("search.update", product_ids=list(queries.ids_of_facility(payload["facility_id"])))


@jobs.handles("requirements.settle")
def settle_everybody(_payload: dict[str, Any]) -> None:
    """What the market asks was changed."""
    standing.settle_all()


@schedule.daily("requirements.turn", at=time(0, 1))
def turn_the_day() -> None:
    """What stops today is told to the search; and what no event told of is settled."""
    standing.settle_all()
    standing.turn_the_day()


@schedule.daily("requirements.remind", at=time(8))
def remind_of_requirements() -> None:
    requirement_reminders.send_due()


@jobs.handles("recognition.remind")
def remind(payload: dict[str, Any]) -> None:
    reminders.send(payload["recognition_id"], payload["days"], date.fromisoformat(payload["expires_on"]))


@schedule.daily("recognition.remind_all", at=time(8))
def remind_all() -> None:
    """Also of papers that were carried over, or confirmed before letters were asked for."""
    reminders.send_due()


@schedule.daily("search.forget", at=time(3))
def forget_searches() -> None:
    demand.forget_old()


@jobs.handles("search.rebuild")
def rebuild_search(payload: dict[str, Any]) -> None:
    search.rebuild()
    waiting.tell_all()
    changes.tell(None)


@jobs.handles("catalog.read_sheet")
def read_sheet(payload: dict[str, Any]) -> None:
    runs.read(payload["run_id"])


@jobs.handles("catalog.confirm_sheet")
def confirm_sheet(payload: dict[str, Any]) -> None:
    runs.confirm(payload["run_id"])


@jobs.handles("catalog.forget_upload")
def forget_upload(payload: dict[str, Any]) -> None:
    uploads.forget(payload["upload_id"])


@jobs.handles("catalog.fetch_pictures")
def fetch_pictures(payload: dict[str, Any]) -> None:
    fetching.go_on(payload["run_id"])


@jobs.handles("picture.settled")
def show_picture(payload: dict[str, Any]) -> None:
    """A picture is there, or turned out to be none."""
    picture = db.session.get(Picture, payload["picture_id"])
    if picture is not None:
        twins.compare(picture)
        search.touch(*twins.products_with(picture.id))


@jobs.handles("catalog.develop_design")
def develop_design(payload: dict[str, Any]) -> None:
    designs.develop(payload["design_id"])


@jobs.handles("catalog.mark_photo")
def mark_photo(payload: dict[str, Any]) -> None:
    marks.settle(payload["photo_id"])


@jobs.handles("waiting.tell")
def tell_those_who_wait(payload: dict[str, Any]) -> None:
    waiting.tell(payload["product_ids"])


@schedule.daily("waiting.tell_all", at=time(8))
def tell_all_who_wait() -> None:
    waiting.tell_all()
    changes.tell(None)


@schedule.daily("waiting.forget", at=time(3))
def forget_who_waited() -> None:
    waiting.forget_old()


@jobs.handles("catalog.mark_frame")
def mark_frame(payload: dict[str, Any]) -> None:
    turn_marks.settle(payload["frame_id"])


@schedule.daily("digest.send_due", at=time(9))
def send_digests() -> None:
    """On the first day of a period, and on a later one to whom there was nothing to tell before."""
    digests.send_due()


@jobs.handles("digest.send")
def send_digest(payload: dict[str, Any]) -> None:
    """One maker's: what goes wrong with it keeps nobody else's back."""
    if facility := db.session.get(Facility, payload["facility_id"]):
        parts = [digests.Part(**part) for part in payload["parts"]]
        digests.send(facility, date.fromisoformat(payload["period"]), parts)
