"""Input of the page by which a facility asks to join, and of those who answer it."""

import re
from collections.abc import Sequence

from flask_babel import gettext as _

from core.forms import Form
from core.text import clean_line
from programme import addresses, places, taxcodes
from programme.joining import Wish
from programme.models import FACILITY_KINDS
from programme.places import Commune

_HOUSEHOLD = re.compile(r"[0-9A-Z]{6,20}")
MOST_PLACES = 12


class JoinRequestForm(Form):
    """`places` are the communes that what she wrote may be today, where she has to say which."""

    places: Sequence[Commune] = ()
    commune: Commune | None = None

    def __init__(self, raw=None, *, has_account: bool = False) -> None:  # type: ignore[no-untyped-def]
        super().__init__(raw)
        self.has_account = has_account

    def clean(self) -> None:
        self.phone_number = self.phone("phone")
        self.email_address = self.email("email")
        self.person = self.text("person", at_most=100, required=_("Ghi họ tên người đứng đơn."))
        self.name = self.text("name", at_most=120, required=_("Ghi tên cơ sở như trên giấy đăng ký."))
        self.kind = self.choice("kind", FACILITY_KINDS, required=_("Chọn loại hình."))
        self.goods = self.text("goods", at_most=300, required=_("Ghi cơ sở làm món gì."))
        self.address = self.text("address", at_most=200)
        self._clean_number()
        self._clean_place()
        self.password = "" if self.has_account else str(self.raw.get("password") or "")[:200]
        if not self.has_account and len(self.password) < 10:
            self.errors["password"] = _("Mật khẩu cần ít nhất 10 ký tự.")
        self.claim = clean_line(str(self.raw.get("claim") or ""))[:120]

    @property
    def wish(self) -> Wish:
        assert self.commune is not None
        return Wish(
            self.phone_number, self.email_address or None, self.person, self.name, self.kind, self.tax_code,
            self.household_number, self.commune.code, self.commune.name, self.place, self.address, self.goods,
        )  # fmt: skip

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(one.code, one.name) for one in self.places]

    def _clean_number(self) -> None:
        """One field: a household's number may have letters and any length, a tax code has ten digits or thirteen."""
        self.tax_code = self.household_number = None
        number = taxcodes.compact(self.text("number", at_most=30)).upper()
        fault = taxcodes.fault(number) if number else _("Ghi mã số thuế, hoặc số đăng ký hộ kinh doanh.")
        if not fault:
            self.tax_code = number
        elif number and self.kind == "ho_kinh_doanh" and len(number) != 12 and _HOUSEHOLD.fullmatch(number):
            self.household_number = number
        else:
            self.errors.setdefault("number", fault)

    def _clean_place(self) -> None:
        """By today's name or the former one; where that leaves several, she chooses among them."""
        self.place = self.text("place", at_most=200, required=_("Ghi xã, phường nơi có xưởng; tên cũ cũng được."))
        found = addresses.resolve(self.place)
        home = [one for one in found.candidates if isinstance(one, Commune) and one.province_code == places.HANOI]
        chosen = places.commune(str(self.raw.get("commune_code") or ""))
        self.commune = found.settled if found.settled in home else None
        if chosen in home or (chosen and not home and chosen.province_code == places.HANOI):
            self.commune = chosen
        if self.commune or not self.place:
            return
        self.places = home[:MOST_PLACES] or places.communes_of(places.HANOI)
        said = _("Chọn xã, phường nay ở ô dưới.") if home else _("Chưa rõ nơi này ở đâu. Chọn xã, phường ở ô dưới.")
        self.errors["commune_code"] = said


class SaidForm(Form):
    """Words that are needed: what is lacking, why not, or the answer."""

    def clean(self) -> None:
        self.words = self.text("words", at_most=600, lines=True, required=_("Ghi vài lời."))


class ApprovalForm(Form):
    """Staff have rung the number; `claim` is the facility on record that it is, or none."""

    def clean(self) -> None:
        self.claim = clean_line(str(self.raw.get("claim") or ""))[:120]
        if not self.flag("called"):
            self.errors["called"] = _("Gọi số này trước: tài khoản mở ra là của người giữ số.")
