"""Numbers in Vietnamese words, as sums are spelled out on papers."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu", " tỷ")


def dong(amount: int) -> str:
    """1.250.000 as “Một triệu hai trăm năm mươi nghìn đồng”."""
    words = whole(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def whole(number: int) -> str:
    if number < 0:
        return f"âm {whole(-number)}"
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 1_000_000_000)
    said = [f"{whole(billions)} tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            said.append(_group(group, in_full=bool(said)) + _SCALES[power])
    return " ".join(said)


def _group(number: int, *, in_full: bool) -> str:
    """Up to 999; after higher groups also its leading zeros are said."""
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    said = [f"{_DIGITS[hundreds]} trăm"] if hundreds or in_full else []
    if tens > 1:
        said.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        said.append("mười")
    elif units and said:
        said.append("lẻ")
    if units:
        said.append(_unit(units, tens))
    return " ".join(said)


def _unit(units: int, tens: int) -> str:
    if units == 1 and tens > 1:
        return "mốt"
    if units == 5 and tens:
        return "lăm"
    return _DIGITS[units]
