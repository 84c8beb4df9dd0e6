"""A bank's statement file, CSV or XLSX: the money that came, line by line, told by headings of many banks.

Banks agree on no form (chưa xác minh bank by bank): the headings below are those of common exports in Vietnamese and
English, also written one after the other in one cell. A line is told by its day, sum, reference and words, and by
its number among those that say the same; so a file sent twice, or one that overlaps another, says nothing new.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import BinaryIO

from catalog.sheets import Columns, Formula, SheetRow, UnreadableSheet, read
from core import times
from core.text import clean_line, unmarked
from shop.bank.notices import MOST_DONG, Line

MOST_LINES = 1_000
_VIETNAMESE = {
    "day": ["Ngày", "Ngày giao dịch", "Ngày GD", "Ngày hạch toán", "Ngày ghi sổ", "Ngày hiệu lực", "Thời gian",
            "Thời gian giao dịch", "Ngày giờ giao dịch"],
    "credit": ["Ghi có", "Có", "Số tiền ghi có", "Phát sinh có", "PS có", "Tiền vào", "Số tiền có"],
    "debit": ["Ghi nợ", "Nợ", "Số tiền ghi nợ", "Phát sinh nợ", "PS nợ", "Tiền ra", "Số tiền nợ"],
    "amount": ["Số tiền", "Số tiền giao dịch", "Số tiền GD"],
    "content": ["Nội dung", "Nội dung giao dịch", "Nội dung chi tiết", "Diễn giải", "Mô tả", "Mô tả giao dịch",
                "Nội dung chuyển khoản", "Chi tiết giao dịch"],
    "reference": ["Số tham chiếu", "Mã tham chiếu", "Mã giao dịch", "Số giao dịch", "Mã GD", "Số bút toán", "Số CT",
                  "Số chứng từ"],
}  # fmt: skip
_ENGLISH = {
    "day": ["Date", "Transaction date", "Posting date", "Value date", "Effective date", "TNX date"],
    "credit": ["Credit", "Credit amount", "Deposit", "Deposits", "Money in", "Paid in"],
    "debit": ["Debit", "Debit amount", "Withdrawal", "Withdrawals", "Money out", "Paid out"],
    "amount": ["Amount", "Transaction amount"],
    "content": ["Description", "Details", "Transaction details", "Transactions in detail", "Narrative", "Remarks",
                "Remark", "Content"],
    "reference": ["Reference", "Reference number", "Reference no", "Ref no", "Transaction number", "Transaction ID",
                  "Transaction no", "Doc no"],
}  # fmt: skip
_DAY_FIRST = re.compile(
    r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?")
_SUM = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:[.,' ][0-9]{3})+)(?:[.,]0{1,2})?")


class NoStatement(Exception):
    """Not a statement that can be read; `why` is a word of UnreadableSheet, no_headings, no_lines or too_many_lines."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Statement:
    """The transfers that came in, and how many rows were none of that or could not be read."""

    lines: list[Line]
    out: int
    unread: list[int]  # their numbers in the file


def parse(file: BinaryIO, account: str) -> Statement:
    """Raises NoStatement. The account is the one whose statement its sender says it is."""
    lines, out, unread = list[Line](), 0, list[int]()
    seen: Counter[str] = Counter()
    try:
        for row in _rows(file):
            try:
                amount = _came(row)
                line = _line(row, amount, account, seen) if amount > 0 else None
            except ValueError:
                unread.append(row.number)
                continue
            out += line is None
            lines += [line] if line else []
            if len(lines) > MOST_LINES:
                raise NoStatement("too_many_lines")
    except UnreadableSheet as broken:
        raise NoStatement("no_headings" if broken.code == "no_header" else broken.code) from broken
    if not lines and not out:
        raise NoStatement("no_lines")
    return Statement(lines, out, unread)


def packed(lines: list[Line]) -> str:
    """As the page of the preview sends them back."""
    return json.dumps([[one.key, one.amount, one.content, one.reference, one.at.isoformat()] for one in lines])


