"""Edits of what staff approved: they wait, readable, while the old one stays up (docs/decisions/0025-lifecycle.md).

What is an offer (price, stock, unit, days of making, weight) is the maker's own word and live at once; everything
else is a claim about the goods and waits.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value

from catalog import completeness, leave, letters, naming, products, recognitions, values, veils
from catalog.fields import label_of
from catalog.models import Photo, Product, ProductRevision, Remark
from core import audit, pictures, times
from core.access import must_reach
from core.db import db
from core.pictures import Picture

OPEN = ("waiting", "sent_back")
PICTURES = ("photos", "frames")  # shown as pictures, not laid over columns
OPTIONAL = (*PICTURES, "steps")  # like words of making: nothing is lacking without them


class AlreadyDecided(Exception):
    """Somebody decided it, or its maker changed it, after this one looked."""


class NotOnShow(Exception):
    """The product was taken away meanwhile: its edit waits until it is back."""


def revise(product: Product, changes: Mapping[str, Any]) -> list[str]:
    """The maker's edit: offers at once, and of what staff approved the claims wait. Returns what differed.

    Raises NotComplete, stock.BelowHeld, recognitions.HoldsTitle, products.IllegalMove for what is archived.
    """
    if product.state == "archived":
        raise products.IllegalMove("archived", "revised")
    if changes.get("one_of_a_kind") and not product.one_of_a_kind:
        recognitions.may_be_one_of_a_kind(product)
    if not products.is_reviewed(product):
        join(product)
        return products.revise(product, changes)
    live = {name: value for name, value in changes.items() if name in products.LIVE}
    changed = products.revise(product, live)
    proposed = propose(product, {name: value for name, value in changes.items() if name not in live})
    leave.must_change(proposed)
    return changed + proposed


def open_of(product: Product) -> ProductRevision | None:
    query = select(ProductRevision).where(ProductRevision.product_id == product.id, ProductRevision.state.in_(OPEN))
    return db.session.scalar(query.execution_options(populate_existing=True))


def open_to_change(product: Product) -> ProductRevision | None:
    """The same for who changes or decides it: of two at once the second waits, and sees what the first did."""
    db.session.execute(select(Product.id).where(Product.id == product.id).with_for_update())
    return open_of(product)


def open_by_product(product_ids: Iterable[int]) -> dict[int, ProductRevision]:
    """The open edits of many products, in one query."""
    query = select(ProductRevision).where(
        ProductRevision.product_id.in_(list(product_ids)), ProductRevision.state.in_(OPEN)
    )
    return {revision.product_id: revision for revision in db.session.scalars(query)}


def submit(product: Product) -> None:
    """Ask staff to look at it whole, with what its maker changed meanwhile. Raises NotComplete."""
    if products.may_move(product, "submitted", products.MAKER):
        join(product)
    products.submit(product)


def propose(product: Product, wanted: Mapping[str, Any]) -> list[str]:
    """Add to the product's one open edit; what is set back to what stands leaves it. Raises NotComplete."""
    return add(product, open_to_change(product), wanted)


def add(product: Product, revision: ProductRevision | None, wanted: Mapping[str, Any]) -> list[str]:
    """The same where the open edit, or that there is none, is known."""
    before = dict(revision.changes) if revision else {}
    changes = _merged(product, before, wanted)
    differing = [name for name in changes.keys() | before.keys() if changes.get(name) != before.get(name)]
    if not differing:
        return []
    _stays_whole(product, changes, differing)
    _keep(product, revision, changes, differing)
    products.settle(product, differing)
    return differing


def propose_photo(product: Product, digest: str, *, comes: bool) -> None:
    """A picture that shall come, or go; one that was to go and comes back has not changed."""
    revision = open_to_change(product)
    going, coming = (revision.changes.get("photos") if revision else None) or [[], []]
    if comes:
        pair = [[one for one in going if one != digest], coming if digest in going else [*coming, digest]]
    else:
        pair = [going if digest in coming else [*going, digest], [one for one in coming if one != digest]]
    changes = {name: value for name, value in (revision.changes if revision else {}).items() if name != "photos"}
    _keep(product, revision, changes | ({"photos": pair} if any(pair) else {}), ["photos"])
    products.settle(product, ["photos"])


