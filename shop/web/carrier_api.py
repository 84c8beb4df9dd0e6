"""Notices of carriers, at an address that only the carrier was told; answered at once."""

import json
from typing import Any

from flask import Blueprint, jsonify, request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from core import openapi
from core.access import visitor
from core.db import db
from core.errors import Problem
from shop.carriers import accounts, door, notices

bp = Blueprint("carrier_api", __name__, url_prefix="/api/v1/carriers")

TAKEN = openapi.schema("CarrierNoticeTaken", {"success": openapi.FLAG, "new": openapi.FLAG})


@bp.post("/<carrier>/<int:account_id>/<key>")
@visitor
@openapi.describe(
    "Nhận lời báo của hãng vận chuyển (GHN, GHTK, Viettel Post)",
    answers={200: TAKEN, 404: None, 413: None, 422: None},
)
def take_notice(carrier: str, account_id: int, key: str):
    """The same notice again, and one about a parcel that is not ours, changes nothing and is answered the same."""
    account = accounts.told_by(account_id, carrier, key) if carrier in door.CARRIERS else None
    if account is None:
        raise Problem(404, "no_such_address", _("Không có địa chỉ này."))
    try:
        told = door.read(carrier, _said())
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Problem(422, "unreadable", _("Không đọc được lời báo này.")) from None
    new = notices.take_in(account, told)
    db.session.commit()
    return jsonify(success=True, new=new)


def _said() -> dict[str, Any]:
    """JSON, or a form as GHTK sends it."""
    request.max_content_length = notices.MOST_BYTES
    try:
        if request.mimetype == "application/x-www-form-urlencoded":
            return dict(request.form.items())
        said = json.loads(request.get_data())
    except RequestEntityTooLarge:
        raise Problem(413, "too_large", _("Lời báo dài quá 64 KB.")) from None
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(said, dict):
        raise ValueError("no object")
    return said
