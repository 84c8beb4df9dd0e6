"""Notices of bank transfers: signed by the account's secret, kept by transaction, answered at once."""

from flask import Blueprint, jsonify, request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from core import openapi
from core.access import visitor
from core.db import db
from core.errors import Problem, fault
from shop.bank import feeds, notices

bp = Blueprint("bank_api", __name__, url_prefix="/api/v1/bank")

_WORD = openapi.TEXT
NOTICE = openapi.schema(
    "BankNotice",
    {
        "id": {"type": ["integer", "string"]},
        "accountNumber": _WORD,
        "transferType": {"enum": ["in", "out"]},
        "transferAmount": openapi.DONG,
        "content": _WORD,
        "referenceCode": _WORD,
        "transactionDate": _WORD,
    },
    required=("id", "accountNumber", "transferType", "transferAmount"),
)
TAKEN = openapi.schema("BankNoticeTaken", {"success": openapi.FLAG})


@bp.post("/notices")
@visitor
@openapi.describe(
    "Nhận báo biến động số dư, có chữ ký HMAC-SHA256",
    body=NOTICE,
    answers={200: TAKEN, 401: None, 413: None, 422: None},
)
def take_notice():
    """What is not signed by the account's secret is refused; one that came before is answered the same again."""
    body = _body()
    line = _line(body)
    timestamp = request.headers.get(feeds.TIMESTAMP, "")[:20]
    feed = feeds.signer(line.account, timestamp, body, request.headers.get(feeds.SIGNATURE, "")[:200])
    if feed is None:
        raise Problem(401, "bad_signature", _("Chữ ký không đúng, hoặc tài khoản này chưa được nối."))
    if not notices.is_known(feed, line.key):
        if not feeds.is_fresh(timestamp):
            raise Problem(401, "stale", _("Lời báo ký đã quá lâu; hãy ký lại rồi gửi."))
        notices.take_in(feed.facility_id, line, "notice", body.decode("utf-8", "replace"))
        db.session.commit()
    return jsonify(success=True)


def _body() -> bytes:
    request.max_content_length = notices.MOST_BYTES
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        raise Problem(413, "too_large", _("Lời báo dài quá 64 KB.")) from None


def _line(body: bytes) -> notices.Line:
    try:
        return notices.read(body)
    except notices.Unreadable as odd:
        errors = [fault(_("Thiếu, hoặc không đúng dạng."), odd.field)] if odd.field else []
        raise Problem(422, "unreadable", _("Không đọc được lời báo này."), errors) from None
