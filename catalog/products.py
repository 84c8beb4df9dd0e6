"""Products as their makers keep them: made, revised, and moved from draft to the market and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from catalog import completeness, leave, letters, naming, search, slugs, standing, stock, values
from catalog.fields import label_of
from catalog.models import Product, Remark, Variant
from core import audit, times, undo
from core.access import must_reach
from core.db import db
from programme.models import Facility

MAKER, STAFF = "maker", "staff"
OFFER = values.OFFER
LIVE = (*OFFER, "unit", "lead_days", "is_fragile")  # an offer, not a claim: nobody need look before it counts

# Every allowed move, and who may make it.
MOVES = {
    ("draft", "submitted"): MAKER,
    ("sent_back", "submitted"): MAKER,
    ("taken_down", "submitted"): MAKER,
    ("submitted", "draft"): MAKER,  # called back before anyone looked
    ("submitted", "published"): STAFF,
    ("submitted", "sent_back"): STAFF,
    ("published", "withdrawn"): MAKER,
    ("withdrawn", "published"): MAKER,
    ("published", "taken_down"): STAFF,
    ("taken_down", "published"): STAFF,  # taken down by mistake
    ("draft", "archived"): MAKER,
    ("sent_back", "archived"): MAKER,
    ("withdrawn", "archived"): MAKER,
    ("archived", "draft"): MAKER,  # whatever it was, it is looked at again before anyone sees it
}

UNDONE_BY_STATE = {("published", "withdrawn"), ("withdrawn", "published"), ("draft", "submitted")}  # back is the same


class IllegalMove(Exception):
    """Not from here to there, or not by this one; or someone has moved it meanwhile."""

    def __init__(self, state: str, to: str) -> None:
        super().__init__(f"{state} -> {to}")
        self.state, self.to = state, to


class NotComplete(Exception):
    """Something that must be there before it can be shown is missing; `items` say what."""

    def __init__(self, items: list[completeness.Item]) -> None:
        super().__init__(", ".join(item.code for item in items))
        self.items = items


class SkuTaken(Exception):
    """Another product has this SKU."""


class NothingToMend(Exception):
    """Sent back without a single remark: the maker would not know why."""


class BackwardDays(Exception):
    """It would end before it begins."""


class NeedsReview(Exception):
    """A claim about what staff approved; it waits for them (catalog/revisions.py)."""


def is_reviewed(product: Product) -> bool:
    """Whether what it says is what staff approved, so that no other claim may take its place unseen."""
    return product.state in ("published", "withdrawn")


def may_move(product: Product, to: str, by: str) -> bool:
    return MOVES.get((product.state, to)) == by


def create(facility: Facility, name: str, browse_category: str, sku: str = "", **columns: Any) -> Product:
    """A draft under `sku`, or under one made up for it. Raises SkuTaken."""
    if sku and db.session.scalar(select(Variant.id).where(Variant.sku == sku)):
        raise SkuTaken(sku)
    sku = sku or _next_sku(facility.id)
    offer = {name: columns.pop(name) for name in OFFER if name in columns}
    product = Product(
        facility=facility,
        village_id=facility.village_id,
        sku=sku,
        variants=[Variant(sku=sku, **offer)],
        slug=slugs.free([(name, sku)])[sku],
        name=name,
        browse_category=browse_category,
        **{"label": {}} | columns,
    )
    db.session.add(product)
    slugs.take([product])
    audit.record(product, "product.created", sku=sku)
    return product


def revise(product: Product, changes: Mapping[str, Any]) -> list[str]:
    """Put new values in columns (`label.<field>` in label facts) and return which differed.

    A remark on a field is settled when the field changes. Raises NotComplete when something on show would lose
    what it must have, stock.BelowHeld when less would be on hand than is promised, NeedsReview for a claim of what
    was approved; the caller then commits nothing.
    """
    changed = [name for name, value in changes.items() if values.of(product, name) != value]
    if not changed:
        return []
    if is_reviewed(product) and any(name not in LIVE for name in changed):
        raise NeedsReview(product.id)
    leave.must_change(changed)
    detail = {name: [values.plain(values.of(product, name)), values.plain(changes[name])] for name in changed}
    for name in changed:
        values.put(product, name, changes[name])
    if "name" in changed:
        naming.follow(product, detail["name"][0])
    _stays_whole(product, changed)
    settle(product, changed)
    audit.record(product, "product.revised", **detail)
    touched(product)
    return changed


def submit(product: Product) -> None:
    """Ask staff to look at it. Raises NotComplete."""
    _must_be_whole(product)
    _move(product, "submitted", MAKER, submitted_at=times.now())
    settle(product, [remark.field for remark in open_remarks(product)])


def call_back(product: Product) -> None:
    _move(product, "draft", MAKER, only_from="submitted")


def publish(product: Product) -> None:
    """Staff approve it; it is on show from this commit on. Raises NotComplete: a fact the law asks for is missing."""
    must_reach(product.facility.commune_code)
    _must_be_whole(product)
    _move(product, "published", STAFF, only_from="submitted", published_at=times.now())
    letters.published(product)


def send_back(product: Product, remarks: Mapping[str, str]) -> None:
    """Not yet: `remarks` say by field what to mend. Raises NothingToMend."""
    remarks = {field: text for field, text in remarks.items() if text}
    if not remarks:
        raise NothingToMend(product.id)
    _move(product, "sent_back", STAFF, remarks=remarks)
    for field, text in remarks.items():
        product.remarks.append(Remark(field=field, text=text, made_by=audit.actor_id(), made_at=times.now()))
    letters.sent_back(product, [(label_of(field, product), text) for field, text in remarks.items()])


def withdraw(product: Product) -> None:
    """The maker takes it off the market for a while."""
    _move(product, "withdrawn", MAKER)


def put_back(product: Product) -> None:
    """Onto the market again. Raises NotComplete when something has gone missing meanwhile."""
    _must_be_whole(product)
    _move(product, "published", MAKER, only_from="withdrawn")


def take_down(product: Product, reason: str) -> None:
    """Staff take it off the market and say why; the maker may mend it and ask again."""
    _move(product, "taken_down", STAFF, reason=reason)
    product.remarks.append(Remark(field="", text=reason, made_by=audit.actor_id(), made_at=times.now()))
    letters.taken_down(product, reason)


def restore(product: Product) -> None:
    """Staff undo their taking down. Raises NotComplete when something has gone missing meanwhile."""
    must_reach(product.facility.commune_code)
    _must_be_whole(product)
    _move(product, "published", STAFF, only_from="taken_down")
    settle(product, [remark.field for remark in open_remarks(product)])


def archive(product: Product) -> None:
    """Put away for good, out of every list. Nothing is deleted: orders, reviews and printed codes still know it."""
    _move(product, "archived", MAKER)


def bring_back(product: Product) -> None:
    """Out of the archive, as a draft."""
    _move(product, "draft", MAKER, only_from="archived")


def schedule(product: Product, begins: datetime | None, ends: datetime | None) -> None:
    """The days on which it may be on show, once it is published; nothing needs to run for them to begin and end."""
    before = [product.show_from, product.show_until]
    if [begins, ends] == before:
        return
    if begins and ends and begins >= ends:
        raise BackwardDays(product.id)
    product.show_from, product.show_until = begins, ends
    detail = {
        "show_from": [values.plain(before[0]), values.plain(begins)],
        "show_until": [values.plain(before[1]), values.plain(ends)],
    }
    audit.record(product, "product.scheduled", **{name: pair for name, pair in detail.items() if pair[0] != pair[1]})
    touched(product)


def count(sku: str, on_hand: int | None) -> Variant:
    """Set what is on hand of a variant, counted by a person. Raises stock.UnknownSku, stock.BelowHeld."""
    leave.must_change(["on_hand"])
    variant = stock.set_on_hand(sku, on_hand)
    audit.record(variant.product, "product.counted", sku=sku, on_hand=on_hand)
    settle(variant.product, ["on_hand"])
    return variant


def open_remarks(product: Product) -> list[Remark]:
    return [remark for remark in product.remarks if remark.resolved_at is None]


def remarks_by_field(product: Product) -> dict[str, str]:
    """The latest open remark of each field; one on the whole product stands under the empty name."""
    return {remark.field: remark.text for remark in open_remarks(product)}


def settle(product: Product, fields: list[str]) -> None:
    for remark in open_remarks(product):
        if remark.field in fields:
            remark.resolved_at = times.now()


def touched(product: Product) -> None:
    """Note that what visitors may see has changed."""
    product.updated_at = times.now()
    if product.id is None:
        db.session.flush()
    search.touch(product.id)


def _next_sku(facility_id: int) -> str:
    """CS12-007: the facility, and the next number no product has."""
    prefix = f"CS{facility_id}-"
    n = (db.session.scalar(select(func.count()).where(Product.facility_id == facility_id)) or 0) + 1
    taken = set(db.session.scalars(select(Variant.sku).where(Variant.sku.like(f"{prefix}%"))))
    while f"{prefix}{n:03}" in taken:
        n += 1
    return f"{prefix}{n:03}"


def _must_be_whole(product: Product) -> None:
    lacking = completeness.of(product).blocking
    if lacking:
        raise NotComplete(lacking)


def _stays_whole(product: Product, changed: list[str]) -> None:
    lost = [item for item in completeness.of(product).blocking if item.field in changed]
    if product.is_published and lost:
        raise NotComplete(lost)


def _move(product: Product, to: str, by: str, *, only_from: str = "", **detail: Any) -> None:
    """One conditional UPDATE: of two who move it at the same time, one is told.

    `only_from`: several verbs lead to one state, and each is another act with other consequences.
    """
    if by == STAFF:
        must_reach(product.facility.commune_code)
    origin = product.state
    if MOVES.get((origin, to)) != by or only_from not in ("", origin):
        raise IllegalMove(origin, to)
    stamps = {name: detail.pop(name) for name in ("published_at", "submitted_at") if name in detail}
    db.session.flush()
    moved = db.session.execute(
        update(Product)
        .where(Product.id == product.id, Product.state == origin)
        .values(state=to, **stamps)
        .returning(Product.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        raise IllegalMove(origin, to)
    db.session.refresh(product, ["state", *stamps])
    back = {undo.BACK: {"state": [origin, to]}} if (origin, to) in UNDONE_BY_STATE else {}
    audit.record(product, f"product.{to}", origin=origin, **detail, **back)
    if to == "published":
        standing.settle([product.facility_id])  # nothing of it is sold meanwhile that may not be
    touched(product)
