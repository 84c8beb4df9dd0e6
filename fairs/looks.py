"""What a maker changes of its booth before visitors see it: one draft, its publication, and all looks before it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core import audit, pictures, times, undo
from core.db import db, insert
from core.pictures import Picture
from fairs import booths, holding, readiness
from fairs.models import Booth, BoothLook, BoothLookPicture

WORDS = (
    "tagline",
    "tagline_en",
    "story",
    "story_en",
    "hours",
    "artisan",
    "wholesale",
    "video_url",
    "room_url",
    "theme",
)
LISTS = ("steps", "papers", "contact_hours", "banner_focus")
NAMES = (*WORDS, *LISTS, "banner_id", "goods")


class NothingToPublish(Exception):
    """There is no draft: what visitors see is all there is."""


class Dressed:
    """A booth as it would look: everything of the booth, with the values of a draft laid over it."""

    def __init__(self, booth: Booth, values: Mapping[str, Any]) -> None:
        self._booth, self._values = booth, values

    def __getattr__(self, name: str) -> Any:
        if name == "banner" and "banner_id" in self._values:
            number = self._values["banner_id"]
            return db.session.get(Picture, number) if number else None
        values = self.__dict__["_values"]
        return values[name] if name in values and name != "goods" else getattr(self.__dict__["_booth"], name)


class Framed:
    """A picture with the focus that a booth chose for it; elsewhere the picture keeps its own."""

    def __init__(self, picture: Picture, focus: Sequence[int]) -> None:
        self._picture = picture
        self.focus = tuple(focus) or picture.focus

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_picture"], name)


def banner_of(booth: Booth | Dressed) -> Framed | None:
    return Framed(booth.banner, booth.banner_focus) if booth.banner else None


def of_booth(booth: Booth) -> dict[str, Any]:
    """What visitors see now, by name."""
    return {name: getattr(booth, name) for name in NAMES if name != "goods"} | {
        "goods": [line.product_id for line in booth.goods]
    }


def draft_of(booth: Booth) -> BoothLook | None:
    query = select(BoothLook).where(BoothLook.booth_id == booth.id, BoothLook.published_at.is_(None))
    return db.session.scalar(query.options(joinedload(BoothLook.pictures)))


def values_of(booth: Booth) -> dict[str, Any]:
    """What visitors see, with the draft laid over it."""
    draft = draft_of(booth)
    return of_booth(booth) | (draft.values if draft else {})


def change(booth: Booth, **wanted: Any) -> None:
    """Write into the draft; what is again as visitors see it leaves the draft, and an empty draft is gone."""
    draft = _draft_to_change(booth)
    shown, before = of_booth(booth), set(draft.values)
    draft.values = {name: value for name, value in (draft.values | wanted).items() if value != shown[name]}
    _hold(draft)
    if not draft.values:
        _drop(draft)
    if before or draft.values:
        audit.record(booth, "booth.drafted", fields=sorted(wanted))


def discard(booth: Booth) -> None:
    if draft := draft_of(booth):
        audit.record(booth, "booth.draft_dropped", fields=sorted(draft.values))
        _drop(draft)


def publish(booth: Booth) -> None:
    """Let visitors see the draft. Raises NothingToPublish, and NotReady where an open booth would then lack
    something that it does not lack now; the caller then commits nothing.
    """
    holding.hold(booth)
    draft = draft_of(booth)
    if draft is None:
        raise NothingToPublish
    had = readiness.lacks_of(booth) if booth.published_at else []
    _keep_the_first(booth)
    audit.record(booth, "booth.published", fields=sorted(draft.values))  # then each part, which can go back by itself
    _apply(booth, draft.values)
    db.session.flush()
    if booth.published_at and (new := [one for one in readiness.lacks_of(booth) if one not in had]):
        raise readiness.NotReady(new)
    draft.values, draft.published_at, draft.published_by = of_booth(booth), times.now(), audit.actor_id()
    _hold(draft)


def history(booth: Booth) -> list[BoothLook]:
    """Every look that visitors saw, the latest first."""
    query = select(BoothLook).where(BoothLook.booth_id == booth.id, BoothLook.published_at.is_not(None))
    return list(db.session.scalars(query.order_by(BoothLook.published_at.desc(), BoothLook.id.desc()).limit(50)))


def take_again(booth: Booth, look: BoothLook) -> None:
    """Draft what was published before; visitors see it once it is published again."""
    change(booth, **{name: value for name, value in look.values.items() if name in NAMES})


def changed_between(look: BoothLook, before: BoothLook | None) -> list[str]:
    """The names of what one look changed of the one before it."""
    if before is None:
        return []
    return [name for name in NAMES if (look.values.get(name) or None) != (before.values.get(name) or None)]


def pictures_of(values: Mapping[str, Any]) -> set[int]:
    """The ids of what a look shows beside its goods."""
    return {one for one in (values.get("banner_id"), *picture_ids(values.get("steps") or ())) if one}


def picture_ids(steps: Iterable[Mapping[str, Any]]) -> list[int]:
    return [one["picture_id"] for one in steps if one.get("picture_id")]


def shown_pictures(steps: Sequence[Mapping[str, Any]]) -> dict[int, Picture]:
    """The pictures of making steps, by id; no query where there are none."""
    ids = picture_ids(steps)
    return {one.id: one for one in db.session.scalars(select(Picture).where(Picture.id.in_(ids)))} if ids else {}


def _draft_to_change(booth: Booth) -> BoothLook:
    """The draft, made if there is none; the booth is held, so that two who write add up."""
    holding.hold(booth)
    row = {"booth_id": booth.id, "values": {}, "made_at": times.now()}
    db.session.execute(insert(BoothLook).values(**row).on_conflict_do_nothing())
    query = select(BoothLook).where(BoothLook.booth_id == booth.id, BoothLook.published_at.is_(None))
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _hold(look: BoothLook) -> None:
    wanted, there = pictures_of(look.values), {one.picture_id: one for one in look.pictures}
    look.pictures = [there.get(one) or BoothLookPicture(picture_id=one) for one in sorted(wanted)]
    db.session.flush()
    for one in set(there) - wanted:
        if picture := db.session.get(Picture, one):
            pictures.retire(picture)


def _drop(draft: BoothLook) -> None:
    draft.values = {}
    _hold(draft)
    db.session.delete(draft)
    db.session.flush()


def _apply(booth: Booth, values: Mapping[str, Any]) -> None:
    if words := {name: values[name] for name in WORDS if name in values}:
        booths.tell(booth, words)
    if "banner_id" in values:
        booths.hang(booth, db.session.get(Picture, values["banner_id"]) if values["banner_id"] else None)
    if "goods" in values:
        booths.show(booth, values["goods"])
    for name in LISTS:
        if name in values:
            setattr(booth, name, values[name])


def _keep_the_first(booth: Booth) -> None:
    """What visitors saw before anything was published this way is part of the history."""
    if not history(booth):
        first = BoothLook(booth_id=booth.id, values=of_booth(booth), made_at=booth.created_at)
        first.published_at = booth.created_at
        db.session.add(first)
        _hold(first)


for _action in ("booth.drafted", "booth.draft_dropped"):
    undo.explain(_action, _l("Bản nháp chưa ai thấy. Sửa tiếp hoặc bỏ bản nháp ở trang của gian."))
undo.explain("booth.published", _l("Muốn như trước, lấy lại một bản ở mục “Các bản đã công bố” của gian."))