def call_back(product: Product) -> None:
    """The maker thinks better of it; what is up stays up. Raises AlreadyDecided."""
    revision = open_to_change(product)
    if revision is None:
        raise AlreadyDecided(product.id)
    _close(revision, "withdrawn", revision.version)
    products.settle(product, [*revision.changes])
    back = _asked(product, revision.changes, {})
    audit.record(product, "product.revision_withdrawn", **revision.changes, back=back)


def approve(product: Product, version: int) -> None:
    """Put the edit that was seen in place of what is up, in one transaction.

    Raises AlreadyDecided, NotOnShow, and NotComplete where another group now asks for facts that are not there.
    """
    revision = _to_decide(product, version)
    _close(revision, "approved", version, by_staff=True)
    _put_in(product, revision.changes)
    lacking = completeness.of(product).blocking
    if lacking:
        raise products.NotComplete(lacking)
    products.settle(product, [*revision.changes])
    audit.record(product, "product.revision_approved", **revision.changes)
    letters.revision_approved(product)
    products.touched(product)


def send_back(product: Product, version: int, remarks: Mapping[str, str]) -> None:
    """Not yet; what is up stays up. Raises AlreadyDecided, NotOnShow, products.NothingToMend."""
    remarks = {field: text for field, text in remarks.items() if text}
    if not remarks:
        raise products.NothingToMend(product.id)
    revision = _to_decide(product, version)
    _move(revision, version, state="sent_back", decided_by=audit.actor_id(), decided_at=times.now())
    for field, text in remarks.items():
        product.remarks.append(Remark(field=field, text=text, made_by=audit.actor_id(), made_at=times.now()))
    audit.record(product, "product.revision_sent_back", remarks=remarks)
    letters.sent_back(product, [(label_of(field, product), text) for field, text in remarks.items()])


def join(product: Product) -> None:
    """A product that staff will look at whole again takes its open edit in, so that nothing is looked at twice."""
    revision = open_to_change(product)
    if revision is None:
        return
    _close(revision, "joined", revision.version)
    _put_in(product, revision.changes)
    audit.record(product, "product.revision_joined", **revision.changes)
    products.touched(product)


def lay_over(product: Product, revision: ProductRevision | None) -> None:
    """Let a loaded product tell what its open edit says, for the editor and the preview. Nothing is written."""
    if revision is None:
        return
    values.lay_over(product, {name: pair[1] for name, pair in revision.changes.items() if name not in PICTURES})
    going, coming = revision.changes.get("photos") or [[], []]
    kept = [photo for photo in product.photos if photo.picture.digest not in going]
    come = [_waiting(product, picture) for digest in coming if (picture := pictures.known(digest))]
    set_committed_value(product, "photos", [*kept, *come])


def coming(product: Product) -> list[str]:
    """Digests of the pictures that wait."""
    revision = open_of(product)
    return list((revision.changes.get("photos") or [[], []])[1]) if revision else []


def digests(product: Product) -> list[str]:
    """Of the pictures it will have once its open edit is approved, in their order."""
    revision = open_of(product) if products.is_reviewed(product) else None
    going, new = (revision.changes.get("photos") if revision else None) or [[], []]
    return [*(photo.picture.digest for photo in product.photos if photo.picture.digest not in going), *new]


def _waiting(product: Product, picture: Picture) -> Photo:
    """A photo for the page only: it belongs to no session, so nothing of it can be written."""
    photo = Photo(alt=product.name, position=0)
    set_committed_value(photo, "picture", picture)
    return photo


