"""What is written in a cell, read as a count, a weight, a day, stars, clean text or picture names."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from catalog.sheets.grid import Value
from core.text import clean_block, clean_line, unmarked

USUAL = 4096  # what a sheet says over and over is read once
MOST_STOCK = 1_000_000_000
MOST_GRAMS = 100_000_000
_WHOLE_NUMBER = re.compile(r"([0-9]+)[.,]0+")
_COUNT = re.compile(r"(-?)([0-9]+|[1-9][0-9]{0,2}(?:[.,][0-9]{3})+)(?:[.,]0{1,2})?(?: ?[a-z][a-z ]*)?")
_WEIGHT = re.compile(r"([0-9][0-9.,]*) ?(kg|kilogam|g|gr|gram|gam)?(?: ?([0-9]{1,3}) ?(g|gr|gram|gam)?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_IN_WORDS = re.compile(r"(?:ngay )?([0-9]{1,2}) thang ([0-9]{1,2}) nam ([0-9]{4})")
_MIDNIGHT = re.compile(r"[ t]00:00(?::00(?:\.0+)?)?$")
_STARS = re.compile(r"(?:ocop )?([345])(?:[.,]0)? ?(?:sao|\*|★|⭐)?|(?:ocop )?([★⭐*]{3,5})")
# A bare year such as 2025 would be a day of 1905: a serial number counts from 1982 on.
_FIRST_SERIAL, _LAST_SERIAL, _SERIAL_EPOCH = 30_000, 109_574, date(1899, 12, 30)
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_MOST_NESTED_TAGS = 5
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u2604\u2607-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u231a\u231b\u23e9-\u23fa"
    "\u203c\u2049\u2194-\u21aa\u3030\u303d\u3297\u3299\ufe0f\u20e3\U000e0020-\U000e007f]"
)
_PICTURE = re.compile(r"(?!\.)[^/\\:*?\"<>%]{1,100}\.(?:jpe?g|png|webp|avif|gif)", re.IGNORECASE)


def text_of(cell: Value) -> str:
    """The cell as a person sees it."""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def sku(cell: Value) -> str:
    """In capitals; a code that the spreadsheet took for a number (10059.0) is its digits again."""
    line = clean_line(text_of(cell)).upper()
    number = _WHOLE_NUMBER.fullmatch(line)
    return number[1] if number else line


@lru_cache(USUAL)
def stock(cell: Value) -> int:
    """A whole number, also below zero. Raises ValueError."""
    line = unmarked(text_of(cell)).replace("\u2212", "-")
    if line in ("het", "het hang"):
        return 0
    match = _COUNT.fullmatch(line)
    if not match or len(line) > 60:
        raise ValueError(cell)
    count = int(match[1] + re.sub("[.,]", "", match[2]))
    if count > MOST_STOCK:
        raise ValueError(cell)
    return count


@lru_cache(USUAL)
def grams(cell: Value) -> int:
    """Whole grams above zero from 500, 500g, 0,2kg or 1kg2. Raises ValueError."""
    weight = Decimal(cell) if isinstance(cell, int | Decimal) else _written_grams(text_of(cell))
    if not 0 < weight <= MOST_GRAMS:
        raise ValueError(cell)
    whole = int(weight.to_integral_value(ROUND_HALF_UP))
    if not whole:
        raise ValueError(cell)
    return whole


def _written_grams(text: str) -> Decimal:
    match = _WEIGHT.fullmatch(unmarked(text)) if len(text) <= 60 else None
    if not match:
        raise ValueError(text)
    digits, unit, rest, rest_unit = match.groups()
    in_kilos = bool(unit) and unit.startswith("k")
    weight = _decimal(digits, comma_groups=not in_kilos) * (1000 if in_kilos else 1)
    if rest and (not in_kilos or weight % 1000):
        raise ValueError(text)
    if rest:
        weight += Decimal(rest) if rest_unit else Decimal(f"0.{rest}") * 1000
    return weight


def _decimal(digits: str, *, comma_groups: bool) -> Decimal:
    """Three digits after a point are thousands, and after a comma where tenths of a gram would make no sense."""
    mark = r"\.|," if comma_groups else r"\."
    if re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:(?:{mark})[0-9]{{3}})+", digits):
        return Decimal(re.sub("[.,]", "", digits))
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]{1,3})?", digits):
        raise ValueError(digits)
    return Decimal(digits.replace(",", "."))


def day(cell: Value) -> date:
    """The day, which stands before the month. Raises ValueError for one that does not exist."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str):
        return _written_day(_MIDNIGHT.sub("", unmarked(cell)))
    if _FIRST_SERIAL <= cell <= _LAST_SERIAL:
        return _SERIAL_EPOCH + timedelta(days=int(cell))
    raise ValueError(cell)


def _written_day(text: str) -> date:
    if match := _DAY_FIRST.fullmatch(text):
        return date(int(match[4]) + (2000 if len(match[4]) == 2 else 0), int(match[3]), int(match[1]))
    if match := _YEAR_FIRST.fullmatch(text):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := _IN_WORDS.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if re.fullmatch(r"[0-9]{5,6}(?:\.[0-9]{1,12})?", text):
        return day(Decimal(text))
    raise ValueError(text)


def stars(cell: Value) -> int:
    """3, 4 or 5. Raises ValueError."""
    match = _STARS.fullmatch(unmarked(text_of(cell)).replace("\ufe0f", ""))
    if not match:
        raise ValueError(cell)
    return int(match[1] or len(match[2]))


def without_html(text: str) -> str:
    """Without scripts, styles and tags; “< 30 cm” is no tag and stays."""
    if "<" not in text:
        return text
    for _ in range(_MOST_NESTED_TAGS):
        bare = _TAG.sub("", _BREAK.sub("\n", _COMMENT.sub("", _SCRIPT.sub("", text))))
        if bare == text:
            break
        text = bare
    return text


def without_emoji(text: str) -> str:
    return clean_line(_EMOJI.sub(" ", text)) if _EMOJI.search(text) else text


def name_kept(text: str) -> str:
    """What a sheet keeps of a name: no tags, no emoji."""
    return without_emoji(clean_line(without_html(clean_line(text))))


def story_kept(text: str) -> str:
    """What a sheet keeps of a description: no tags."""
    return clean_block(without_html(clean_block(text)))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would run it when it is opened there."""
    return text.startswith(("=", "+", "-", "@"))


def pictures(text: str) -> tuple[tuple[str, ...], bool]:
    """Plain file names of pictures, and whether others (a path, an address, a strange ending) were left out."""
    names = [clean_line(name) for name in re.split(r"[;,|\n]", clean_block(text))]
    names = [name for name in names if name]
    safe = [name for name in names if _PICTURE.fullmatch(name) and ".." not in name]
    return tuple(dict.fromkeys(safe)), len(safe) < len(names)
