"""What visitors and makers type: the same shape for pages and for the API."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from programme import places
from shop import gifts, promotions
from shop.amending_forms import wanted_day
from shop.called import HOWS, OUTCOMES
from shop.cart import MOST
from shop.enquiries import MOST_MAKERS, Question, Wanted
from shop.invoice_forms import invoice_asked
from shop.orders import Buyer

METHODS = ("cod", "vietqr", "stripe")  # to choose from; gift cards pay beside each
MOST_GIFTS = 10


class CartLineForm(Form):
    """`gian` and `ke` name the booth or shelf slot the visitor came from; wrong ones are nobody's fault."""

    def clean(self) -> None:
        self.sku = self.text("sku", at_most=60, required=_("Thiếu mã hàng."))
        self.quantity = self.integer("quantity", at_least=1, at_most=MOST) or 1
        self.booth_code = str(self.raw.get("gian") or "")[:40]
        self.feature_id = str(self.raw.get("ke") or "")[:10]
        self.session_id = self.integer("session", at_least=1, at_most=2**31 - 1, required=False)


class QuantityForm(Form):
    def clean(self) -> None:
        self.quantity = self.integer("quantity", at_least=1, at_most=MOST) or 1


class ReminderForm(Form):
    def clean(self) -> None:
        self.address = self.email("email", required=True)


class CheckoutForm(Form):
    """`methods`: the ways of paying that every maker in the cart takes."""

    phone_number = ""  # until it is read

    def __init__(
        self,
        raw: Mapping[str, Any] | None = None,
        methods: tuple[str, ...] = METHODS,
        *,
        needs_address: bool | None = True,
    ) -> None:
        super().__init__(raw)
        self.methods, self.needs_address = methods, needs_address

    def clean(self) -> None:
        self.name = self.text("name", at_most=100, required=_("Điền họ tên người nhận."))
        self.phone_number = self.phone("phone")
        self.email_address = self.email("email")
        self.province_code = self.commune_code = self.street = ""
        # What is all fetched goes nowhere; of an empty cart nobody knows, so what was said is taken.
        if self.needs_address or (self.needs_address is None and self.raw.get("commune_code")):
            self._clean_place()
            self.street = self.text("street", at_most=200, required=_("Điền số nhà, đường hoặc thôn, xóm."))
        self.payment = self.choice("payment", self.methods, required=_("Chọn một cách trả tiền."))
        self.note = self.text("note", at_most=500, lines=True)
        self.deliver_before = wanted_day(self)
        self.invoice = invoice_asked(self)
        if "" in self.gift_codes:
            self.errors["gift"] = _("Mã thẻ quà tặng gồm 16 chữ và số, mỗi dòng một thẻ. Xem lại từng chữ trên thẻ.")
        said = str(self.raw.get("voucher") or "")[:100]
        self.voucher = promotions.typed(said)
        if said and not self.voucher:
            self.errors["voucher"] = _("Không có phiếu giảm giá mang mã này.")

    def buyer(self, user_id: int | None) -> Buyer:
        return Buyer(
            name=self.name,
            phone=self.phone_number,
            email=self.email_address,
            province_code=self.province_code,
            commune_code=self.commune_code,
            street=self.street,
            payment=self.payment,
            note=self.note,
            fetched_from=self.fetched_from,
            points=self.points,
            sending=self.sending,
            slots=self.slots,
            voucher=self.voucher,
            deliver_before=self.deliver_before,
            invoice=self.invoice,
            gifts=self.gifts,
            user_id=user_id,
        )

    @property
    def gift_codes(self) -> list[str]:
        """Of gift cards, a line each; empty where no code is written so."""
        lines = re.split(r"[\n,;]", str(self.raw.get("gift") or "")[:600])
        return [gifts.typed(one) for one in lines if one.strip()][:MOST_GIFTS]

    @property
    def gifts(self) -> tuple[str, ...]:
        """What is kept of them."""
        return tuple(dict.fromkeys(gifts.key_of(one) for one in self.gift_codes if one))

    @property
    def fetched_from(self) -> tuple[int, ...]:
        """The makers under whose goods “at the workshop” is chosen: fields named cach-<id>."""
        chosen = (str(name).partition("cach-")[2] for name, value in self.raw.items() if value == "workshop")
        return tuple(sorted(int(one) for one in chosen if _is_id(one)))

    @property
    def points(self) -> tuple[tuple[int, int], ...]:
        """(maker, venue) where “at a point” is chosen: fields named cach-<id>, with the value diem-<venue>."""
        pairs = (
            (str(name).partition("cach-")[2], str(value).partition("diem-")[2])
            for name, value in self.raw.items()
            if str(value).startswith("diem-")
        )
        return tuple(sorted((int(one), int(venue)) for one, venue in pairs if _is_id(one) and _is_id(venue)))

    @property
    def sending(self) -> tuple[tuple[int, str], ...]:
        """(maker, way) where a way of sending is chosen: fields named cach-<id>, with gui-<way> or hang-<carrier>."""
        pairs = ((str(name).partition("cach-")[2], str(value)) for name, value in self.raw.items())
        return tuple(sorted((int(one), value[:40]) for one, value in pairs if _is_id(one) and _is_way(value)))

    @property
    def slots(self) -> tuple[tuple[int, int], ...]:
        """(maker, slot) where a time is chosen: fields named gio-<maker>."""
        pairs = ((str(name).partition("gio-")[2], str(value)) for name, value in self.raw.items())
        return tuple(sorted((int(one), int(slot)) for one, slot in pairs if _is_id(one) and _is_id(slot)))

    def _clean_place(self) -> None:
        self.province_code = str(self.raw.get("province_code") or "")
        self.commune_code = str(self.raw.get("commune_code") or "")
        if places.province(self.province_code) is None:
            self.errors["province_code"] = _("Chọn tỉnh hoặc thành phố.")
            return
        commune = places.commune(self.commune_code)
        if commune is None or commune.province_code != self.province_code:
            self.errors["commune_code"] = _("Chọn xã, phường của tỉnh này.")


