"""The staff's side of gift cards: issued against money that came or a line of funding, given a code, sent, blocked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, raiseload, selectinload

from core import audit, codes, jobs, mail, times
from core.db import db
from core.i18n import day
from core.money import vnd
from shop import gifts, ledger, terms, vouchers
from shop.ledger import Move
from shop.models import GiftCard, GiftMove
from shop.vouchers import Payer

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: by `reference` of a receipt, or by a line of funding (`payer`)."""

    value: int
    reference: str = ""
    payer: Payer = Payer()
    recipient: str = ""
    phone: str = ""
    email: str = ""
    greeting: str = ""
    deliver_on: date | None = None


def issue(wish: Wish) -> GiftCard:
    """A card that has its money and no code yet; it is mailed on its day, if it has one. Raises vouchers.BeyondPlan."""
    if wish.payer.funding_id is not None:
        vouchers.within_plan(wish.payer.funding_id, wish.value)
    words = {
        name: getattr(wish, name) for name in ("reference", "recipient", "phone", "email", "greeting", "deliver_on")
    }
    until = times.start_of((wish.deliver_on or times.today()) + timedelta(days=terms.value("gift_days") + 1))
    bears = {"funding_id": wish.payer.funding_id, "scheme_id": wish.payer.scheme_id}
    card = GiftCard(value=wish.value, balance=wish.value, until_at=until, issued_at=times.now(), **words, **bears)
    card.issued_by = audit.actor_id()
    db.session.add(card)
    db.session.flush()
    came = ledger.code("promotion", scheme_id=card.scheme_id) if card.scheme_id else "bank"
    moves = [Move(came, gifts.HELD, card.value)]
    gifts.note(
        ledger.post(f"gift_issued:card:{card.id}", "gift_issued", moves, note=card.reference), card.id, card.value
    )
    audit.record(card, "gift_card.issued", value=card.value)
    if card.deliver_on:
        jobs.enqueue("gift.deliver", run_at=times.start_of(card.deliver_on) + timedelta(hours=8), card_id=card.id)
    return card


def new_code(card: GiftCard) -> str:
    """Its code, told this once; one that it had before holds no more."""
    code = codes.letters(gifts.LENGTH)
    card.digest, card.last4 = gifts.key_of(code), code[-4:]
    audit.record(card, "gift_card.code_made")
    db.session.flush()
    return code


def written(code: str) -> str:
    """In fours, as it is printed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def deliver(card_id: int) -> None:
    """Mail it to whom it is for, once; the code is made now, so that nobody has seen it before."""
    mine = update(GiftCard).where(
        GiftCard.id == card_id, GiftCard.delivered_at.is_(None), GiftCard.blocked_at.is_(None)
    )
    sent = mine.values(delivered_at=times.now()).returning(GiftCard.id).execution_options(synchronize_session=False)
    if db.session.execute(sent).scalar() is None:
        return
    card = db.session.get_one(GiftCard, card_id, populate_existing=True)
    with force_locale("vi"):
        parts = [
            _("Gửi %(who)s,", who=card.recipient) if card.recipient else "",
            card.greeting,
            _("Bạn có thẻ quà tặng %(sum)s để mua hàng ở Phiên Chợ.", sum=vnd(card.value)),
            _("Mã thẻ: %(code)s", code=written(new_code(card))),
            _(
                "Dùng đến hết ngày %(day)s. Gõ mã ở trang đặt hàng; ai có mã là dùng được, nên giữ kín.",
                day=_last(card),
            ),
            _("Xem còn bao nhiêu: %(url)s", url=current_app.config["SITE_URL"] + "/the-qua-tang"),
        ]
        mail.send(card.email, _("Bạn có một thẻ quà tặng ở Phiên Chợ"), "\n\n".join(one for one in parts if one))


def block(card: GiftCard, why: str) -> None:
    """Nobody pays with it until it is let go again; what it holds stays."""
    card.blocked_at, card.block_reason = times.now(), why
    audit.record(card, "gift_card.blocked", why=why)


def let_go(card: GiftCard) -> None:
    card.blocked_at, card.block_reason = None, ""
    audit.record(card, "gift_card.let_go")


def lapse() -> int:
    """Book what lies on cards that are over as earned, where the rule of the day says so; how many. Repeats nothing."""
    if not terms.value("gift_lapses"):
        return 0
    over = select(GiftCard).where(GiftCard.until_at <= times.now(), GiftCard.balance > 0, GiftCard.blocked_at.is_(None))
    found = db.session.scalars(over.order_by(GiftCard.id).with_for_update()).all()
    for card in found:
        amount = card.balance
        moves = [Move(gifts.HELD, "commission:gift_card", amount)]
        entry = ledger.post(f"gift_lapsed:card:{card.id}:{card.until_at:%Y%m%d}", "gift_lapsed", moves)
        gifts.note(entry, card.id, -amount)
        card.balance -= amount
    return len(found)


def latest(last4: str = "") -> Sequence[GiftCard]:
    """The newest, or those whose code ends so. One query."""
    query = select(GiftCard).options(joinedload(GiftCard.scheme), raiseload("*")).order_by(GiftCard.id.desc())
    return db.session.scalars((query.where(GiftCard.last4 == last4) if last4 else query).limit(SHOWN)).all()


def one(card_id: int) -> GiftCard | None:
    """With its history. Two queries."""
    moves = selectinload(GiftCard.moves).joinedload(GiftMove.entry)
    return db.session.scalar(select(GiftCard).where(GiftCard.id == card_id).options(joinedload(GiftCard.scheme), moves))


def _last(card: GiftCard) -> str:
    return day(times.local(card.until_at - timedelta(seconds=1)).date())