def unpacked(text: str, account: str) -> list[Line]:
    """Raises ValueError for what no preview has written."""
    try:
        said = json.loads(text)
    except RecursionError:
        raise ValueError(text[:80]) from None
    if not isinstance(said, list) or not 0 < len(said) <= MOST_LINES:
        raise ValueError(text[:80])
    return [_unpacked(one, account) for one in said]


def _unpacked(one: object, account: str) -> Line:
    match one:
        case [str(key), int(amount), str(content), str(reference), str(at)] if 0 < amount < MOST_DONG:
            moment = datetime.fromisoformat(at)
            if key.startswith("s-") and len(key) < 60 and moment.tzinfo:
                shown = clean_line(content)[:1_000], clean_line(reference)[:100]
                return Line(key, account, amount, "in", *shown, moment)
    raise ValueError(one)


def _rows(file: BinaryIO) -> Iterator[SheetRow]:
    try:
        return read(file, _columns("credit"))
    except UnreadableSheet as missing:
        if missing.code != "no_header":
            raise
        return read(file, _columns("amount"))


def _columns(money: str) -> Columns:
    """Headings in either language, and in both of them one after the other."""
    both = {
        field: [*names, *_ENGLISH[field]]
        + [f"{one}{between}{other}" for one in names for other in _ENGLISH[field] for between in ("", "/", "(", "-")]
        + [f"{one}({other})" for one in names for other in _ENGLISH[field]]
        for field, names in _VIETNAMESE.items()
    }
    return Columns(both, frozenset({"day", "content", money}))


def _came(row: SheetRow) -> int:
    """What came in, in đồng; below zero what left. Raises ValueError: a total or a footnote is no transfer."""
    cells = row.cells
    if "day" not in cells:
        raise ValueError(row.number)
    if credit := sum_of(cells.get("credit", "")):
        return credit
    if debit := sum_of(cells.get("debit", "")):
        return -abs(debit)
    amount = sum_of(cells.get("amount", ""))
    if not amount:
        raise ValueError(row.number)
    return amount


def sum_of(cell: object) -> int:
    """đồng, as banks and carriers write sums. Raises ValueError."""
    if isinstance(cell, Formula):
        raise ValueError(cell)
    if isinstance(cell, int | Decimal):
        if cell != int(cell):
            raise ValueError(cell)
        return int(cell)
    text = re.sub(r"(?:vnd|d|₫)$", "", unmarked(str(cell)).replace("\u2212", "-")).strip()
    if text in ("", "-"):
        return 0
    match = _SUM.fullmatch(text)
    if not match or len(text) > 24:
        raise ValueError(cell)
    return int(match[1] + re.sub(r"[^0-9]", "", match[2]))


def _line(row: SheetRow, amount: int, account: str, seen: "Counter[str]") -> Line:
    at = moment_of(row.cells["day"])
    if amount >= MOST_DONG or at > times.now() + timedelta(days=1):
        raise ValueError(row.number)
    content, reference = (_text(row.cells.get(name, "")) for name in ("content", "reference"))
    words = "".join(c for c in content.casefold() if c.isalnum())
    said = json.dumps([times.local(at).date().isoformat(), amount, reference.casefold(), words])
    digest = hashlib.sha256(said.encode()).hexdigest()[:32]
    seen[digest] += 1
    return Line(f"s-{digest}-{seen[digest]}", account, amount, "in", content[:1_000], reference[:100], at)


def _text(cell: object) -> str:
    return "" if isinstance(cell, Formula) else clean_line(str(cell))


def moment_of(cell: object) -> datetime:
    """By Hanoi's clock. Raises ValueError."""
    if isinstance(cell, date):
        return times.start_of(cell)
    text = clean_line(str(cell))
    if match := _DAY_FIRST.match(text):
        day, month, year, *clock = match.groups()
    elif match := _YEAR_FIRST.match(text):
        year, month, day, *clock = match.groups()
    else:
        raise ValueError(cell)
    hour, minute, second = (int(one or 0) for one in clock)
    moment = datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=times.HANOI)
    if not 2000 <= moment.year <= 2200:
        raise ValueError(cell)
    return moment
