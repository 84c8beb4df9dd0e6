"""A product's photos: taken in, put in order, described, removed; twelve at most."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from flask_babel import gettext as _
from sqlalchemy import select

from catalog import products, revisions, veils
from catalog.models import Photo, Product
from core import audit, pictures
from core.db import db, release
from core.pictures import Picture, PictureOrigin, RefusedPicture, hints, origins
from core.text import clean_line, unmarked

MOST = 12
MOST_AT_ONCE = 60  # of many products, matched by file name
LONGEST_ALT = 200
GRID = (0, 25, 50, 75, 100)  # percent, both ways: where a crop may look
AWAITED, ARRIVED = "_images", "_arrived"  # in Product.label: file names a sheet promised, and those that came


class LastPhoto(Exception):
    """A product on show keeps one photo at least."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """An upload whose original is stored; its row is not written yet, and the worker develops it afterwards."""

    file_name: str
    upload: pictures.Upload


@dataclass(slots=True)
class Batch:
    """What came of several uploads: those that can be kept, and why the others cannot (file name, reason)."""

    rendered: list[Rendered] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    agreed_by: int | None = None  # who agreed to have the place of taking kept


def render(uploads: Sequence[tuple[str, bytes]], at_most: int = MOST, *, keeps_place: bool = False) -> Batch:
    """Look at (file name, content) and store it. Ends the transaction first: this is slow, and nobody shall wait."""
    release()
    batch = Batch(agreed_by=audit.actor_id() if keeps_place else None)
    for name, content in uploads[:at_most]:
        try:
            batch.rendered.append(Rendered(name, pictures.examined(content)))
        except RefusedPicture as refused:
            batch.refused.append((name, str(refused)))
    batch.refused += [(name, _("Mỗi lần gửi nhiều nhất %(n)s ảnh.", n=at_most)) for name, _content in uploads[at_most:]]
    return batch


def kept(batch: Batch) -> list[Picture]:
    """The rows of what was rendered, one for each file; one that could not be decoded before joins the refused."""
    return [picture for rendered in batch.rendered if (picture := _kept(rendered, batch))]


def kept_with_names(batch: Batch) -> list[tuple[str, Picture]]:
    """The rows of what was rendered, each with the name of its file."""
    return [(one.file_name, picture) for one in batch.rendered if (picture := _kept(one, batch))]


def add(product: Product, batch: Batch) -> int:
    """Hang what was rendered behind the product's photos; what does not fit joins the refused. Returns how many."""
    added = 0
    there = revisions.digests(product)
    originals = {photo.source for photo in product.photos}
    for rendered in batch.rendered:
        picture = _kept(rendered, batch)
        if picture is None:
            continue
        if picture.digest in there or picture.digest in originals:
            batch.refused.append((rendered.file_name, _("Ảnh này đã có ở món hàng.")))
        elif len(there) >= MOST:
            batch.refused.append((rendered.file_name, _too_many()))
        else:
            attach(product, picture)
            _note_arrival(product, rendered.file_name)
            there.append(picture.digest)
            added += 1
    return added


def _kept(rendered: Rendered, batch: Batch) -> Picture | None:
    try:
        return pictures.accept(rendered.upload, batch.agreed_by)
    except RefusedPicture as refused:
        batch.refused.append((rendered.file_name, str(refused)))
        return None


def put_up(product: Product, file: Path) -> Picture:
    """The whole way of one file, at once, by who runs the market. Raises RefusedPicture; one that is there stays."""
    try:
        with file.open("rb") as stream:
            picture = pictures.take_in(pictures.capped(stream))
    except (OSError, ValueError) as error:  # no such file, a folder, a name that cannot be
        raise RefusedPicture("no_file") from error
    if len(product.photos) >= MOST and all(photo.picture_id != picture.id for photo in product.photos):
        raise RefusedPicture("too_many")
    hang(product, picture)
    return picture


def attach(product: Product, picture: Picture) -> None:
    """Put a picture behind the others, unless it is there or twelve are; on what staff approved it waits for them."""
    if products.is_reviewed(product):
        revisions.propose_photo(product, picture.digest, comes=True)
    else:
        hang(product, picture)


def hang(product: Product, picture: Picture) -> None:
    """The same by whoever runs the market: at once."""
    if len(product.photos) >= MOST or any(photo.picture_id == picture.id for photo in product.photos):
        return
    photo = Photo(picture=picture, picture_id=picture.id, position=_end(product), alt=product.name)
    product.photos.append(photo)
    veils.lay(product, photo)
    audit.record(product, "product.photo_added", digest=picture.digest, back={f"photo.{picture.digest}": [None, True]})
    _changed(product)


def remove(product: Product, photo_id: int) -> Picture | None:
    """Take a photo off; its picture is kept, so that this can be undone by attach(). Raises LastPhoto."""
    photo = next((one for one in product.photos if one.id == photo_id), None)
    if photo is None:
        return None
    if products.is_reviewed(product):
        return _propose_removal(product, photo.picture)
    place = product.photos.index(photo)
    product.photos.remove(photo)
    digest = photo.picture.digest
    back = {f"photo.{digest}": [place, None]}
    audit.record(product, "product.photo_removed", digest=digest, back=back)
    _changed(product)
    return photo.picture


def waiting(product: Product) -> list[Picture]:
    """The pictures that wait for staff before they join the others."""
    return [one for digest in revisions.coming(product) if (one := pictures.known(digest))]