class FreightForm(CheckoutForm):
    """Who asks what a delivery costs, and where it goes."""

    def clean(self) -> None:
        self.name = self.text("name", at_most=100, required=_("Điền họ tên người nhận."))
        self.phone_number = self.phone("phone")
        self.email_address = self.email("email")
        self._clean_place()
        self.street = self.text("street", at_most=200, required=_("Điền số nhà, đường hoặc thôn, xóm."))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _is_way(text: str) -> bool:
    return text.startswith(("gui-", "hang-"))


class EnquiryForm(Form):
    def clean(self) -> None:
        name = self.text("name", at_most=100, required=_("Cho người làm biết tên bạn."))
        contact = self._contact()
        quantity = self.text("quantity", at_most=60)
        wanted = self._wanted(quantity)
        text = self.text("text", at_most=2000, required=_("Viết câu bạn muốn hỏi."), lines=True)
        self.question = Question(name=name, contact=contact, text=text, quantity=quantity, wanted=wanted)

    def _wanted(self, quantity: str) -> Wanted | None:
        """What a price shall be for; None where nothing but the question is asked."""
        logo, packaging = self.text("logo", at_most=200), self.text("packaging", at_most=200)
        needed_by = self.day("needed_by", at_least=times.today())
        if self.errors.get("needed_by") and needed_by:
            self.errors["needed_by"] = _("Ngày này đã qua. Chọn ngày bạn cần có hàng.")
        wanted = Wanted(logo, packaging, needed_by, self.flag("invoice"))
        if wanted == Wanted():
            return Wanted() if quantity else None
        if not quantity:
            self.errors.setdefault("quantity", _("Ghi cần bao nhiêu thì người làm mới báo giá được."))
        return wanted

    def _contact(self) -> str:
        if "@" in str(self.raw.get("contact") or ""):
            return self.email("contact", required=True)
        return self.phone("contact")


class ManyForm(EnquiryForm):
    """The same request to several makers: how many is needed is always said, or their answers could not be compared."""

    def __init__(self, raw: Mapping[str, Any], chosen: list[str]) -> None:
        super().__init__(raw)
        self.chosen = chosen[: MOST_MAKERS + 1]

    def clean(self) -> None:
        super().clean()
        if self.question.wanted is None:
            self.errors.setdefault("quantity", _("Ghi cần bao nhiêu thì người làm mới báo giá được."))
        if not 1 <= len(self.chosen) <= MOST_MAKERS:
            self.errors["noi"] = _("Chọn từ một đến %(most)s nơi.", most=MOST_MAKERS)


class ReviewForm(Form):
    def clean(self) -> None:
        self.stars = self.integer("stars", at_least=1, at_most=5) or 1
        self.words = self.text("text", at_most=1000, required=_("Viết vài chữ về món hàng."), lines=True)
        self.signed = self.text("signed", at_most=60, required=_("Điền tên muốn hiện."))


class HandOverForm(Form):
    def clean(self) -> None:
        self.carrier = self.text("carrier", at_most=80, required=_("Điền nơi giao, hoặc “tự giao”."))
        self.tracking_code = self.text("tracking_code", at_most=80)


class CallForm(Form):
    """How the buyer was asked and what she said; `unasked` sends without asking, for a reason."""

    def clean(self) -> None:
        self.how = self.choice("how", HOWS, required=_("Chọn cách đã hỏi."))
        self.outcome = self.choice("outcome", OUTCOMES, required=_("Chọn kết quả."))
        why = self.outcome in ("unasked", "changes")
        self.words = self.text("words", at_most=300, required=_("Ghi vài chữ: vì sao, hoặc đổi gì.") if why else "")
        if "how" not in self.errors and "outcome" not in self.errors and not self._agree():
            self.errors["outcome"] = _("Cách hỏi và kết quả không hợp nhau: gửi không hỏi thì chọn cả hai như vậy.")

    def _agree(self) -> bool:
        return self.how != "page" and (self.how == "unasked") == (self.outcome == "unasked")


class LetterForm(Form):
    def clean(self) -> None:
        self.text_said = self.text("text", at_most=2000, required=_("Viết lời cho người mua."), lines=True)


class ReasonForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=300, required=_("Viết lý do; người mua sẽ đọc được."))


class SetAsideForm(Form):
    """Why money that came is no payment of a parcel; for the maker's own memory."""

    def clean(self) -> None:
        self.reason = self.text("reason", at_most=200, required=_("Ghi vài chữ: khoản này là gì."))


class AnswerForm(Form):
    def clean(self) -> None:
        self.answer = self.text("answer", at_most=2000, required=_("Viết câu trả lời."), lines=True)


class ReportForm(Form):
    """Why a review is found wrong."""

    def clean(self) -> None:
        self.reason = self.text("reason", at_most=300, required=_("Viết vài chữ: lời này sai ở đâu."))


class HidingForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=300, required=_("Ghi lý do; người bán đọc được."))


class SettlementForm(Form):
    """What staff did about money in doubt."""

    def clean(self) -> None:
        self.words = self.text("words", at_most=300, required=_("Ghi vài chữ: đã xem gì và làm gì."))


class MessageForm(Form):
    def clean(self) -> None:
        self.words = self.text("text", at_most=2000, required=_("Viết điều bạn muốn nói."), lines=True)
