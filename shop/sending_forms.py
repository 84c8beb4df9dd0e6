"""A way of sending as its maker writes it: steps of weight that all zones share, and a fee for each."""

from typing import Any

from flask_babel import gettext as _

from catalog.forms import PriceForm
from core.money import number
from shop.models import SendingRate, SendingWay
from shop.models.sending import MOST_DAYS, ZONES

STEPS = 4  # of weight
MOST_KG = 1000
FEES = ("fee_per_extra_kg", "fragile_fee", "chilled_fee")


class WayForm(PriceForm):
    """Fields of a step are kg-0 … kg-3, of a zone fee-<zone>-<step>, fragile_fee-<zone>, days-<zone> and so on. A zone
    without a fee for the first step is not served; an empty fee of handling is not taken."""

    def clean(self) -> None:
        self.name = self.text("name", at_most=60, required=_("Đặt tên cho cách gửi, như “Xe ôm trong ngày”."))
        self.free_from = self._dong("free_from")
        self.cut_off_hour = self.integer("cut_off_hour", at_least=1, at_most=23, required=False) or 10
        self.grams = self._grams()
        self.rates = [rate for zone in ZONES for rate in self._rates(zone)]
        if not self.rates and not self.errors:
            self.errors[f"fee-{ZONES[1]}-0"] = _("Ghi phí cho ít nhất một vùng.")

    def _grams(self) -> list[int]:
        """The steps that are written, each heavier than the one before."""
        found: list[int] = []
        for n in range(STEPS):
            typed = self.text(f"kg-{n}", at_most=10).replace(",", ".")
            if not typed:
                break
            grams = _grams(typed)
            if grams is None or (found and grams <= found[-1]):
                self.errors[f"kg-{n}"] = _("Ghi số kg lớn dần, như 0,5 rồi 2.")
                break
            found.append(grams)
        if not found:
            self.errors.setdefault("kg-0", _("Ghi mức cân đầu tiên, như 2."))
        return found

    def _rates(self, zone: str) -> list[SendingRate]:
        fees = [self._dong(f"fee-{zone}-{n}") for n in range(len(self.grams))]
        if all(fee is None for fee in fees):
            return []
        days = self.integer(f"days-{zone}", at_least=0, at_most=MOST_DAYS)
        rest = {name: self._dong(f"{name}-{zone}") for name in FEES}
        for n, fee in enumerate(fees):
            if fee is None:
                self.errors.setdefault(f"fee-{zone}-{n}", _("Ghi phí cho mức cân này, hoặc 0."))
        return [
            SendingRate(zone=zone, up_to_g=grams, fee=fee or 0, days=days or 0, **rest)
            for grams, fee in zip(self.grams, fees, strict=True)
        ]

    def _dong(self, name: str) -> int | None:
        """As people write prices; 0 is nothing to pay, empty is nothing said."""
        typed = self.text(name, at_most=60)
        return 0 if typed == "0" else self._amount(name, typed)


def begun(way: SendingWay) -> dict[str, Any]:
    """What stands in the form of a way that is kept."""
    said: dict[str, Any] = {"name": way.name, "cut_off_hour": way.cut_off_hour, "free_from": _written(way.free_from)}
    for zone in ZONES:
        for n, rate in enumerate(way.steps(zone)):
            said |= {f"kg-{n}": _kg(rate.up_to_g), f"fee-{zone}-{n}": _written(rate.fee), f"days-{zone}": rate.days}
            said |= {f"{name}-{zone}": _written(getattr(rate, name)) for name in FEES}
    return said


def _grams(typed: str) -> int | None:
    try:
        grams = round(float(typed) * 1000)
    except (ValueError, OverflowError):
        return None
    return grams if 0 < grams <= MOST_KG * 1000 else None


def _kg(grams: int) -> str:
    return f"{grams / 1000:g}".replace(".", ",")


def _written(amount: int | None) -> str:
    return "" if amount is None else number(amount)