def take_back(product: Product, digest: str) -> None:
    """A picture that waits shall not come after all."""
    if digest in revisions.coming(product):
        revisions.propose_photo(product, digest, comes=False)


def _propose_removal(product: Product, picture: Picture) -> Picture:
    if revisions.digests(product) == [picture.digest]:
        raise LastPhoto(product.id)
    revisions.propose_photo(product, picture.digest, comes=False)
    return picture


def order(product: Product, photo_ids: Sequence[int]) -> None:
    """Show photos in this order; those not named keep theirs, behind."""
    place = {photo_id: n for n, photo_id in enumerate(photo_ids)}
    ordered = sorted(product.photos, key=lambda photo: (place.get(photo.id, MOST), photo.position))
    if [photo.id for photo in ordered] == [photo.id for photo in product.photos]:
        return
    back = {"photo_order": [[photo.original for photo in row] for row in (product.photos, ordered)]}
    audit.record(product, "product.photos_ordered", back=back)
    for n, photo in enumerate(ordered):
        photo.position = n
    product.photos.sort(key=lambda photo: photo.position)
    _changed(product)


def describe(product: Product, alts: dict[int, str]) -> None:
    """Say what is seen, for those who do not see it; an empty line falls back to the name."""
    for photo in product.photos:
        alt = clean_line(alts.get(photo.id, photo.alt))[:LONGEST_ALT] or product.name
        if alt != photo.alt:
            _note_words(product, f"alt.{photo.original}", photo.alt, alt)
            photo.alt = alt
            _changed(product)


def focus_on(product: Product, photo: Photo, place: tuple[int, int] | None) -> None:
    """Keep this place (percent across and down) in every crop; None: what the market finds."""
    across, down = place if place else (None, None)
    if (photo.picture.focus_x, photo.picture.focus_y) == (across, down):
        return
    back = {f"focus.{photo.original}": [photo.picture.chosen_focus, list(place) if place else None]}
    photo.picture.focus_x, photo.picture.focus_y = across, down
    digest = photo.picture.digest
    audit.record(product, "product.photo_focused", digest=digest, place=list(place) if place else None, back=back)
    products.touched(product)


def hints_of(picture: Picture) -> list[str]:
    """What the maker can do better, in words."""
    return hints.sentences(picture.hints) if picture.is_ready else []


def origins_of(shown: Sequence[Photo]) -> dict[int, PictureOrigin]:
    """Where and when photos were taken, by picture; only what their maker agreed to have kept. One query."""
    wanted = select(PictureOrigin).where(PictureOrigin.picture_id.in_([photo.picture_id for photo in shown]))
    return {origin.picture_id: origin for origin in db.session.scalars(wanted)}


def forget_place(product: Product, photo: Photo) -> None:
    """The maker agrees no longer: the place is gone for good."""
    origins.forget(photo.picture)
    audit.record(product, "product.place_forgotten", digest=photo.picture.digest)


def describe_in_english(product: Product, alts: dict[int, str]) -> None:
    """The same for those who read English; empty: the Vietnamese words are read out."""
    for photo in product.photos:
        alt = clean_line(alts.get(photo.id, photo.alt_en))[:LONGEST_ALT]
        if alt != photo.alt_en:
            _note_words(product, f"alt_en.{photo.original}", photo.alt_en, alt)
            photo.alt_en = alt
            _changed(product)


def awaited(product: Product) -> list[str]:
    """File names that the sheet named and that have not been put up yet."""
    arrived = set(product.label.get(ARRIVED, ()))
    return [name for name in product.label.get(AWAITED, ()) if _stem(name) not in arrived]


def match(waiting: Sequence[Product], batch: Batch) -> dict[int, int]:
    """Hang each picture on the product whose sheet named its file; how many by product id. Strangers are refused."""
    owners = {_stem(name): product for product in reversed(waiting) for name in awaited(product)}
    counts: dict[int, int] = {}
    for rendered in batch.rendered:
        owner = owners.get(_stem(rendered.file_name))
        if owner is None:
            batch.refused.append((rendered.file_name, _("Không có món nào đang chờ ảnh mang tên này.")))
            continue
        part = Batch([rendered])
        counts[owner.id] = counts.get(owner.id, 0) + add(owner, part)
        batch.refused += part.refused
    return counts


def awaiting_products(facility_id: int, limit: int = 2000) -> list[Product]:
    """Drafts of a facility whose sheet named pictures that are not there yet."""
    named = Product.label[AWAITED].as_string().is_not(None)
    wanted = select(Product).where(Product.facility_id == facility_id, Product.state == "draft", named)
    return [product for product in db.session.scalars(wanted.order_by(Product.id).limit(limit)) if awaited(product)]


def _note_arrival(product: Product, file_name: str) -> None:
    """Names are compared without their ending: a phone may turn .png into .jpg on the way."""
    if _stem(file_name) in map(_stem, awaited(product)):
        product.label = product.label | {ARRIVED: [*product.label.get(ARRIVED, ()), _stem(file_name)]}


def _stem(file_name: str) -> str:
    return unmarked(PurePath(file_name.replace("\\", "/")).stem)


def _end(product: Product) -> int:
    return max((photo.position for photo in product.photos), default=-1) + 1


def _note_words(product: Product, field: str, old: str, new: str) -> None:
    audit.record(product, "product.photo_described", back={field: [old, new]})


def _changed(product: Product) -> None:
    products.settle(product, ["photos"])
    products.touched(product)


def _too_many() -> str:
    return _("Mỗi món nhiều nhất %(n)s ảnh.", n=MOST)
