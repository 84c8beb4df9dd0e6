"""Who is told that a featured slot fell out: its maker, the maker of what stands in, and who chose it; once each time.

A slot falls and is filled by rows and the clock (slots.py), with no act to hang a letter on. So whenever goods that
stand on a shelf changed, and at the turn of each day, what is fallen now is laid beside what was told before, and only
the difference is written. The log keeps what was told.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from accounts.models import User
from core import audit, jobs, times
from core.audit import AuditEntry
from core.db import db, stand_alone
from fairs import curation, letters
from fairs.models import Feature, Shelf
from fairs.slots import Slot

FELL, STOOD_AGAIN = "feature.fell", "feature.stood_again"
QUIET = timedelta(hours=20)  # stock that comes and goes by the hour is no letter an hour


def notice(product_ids: Sequence[int] | None) -> None:
    """These products changed (None: any may have): where one has its days on a shelf now, look at once. One query."""
    now = times.now()
    on = (Feature.starts_at <= now) & (Feature.ends_at > now) & Feature.removed_at.is_(None)
    wanted = select(Feature.id).where(on)
    wanted = wanted if product_ids is None else wanted.where(Feature.product_id.in_(product_ids))
    if db.session.scalar(wanted.limit(1)) is not None:
        jobs.enqueue("fairs.tell_fallen_now")


def tell() -> None:
    """Letters about what fell out or was filled anew since the last time.

    What stands again may be told again, the same of one slot not within QUIET. Two workers who look at once write once.
    """
    stand_alone("fallen")
    out = {slot.feature.id: (shelf, slot) for shelf, slot in curation.fallen()}
    told, lately = _told(), _told_lately(out)
    fresh: dict[int, dict[str, Any]] = {}
    chosen_by: dict[int, list[tuple[str, str, str, str]]] = defaultdict(list)
    for feature_id, (shelf, slot) in out.items():
        before, now = told.get(feature_id, {}), _detail(slot)
        if before == now:
            continue
        fresh[feature_id] = now
        if lately.get(feature_id) == now:
            continue
        _to_makers(shelf, slot, before)
        if slot.feature.decided_by:
            chosen_by[slot.feature.decided_by].append((shelf.title, slot.product.name, slot.fault, _stands_in(slot)))
    _to_staff(chosen_by)
    _keep(fresh, [one for one in told if one not in out])


def _to_makers(shelf: Shelf, slot: Slot, before: dict[str, Any]) -> None:
    if before.get("fault") != slot.fault:
        letters.slot_fell(slot.product, shelf, slot.fault, _stands_in(slot))
    if slot.filled_by and before.get("filled_by") != slot.filled_by[0].id:
        feature, product = slot.filled_by
        letters.slot_filled(product, shelf, feature)


def _to_staff(chosen_by: dict[int, list[tuple[str, str, str, str]]]) -> None:
    """One letter to each, with all of hers; who left or has no address gets none."""
    wanted = select(User.id, User.name, User.email).where(User.id.in_(chosen_by), User.closed_at.is_(None))
    for user_id, name, email in db.session.execute(wanted):
        if email:
            letters.slots_fell(email, name, chosen_by[user_id])


def _told() -> dict[int, dict[str, Any]]:
    """What was last told of each slot that had not stood again by then."""
    last = (
        select(func.max(AuditEntry.id))
        .where(AuditEntry.subject_kind == Feature.__tablename__, AuditEntry.action.in_((FELL, STOOD_AGAIN)))
        .group_by(AuditEntry.subject_id)
    )
    wanted = select(AuditEntry.subject_id, AuditEntry.detail).where(AuditEntry.id.in_(last), AuditEntry.action == FELL)
    return {row.subject_id: row.detail for row in db.session.execute(wanted)}


def _told_lately(feature_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What was last said to have fallen within QUIET, whether it stood since or not."""
    wanted = select(AuditEntry.subject_id, AuditEntry.detail).where(
        AuditEntry.subject_kind == Feature.__tablename__,
        AuditEntry.action == FELL,
        AuditEntry.subject_id.in_(feature_ids),
        AuditEntry.at > times.now() - QUIET,
    )
    return {row.subject_id: row.detail for row in db.session.execute(wanted.order_by(AuditEntry.id))}


def _keep(fresh: dict[int, dict[str, Any]], standing: list[int]) -> None:
    if fresh:
        audit.record_many(Feature, FELL, fresh)
    if standing:
        audit.record_many(Feature, STOOD_AGAIN, {one: {} for one in standing})


def _detail(slot: Slot) -> dict[str, Any]:
    return {"fault": slot.fault, "filled_by": slot.filled_by[0].id if slot.filled_by else None}


def _stands_in(slot: Slot) -> str:
    return slot.filled_by[1].name if slot.filled_by else ""
