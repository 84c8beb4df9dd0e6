"""Money in whole đồng: how it is written, and how a price that a person typed is read."""

import re
from decimal import Decimal
from functools import lru_cache

from core.text import unmarked

HIGHEST_PRICE = 10_000_000_000
_LONGEST_TYPED = 60


class PriceError(ValueError):
    """A price that cannot be taken; `code` names the rule of the import sheet that it breaks."""

    code = "price_invalid"


class PriceUnreadable(PriceError):
    """Nothing that can be read as an amount in one way only."""


class PriceNotPositive(PriceError):
    """Zero or below."""

    code = "price_not_positive"


class PriceIsRange(PriceError):
    """Two amounts, or an amount and up."""

    code = "price_range"


class PriceNotInteger(PriceError):
    """A part of a đồng."""

    code = "price_not_integer"


class PriceTooHigh(PriceError):
    """Above HIGHEST_PRICE."""

    code = "price_out_of_range"


def vnd(amount: int) -> str:
    """125000 as 125.000 ₫, with a space that does not break."""
    return f"{number(amount)}\u00a0₫"


def by_weight(price_per_kg: int, grams: int) -> int:
    """Whole đồng for so many grams, halves up: the one place where a weight becomes money (SQL says the same in
    shop/models/)."""
    return (price_per_kg * grams + 500) // 1000


def number(value: int | Decimal, places: int = 0) -> str:
    """A number as Vietnamese is written: points between thousands, a comma before decimals."""
    return f"{Decimal(value):,.{places}f}".translate(str.maketrans(",.", ".,"))


_UNITS = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "tr": 10**6, "nghin": 10**3, "ngan": 10**3, "k": 10**3}
_LABEL = re.compile(r"^(?:gia(?: ban)?\s*:?\s*)?(?:(?:vnd|₫)\s*(?=[0-9-]))?")
_PER_UNIT = re.compile(r"\s*/\s*[a-z][a-z0-9 ]*$")
_CURRENCY = re.compile(r"\s*(?:vn ?d|(?:viet nam |vn )?dong|d|₫)\.?$")
_ON_REQUEST = re.compile(r"^(?:lien he|lh)\b")
_RANGE = re.compile(r"[0-9][^-–—~]*(?:[-–—~]|\b(?:den|toi)\b)\s*[0-9]|^tu [0-9]|[0-9].*\btro (?:len|xuong)$")
_GROUPED = re.compile("|".join(rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+" for mark in (r"\.", ",", " ")))
_WITH_UNIT = re.compile(rf"([0-9][0-9.,]*)\s*({'|'.join(_UNITS)})(?![a-z])\s*(.*)")


@lru_cache(4096)  # a sheet names the same prices over and over
def parse_price(typed: str | int | float | Decimal) -> int | None:
    """Whole đồng from what was typed (1.250.000đ, 500k, 1tr2, 1 triệu rưỡi); None for “Liên hệ”.

    Raises a PriceError that says what is wrong. Nothing with two readings is guessed.
    """
    return parse_amount(typed, HIGHEST_PRICE)


def parse_amount(typed: str | int | float | Decimal, at_most: int) -> int | None:
    """The same up to another amount: budgets are larger than prices."""
    amount = _read(typed) if isinstance(typed, str) else _exact(typed)
    if amount is None:
        return None
    if amount <= 0:
        raise PriceNotPositive(typed)
    if amount != int(amount):
        raise PriceNotInteger(typed)
    if amount > at_most:
        raise PriceTooHigh(typed)
    return int(amount)


def _exact(value: float | Decimal) -> Decimal:
    amount = Decimal(str(value))
    if not amount.is_finite():
        raise PriceUnreadable(value)
    return amount


def _read(typed: str) -> Decimal | None:
    if len(typed) > _LONGEST_TYPED:
        raise PriceUnreadable(typed[:_LONGEST_TYPED])
    text = _LABEL.sub("", unmarked(typed).replace("\u2212", "-"), count=1)
    if _ON_REQUEST.match(text):
        return None
    if _RANGE.search(text):
        raise PriceIsRange(typed)
    text = _CURRENCY.sub("", _PER_UNIT.sub("", text))
    sign = -1 if text.startswith("-") else 1
    amount = _amount(text.removeprefix("-").strip())
    if amount is None:
        raise PriceUnreadable(typed)
    return sign * amount


def _amount(text: str) -> Decimal | None:
    match = _WITH_UNIT.fullmatch(text)
    if not match:
        return _plain(text)
    count, unit = _count(match[1], match[2]), _UNITS[match[2]]
    rest = _rest(match[3].strip(), unit)
    if count is None or rest is None or (rest and count != int(count)):
        return None
    return count * unit + rest


def _count(digits: str, unit: str) -> Decimal | None:
    """The number before a unit. 1.250k groups its thousands, 1.250 triệu has two readings and none is taken."""
    whole = _grouped(digits)
    if whole is not None and _UNITS[unit] > 1000:
        return None
    if whole is not None:
        return whole
    decimal = re.fullmatch(r"([0-9]+)(?:[.,]([0-9]{1,3}))?", digits)
    return Decimal(f"{decimal[1]}.{decimal[2] or 0}") if decimal else None


def _rest(text: str, unit: int) -> Decimal | None:
    """After a unit: rưỡi is half of it, bare digits are its decimals (1tr25), else a smaller amount."""
    if not text:
        return Decimal(0)
    if text == "ruoi":
        return Decimal(unit) / 2
    if re.fullmatch(r"[0-9]{1,3}", text):
        return Decimal(int(text) * unit).scaleb(-len(text))
    smaller = _amount(text)
    return smaller if smaller is not None and smaller < unit else None


def _plain(text: str) -> Decimal | None:
    """Digits, perhaps grouped by threes, perhaps with one or two decimals after the other separator."""
    match = re.fullmatch(r"(.*?[0-9])(?:([.,])([0-9]{1,2}))?", text)
    if not match:
        return None
    digits, mark, decimals = match.groups()
    whole = Decimal(digits) if re.fullmatch(r"[0-9]+", digits) else _grouped(digits)
    if whole is None or (mark and mark in digits):
        return None
    return whole + Decimal(f"0.{decimals or 0}")


def _grouped(digits: str) -> Decimal | None:
    return Decimal(re.sub("[., ]", "", digits)) if _GROUPED.fullmatch(digits) else None
