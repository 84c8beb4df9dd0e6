"""What a maker's carriers ask for a parcel that is not ordered yet: asked shortly, remembered for a while.

A carrier that is slow, down or refuses costs nobody the checkout: its way is not offered then, and the page says so.
None is called inside a transaction, none when a page is only looked at.
"""

import contextvars
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select

from core import times
from core.db import db, insert, release
from programme.models import Facility
from shop.carriers import accounts, addresses, door, wire
from shop.carriers.packages import Item, Keys, Package, Refused, Unreachable
from shop.models import CarrierAccount, CarrierPrice

if TYPE_CHECKING:
    from concurrent.futures import Future

HOLDS = timedelta(minutes=30)
RETRY = timedelta(minutes=2)  # after no answer it is left alone for so long
SECONDS = 3  # one exchange
WHOLE = 5  # all of them together
MOST_ASKED = 12  # of one cart

Key = tuple[int, str, int, int]  # account, commune, grams, value


@dataclass(frozen=True, slots=True)
class Price:
    value: str
    name: str
    fee: int


@dataclass(frozen=True, slots=True)
class Said:
    """`is_open`: some are still to be asked; `silent`: the names of those that gave no price."""

    is_open: bool = False
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prices:
    """By maker her accounts (id, carrier), and what each carrier said."""

    accounts: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    fees: dict[Key, int | None] = field(default_factory=dict)

    def of(self, facility_id: int, commune_code: str, grams: int, value: int) -> list[Price]:
        found = (
            (carrier, self.fees.get((account_id, commune_code, grams, value)))
            for account_id, carrier in self.accounts.get(facility_id, ())
        )
        return [Price(f"hang-{one}", door.name_of(one), fee) for one, fee in found if fee is not None]

    def said(self, facility_id: int, commune_code: str, grams: int, value: int) -> Said:
        mine = self.accounts.get(facility_id, ())
        keys = {carrier: (account_id, commune_code, grams, value) for account_id, carrier in mine}
        silent = tuple(door.name_of(one) for one, key in keys.items() if key in self.fees and self.fees[key] is None)
        return Said(any(key not in self.fees for key in keys.values()), silent)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A parcel whose price is wanted: one maker's goods to one commune."""

    facility: Facility
    items: tuple[Item, ...]
    grams: int
    value: int


def known(facility_ids: Sequence[int], commune_code: str) -> Prices:
    """One query."""
    fresh = CarrierPrice.asked_at > times.now() - HOLDS
    heard = CarrierPrice.fee.is_not(None) | (CarrierPrice.asked_at > times.now() - RETRY)
    mine = and_(CarrierPrice.account_id == CarrierAccount.id, CarrierPrice.commune_code == commune_code, fresh, heard)
    query = (
        select(CarrierAccount.facility_id, CarrierAccount.id, CarrierAccount.carrier, CarrierPrice)
        .outerjoin(CarrierPrice, mine)
        .where(CarrierAccount.facility_id.in_(facility_ids), CarrierAccount.keys != "")
        .order_by(CarrierAccount.id)
    )
    told = Prices()
    for facility_id, account_id, carrier, price in db.session.execute(query) if facility_ids else ():
        known_here = told.accounts.setdefault(facility_id, [])
        if (account_id, carrier) not in known_here:
            known_here.append((account_id, carrier))
        if price is not None:
            told.fees[account_id, commune_code, price.weight_g, price.value] = price.fee
    return told


def ask(wanted: Iterable[Wanted], commune_code: str) -> None:
    """Ask for what is not known, all at once, and remember it; the caller commits. Ends the transaction first."""
    asked = _missing(list(wanted), commune_code)
    if not asked:
        return
    release()
    heard = _heard(asked)
    for (account_id, commune, grams, value), fee in heard.items():
        row = {"account_id": account_id, "commune_code": commune, "weight_g": grams, "value": value}
        said = {"fee": fee, "asked_at": times.now()}
        new = insert(CarrierPrice).values(row | said)
        db.session.execute(new.on_conflict_do_update(index_elements=list(row), set_=said))


def forget() -> int:
    """Of what no longer holds; the nightly job commits."""
    gone = delete(CarrierPrice).where(CarrierPrice.asked_at < times.now() - HOLDS).returning(CarrierPrice.id)
    return len(db.session.scalars(gone).all())


def _missing(wanted: list[Wanted], commune_code: str) -> dict[Key, tuple[str, Keys, Package]]:
    told = known([one.facility.id for one in wanted], commune_code)
    found: dict[Key, tuple[str, Keys, Package]] = {}
    for one in wanted:
        for account_id, carrier in told.accounts.get(one.facility.id, ()):
            key = (account_id, commune_code, one.grams, one.value)
            if key not in told.fees and one.facility.commune_code and len(found) < MOST_ASKED:
                keys = _keys(account_id)
                found |= {key: (carrier, keys, _package(one, commune_code))} if keys else {}
    return found


def _keys(account_id: int) -> Keys | None:
    try:
        return accounts.keys_of(db.session.get_one(CarrierAccount, account_id))
    except accounts.NoKeys:
        return None


def _package(one: Wanted, commune_code: str) -> Package:
    """Without the recipient's name and street: a price needs neither, and nobody has ordered yet."""
    house = one.facility
    sender = addresses.of(house.name, house.phone or "", house.address or "", house.commune_code or "")
    return Package("", sender, addresses.of("", "", "", commune_code), one.items, one.grams, 0, one.value)


def _heard(asked: dict[Key, tuple[str, Keys, Package]]) -> dict[Key, int | None]:
    """All asked side by side; who has not answered when the time is over gave no price."""
    from concurrent.futures import ThreadPoolExecutor, wait

    pool = ThreadPoolExecutor(len(asked))
    running: dict[Key, Future[int | None]] = {
        key: pool.submit(_within, contextvars.copy_context(), one) for key, one in asked.items()
    }
    done, _late = wait(running.values(), timeout=WHOLE)
    pool.shutdown(wait=False, cancel_futures=True)
    return {key: one.result() if one in done else None for key, one in running.items()}


def _within(context: contextvars.Context, asked: tuple[str, Keys, Package]) -> int | None:
    """In the application's own context, which a thread does not have."""
    return context.run(_fee, *asked)


def _fee(carrier: str, keys: Keys, package: Package) -> int | None:
    try:
        with wire.within(SECONDS):
            return max(0, door.quote(carrier, keys, package))
    except (Unreachable, Refused, KeyError, ValueError, TypeError, StopIteration):
        return None
