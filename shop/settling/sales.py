"""What is taken of a sale: posted as one entry when its parcel is delivered, and given back in part with a refund.

A maker whose buyer paid her directly owes it; of card money it is taken from what the platform holds for her.
Everything is floored to whole đồng, in the maker's favour.
"""

from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from shop import ledger
from shop.ledger import Move
from shop.models import LedgerEntry, LineTerms, Parcel, WithheldTax
from shop.models.terms import WHOLE
from shop.reckoning import spread
from shop.settling import frozen

KIND, BACK = "sale", "sale_back"


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken of one sale, in đồng; `revenue` is what it is reckoned on."""

    revenue: int
    commission: int
    fee: int
    vat: int
    pit: int

    def share(self, part: int, whole: int) -> "Taken":
        """Of it, what belongs to a part of the price. The fee of paying stays: the payment was made."""
        of = (self.revenue, self.commission, self.vat, self.pit)
        revenue, commission, vat, pit = (one * part // whole for one in of)
        return Taken(revenue, commission, 0, vat, pit)

    def less(self, other: "Taken") -> "Taken":
        return Taken(
            self.revenue - other.revenue,
            self.commission - other.commission,
            self.fee - other.fee,
            self.vat - other.vat,
            self.pit - other.pit,
        )


def reckon(parcel: Parcel) -> Taken | None:
    """By the terms it was sold under; None of a parcel older than terms."""
    found = frozen.of(parcel)
    if found is None:
        return None
    whole, by_line = found
    bases = _bases(parcel)
    sent = parcel.shipping_fee - sum(one.off_delivery for one in parcel.discounts if one.payer == "maker")
    paid = parcel.payment.amount
    return Taken(
        revenue=sum(bases.values()) + sent,
        commission=sum(_part(base, _known(by_line, one).commission) for one, base in bases.items()),
        fee=min(_part(paid, whole.fee_rate) + whole.fee_fixed, paid),
        vat=sum(_part(base, _known(by_line, one).vat) for one, base in bases.items()) + _part(sent, whole.vat),
        pit=sum(_part(base, _known(by_line, one).pit) for one, base in bases.items()) + _part(sent, whole.pit),
    )


def settle(parcel: Parcel) -> LedgerEntry | None:
    """Delivered: what is taken of it, once. None where nothing is, or where it was posted before."""
    taken = reckon(parcel)
    moves = moves_of(taken, parcel.facility_id) if taken else []
    if taken is None or not moves:
        return None
    key = f"sale:parcel:{parcel.id}"
    entry = ledger.post(key, KIND, moves, order_id=parcel.order_id, parcel_id=parcel.id)
    return _declared(entry, parcel, taken)


def give_back(parcel: Parcel, claim_id: int, before: int, amount: int) -> LedgerEntry | None:
    """A maker gave `amount` back after `before`: of commission and taxes, what belongs to it; once a claim.

    Reckoned on the sums so far, so that many small refunds give back what one would.
    """
    taken, paid = reckon(parcel), parcel.payment.paid
    if taken is None or not paid or not _is_posted(parcel):
        return None
    part = taken.share(min(before + amount, paid), paid).less(taken.share(min(before, paid), paid))
    moves = [Move(one.credit, one.debit, one.amount) for one in moves_of(part, parcel.facility_id)]
    if not moves:
        return None
    key = f"sale_back:claim:{claim_id}"
    entry = ledger.post(key, BACK, moves, order_id=parcel.order_id, parcel_id=parcel.id)
    return _declared(entry, parcel, Taken(-part.revenue, 0, 0, -part.vat, -part.pit))


def moves_of(taken: Taken, facility_id: int) -> list[Move]:
    maker = ledger.code("facility", facility_id=facility_id)
    to = (
        ("commission", taken.commission),
        ("card_fee:maker", taken.fee),
        ("tax:vat", taken.vat),
        ("tax:pit", taken.pit),
    )
    return [Move(maker, account, amount) for account, amount in to if amount]


def _declared(entry: LedgerEntry | None, parcel: Parcel, taken: Taken) -> LedgerEntry | None:
    """What is withheld for the state is kept with what it was reckoned on, as it is declared."""
    if entry is not None and (taken.vat or taken.pit):
        of = {"facility_id": parcel.facility_id, "parcel_id": parcel.id}
        db.session.add(WithheldTax(entry_id=entry.id, revenue=taken.revenue, vat=taken.vat, pit=taken.pit, **of))
        db.session.flush()
    return entry


def _bases(parcel: Parcel) -> dict[int, int]:
    """By line, what the maker gets for it: its price less what her own vouchers took off. What a fair or a scheme took
    off is given to her, and counts."""
    live = [line for line in parcel.lines if not line.dropped_at]
    mine = sum(one.amount - one.off_delivery for one in parcel.discounts if one.payer == "maker")
    shares = spread(mine, [line.discount for line in live])
    return {line.id: line.total - share for line, share in zip(live, shares, strict=True)}


def _known(by_line: dict[int, LineTerms], line_id: int) -> LineTerms:
    return by_line[line_id]


def _part(amount: int, rate: int) -> int:
    return amount * rate // WHOLE


def _is_posted(parcel: Parcel) -> bool:
    key = f"sale:parcel:{parcel.id}"
    return db.session.scalar(select(LedgerEntry.id).where(LedgerEntry.key == key)) is not None
