"""Files that a maker's page sends in parts: PUT adds a part, GET and HEAD say how far it is, DELETE gives up."""

import re
from urllib.parse import unquote

from flask import Blueprint, Response, abort, jsonify, request
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk, intake, uploads
from catalog.models import UPLOAD_USES
from core.db import db
from core.text import clean_line

bp = Blueprint("catalog_uploads", __name__, url_prefix="/quan-ly/san-pham/<int:product_id>/anh/tai-len/<key>")

_RANGE = re.compile(r"bytes ([0-9]{1,9})-([0-9]{1,9})/([0-9]{1,9})")


@bp.get("")
@facility("editor")
def progress(product_id: int, key: str):
    return _told(_found(_mine(product_id), key))


@bp.put("")
@facility("editor")
def receive(product_id: int, key: str):
    """The next part, as Content-Range says; with the last the picture is taken in."""
    product, part = _mine(product_id), _part()
    upload = uploads.of(product, key) or _begin(product, key, part.size)
    try:
        uploads.receive(upload, part)
    except uploads.NotExpected:
        abort(409, _("Phần này không nối vào chỗ đang có. Trang sẽ hỏi lại rồi gửi tiếp."))
    db.session.commit()
    if upload.is_whole and upload.state == "open":
        intake.finish(upload)
        db.session.commit()
        uploads.drop_parts(upload)
    return _told(upload)


@bp.delete("")
@facility("editor")
def cancel(product_id: int, key: str):
    uploads.cancel(_found(_mine(product_id), key))
    db.session.commit()
    return Response(status=204)


def _mine(product_id: int):
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _found(product, key: str):
    return uploads.of(product, key) or abort(404, _("Không có tệp nào đang gửi dưới mã này."))


def _part() -> uploads.Part:
    asked = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    if asked is None:
        abort(400, _("Thiếu Content-Range: phần này bắt đầu từ đâu, tệp dài bao nhiêu."))
    start, last, size = map(int, asked.groups())
    if size > uploads.MOST_BYTES:
        abort(413, uploads.too_big())
    if (request.content_length or 0) > uploads.PART:
        abort(413, _("Mỗi phần nhiều nhất %(n)s KB.", n=uploads.PART // 1024))
    content = request.get_data()
    if len(content) != last - start + 1:
        abort(400, _("Phần này không dài đúng như Content-Range nói."))
    return uploads.Part(start, size, content)


def _begin(product, key: str, size: int):
    if not uploads.KEY.fullmatch(key):
        abort(404)
    use = request.args.get("cho", "photo")
    name = clean_line(unquote(request.args.get("ten", "")))[:200]
    label = uploads.Label(name or _("Ảnh"), use if use in UPLOAD_USES else "photo", request.args.get("noi") == "1")
    try:
        return uploads.begin(product, key, size, label)
    except uploads.TooMany:
        abort(429, _("Đang có %(n)s tệp gửi dở. Đợi chúng xong hoặc bỏ bớt.", n=uploads.MOST_OPEN))
    except uploads.KeyTaken:
        abort(404)


def _told(upload) -> Response:
    answer = jsonify(
        key=upload.key, name=upload.file_name, size=upload.size, received=upload.received, state=upload.state,
        reason=upload.reason,
    )  # fmt: skip
    answer.headers["Upload-Offset"] = str(upload.received)
    return answer