def _merged(product: Product, before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    changes = dict(before)
    for name, value in wanted.items():
        stands = values.of(product, name)
        changes.pop(name, None)
        if value != stands:
            changes[name] = [values.plain(stands), values.plain(value)]
    return changes


def _keep(
    product: Product, revision: ProductRevision | None, changes: dict[str, Any], differing: Iterable[str]
) -> None:
    back = _asked(product, revision.changes if revision else {}, changes)
    if not changes:
        if revision is not None:
            _close(revision, "withdrawn", revision.version)
            audit.record(product, "product.revision_withdrawn", back=back)
        return
    made = {"made_by": audit.actor_id(), "made_at": times.now()}
    if revision is None:
        db.session.add(ProductRevision(product_id=product.id, changes=changes, **made))
    else:
        _move(revision, revision.version, changes=changes, state="waiting", **made)
    said = {name: changes[name] for name in differing if name in changes}
    audit.record(product, "product.revision_proposed", **said, back=back)


def _asked(product: Product, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """By field, what one edit asks for and what another does; where one asks nothing, what stands."""
    names = [name for name in dict.fromkeys([*before, *after]) if name != "photos"]
    pairs = {
        name: [edit[name][1] if name in edit else values.plain(values.of(product, name)) for edit in (before, after)]
        for name in names
    }
    sides = [edit.get("photos") or [[], []] for edit in (before, after)]
    for going, coming in sides:
        pairs |= {f"photo.{one}": [None if one in side[0] else True for side in sides] for one in going}
        pairs |= {f"photo.{one}": [True if one in side[1] else None for side in sides] for one in coming}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _stays_whole(product: Product, changes: Mapping[str, Any], differing: list[str]) -> None:
    with _as_if(product, changes):
        lost = [item for item in completeness.of(product).blocking if item.field in differing]
    if lost:
        raise products.NotComplete(lost)


@contextmanager
def _as_if(product: Product, changes: Mapping[str, Any]) -> Iterator[None]:
    """The product as the edit would have it, for as long as it is looked at."""
    names = [name for name in changes if name not in OPTIONAL and not name.startswith("making.")]
    before = {name: values.of(product, name) for name in names}
    with db.session.no_autoflush:
        values.lay_over(product, {name: changes[name][1] for name in names})
        try:
            yield
        finally:
            values.lay_over(product, before)


def _put_in(product: Product, changes: Mapping[str, Any]) -> None:
    was = product.name
    for name, pair in changes.items():
        if name != "photos":
            values.put(product, name, pair[1])
    if "photos" in changes:
        _hang(product, *changes["photos"])
    if "name" in changes:
        naming.follow(product, was)


def _hang(product: Product, going: Iterable[str], coming: Iterable[str]) -> None:
    for photo in [photo for photo in product.photos if photo.picture.digest in going]:
        product.photos.remove(photo)
    end = max((photo.position for photo in product.photos), default=-1) + 1
    hung = {photo.picture.digest for photo in product.photos}
    for place, digest in enumerate(one for one in coming if one not in hung):
        picture = pictures.known(digest)
        if picture is not None:
            photo = Photo(picture=picture, picture_id=picture.id, position=end + place, alt=product.name)
            product.photos.append(photo)
            veils.lay(product, photo)


def _to_decide(product: Product, version: int) -> ProductRevision:
    must_reach(product.facility.commune_code)
    revision = open_to_change(product)
    if revision is None or revision.state != "waiting" or revision.version != version:
        raise AlreadyDecided(product.id)
    if not product.is_published:
        raise NotOnShow(product.id)
    return revision


def _close(revision: ProductRevision, state: str, version: int, *, by_staff: bool = False) -> None:
    now = times.now()
    decided = {"decided_by": audit.actor_id(), "decided_at": now} if by_staff else {}
    _move(revision, version, state=state, closed_at=now, **decided)


def _move(revision: ProductRevision, version: int, **columns: Any) -> None:
    """One conditional UPDATE: of two who decide at the same time, or decide while it is edited, one is told."""
    moved = db.session.execute(
        update(ProductRevision)
        .where(ProductRevision.id == revision.id, ProductRevision.version == version, ProductRevision.state.in_(OPEN))
        .values(version=version + 1, **columns)
        .returning(ProductRevision.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        raise AlreadyDecided(revision.id)
    db.session.refresh(revision)
