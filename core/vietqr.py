"""VietQR (NAPAS, EMVCo merchant-presented QR): the payload of a transfer to a bank account, read, written and drawn."""

import re
from binascii import crc_hqx
from dataclasses import dataclass
from io import BytesIO

from markupsafe import Markup, escape

from core import qr

LONGEST_CONTENT = 25
QUIET_ZONE = 4
_NAPAS = "A000000727"
_TO_ACCOUNT, _TO_CARD = "QRIBFTTA", "QRIBFTTC"
_HEAD = re.compile("([0-9]{2})([0-9]{2})")


class InvalidVietQr(ValueError):
    """Not a VietQR transfer; `reason` names the first thing that is wrong with it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class VietQr:
    """A transfer: `bin` is the bank's six digits, `amount` whole đồng or None when the payer fills it in."""

    bin: str
    account: str
    amount: int | None = None
    content: str | None = None
    by_card: bool = False


def encode(
    bin: str, account: str, amount: int | None = None, content: str | None = None, *, by_card: bool = False
) -> str:
    """The payload for a QR code: dynamic with an amount, static without. Raises InvalidVietQr."""
    transfer = VietQr(bin, account, amount, content, by_card)
    _check(transfer)
    beneficiary = _tlv("00", bin) + _tlv("01", account)
    service = _TO_CARD if by_card else _TO_ACCOUNT
    payload = (
        _tlv("00", "01")
        + _tlv("01", "12" if amount is not None else "11")
        + _tlv("38", _tlv("00", _NAPAS) + _tlv("01", beneficiary) + _tlv("02", service))
        + _tlv("53", "704")
        + (_tlv("54", str(amount)) if amount is not None else "")
        + _tlv("58", "VN")
        + (_tlv("62", _tlv("08", content)) if content is not None else "")
        + "6304"
    )
    return payload + _crc(payload)


def parse(payload: str) -> VietQr:
    """The transfer that a payload asks for. Raises InvalidVietQr. MB writes its checksum in lower case."""
    _check_sum(payload)
    fields = _fields(payload)
    if next(iter(fields)) != "00" or fields["00"] != "01":
        raise InvalidVietQr("version")
    if fields.get("01", "11") not in ("11", "12"):
        raise InvalidVietQr("kind of code")
    if fields.get("53") != "704":
        raise InvalidVietQr("currency")
    if fields.get("58") != "VN":
        raise InvalidVietQr("country")
    transfer = _transfer(fields)
    _check(transfer)
    return transfer


def svg(payload: str, label: str = "VietQR") -> Markup:
    """The code as one image of a page: scales crisply, has its quiet zone, needs no style; `label` is read aloud."""
    matrix = qr.code(payload).matrix
    size = len(matrix) + 2 * QUIET_ZONE
    path = "".join(
        f"M{QUIET_ZONE + run.start()} {QUIET_ZONE + y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(matrix)
        for run in re.finditer(rb"\x01+", bytes(row))
    )
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><title>{escape(label)}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    )


def png(payload: str, scale: int = 10) -> bytes:
    """The code as a picture to save and open in a bank's app; `scale` is the pixels of one module."""
    picture = BytesIO()
    qr.code(payload).save(picture, kind="png", scale=scale, border=QUIET_ZONE)
    return picture.getvalue()


def _check(transfer: VietQr) -> None:
    rules = {
        "bank": re.fullmatch(r"[0-9]{6}", transfer.bin),
        "account": re.fullmatch(r"[0-9A-Za-z]{1,19}", transfer.account),
        "amount": transfer.amount is None or 0 < transfer.amount < 10**13,
        "content": transfer.content is None or re.fullmatch(rf"[ -~]{{1,{LONGEST_CONTENT}}}", transfer.content),
    }
    for reason, holds in rules.items():
        if not holds:
            raise InvalidVietQr(reason)


def _check_sum(payload: str) -> None:
    if not payload.isascii() or not re.search(r"6304[0-9A-Fa-f]{4}\Z", payload):
        raise InvalidVietQr("no checksum at the end")
    if payload[-4:].upper() != _crc(payload[:-4]):
        raise InvalidVietQr("checksum")


def _crc(text: str) -> str:
    """CRC-16/CCITT-FALSE over everything up to and with 6304, always four digits."""
    return f"{crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def _transfer(fields: dict[str, str]) -> VietQr:
    account = _fields(fields.get("38", ""))
    beneficiary = _fields(account.get("01", ""))
    service = account.get("02")
    if account.get("00") != _NAPAS:
        raise InvalidVietQr("not of NAPAS")
    if service not in (_TO_ACCOUNT, _TO_CARD):
        raise InvalidVietQr("service")
    amount = fields.get("54")
    if amount is not None and not re.fullmatch(r"[1-9][0-9]*", amount):
        raise InvalidVietQr("amount")
    return VietQr(
        beneficiary.get("00", ""),
        beneficiary.get("01", ""),
        int(amount) if amount else None,
        _fields(fields["62"]).get("08") if "62" in fields else None,
        service == _TO_CARD,
    )


def _tlv(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"


def _fields(text: str) -> dict[str, str]:
    """Tags and their values in order; each once, none empty, and nothing left over."""
    fields: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = _HEAD.match(text, at)
        if not head:
            raise InvalidVietQr("no tag and length")
        tag, length = head[1], int(head[2])
        value = text[at + 4 : at + 4 + length]
        if tag in fields or not value or len(value) < length:
            raise InvalidVietQr(f"tag {tag}")
        fields[tag] = value
        at += 4 + length
    return fields
