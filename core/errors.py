"""Refusals and faults: the right status and a sentence that helps, as a page or as problem+json (RFC 9457)."""

import io
import logging
from typing import IO, Any, cast

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import DataError
from werkzeug.exceptions import (
    BadRequest,
    Conflict,
    Forbidden,
    HTTPException,
    InternalServerError,
    RequestEntityTooLarge,
)
from werkzeug.wsgi import LimitedStream

from core.access import NotGranted, OutOfArea
from core.answers import InFlight
from core.db import db

log = logging.getLogger("phiencho.errors")

MOST_HEARD = 200 * 1024 * 1024


def fault(message: str, field: str = "", code: str = "invalid", **more: Any) -> dict[str, Any]:
    """One item of a Problem's `errors`: always a code and a message, the field where there is one."""
    return {"code": code, "message": message, **({"field": field} if field else {}), **more}


class Problem(Exception):
    """An API refusal: `errors`, each made by fault(), name the fields or lines that are wrong."""

    def __init__(self, status: int, title: str, detail: str, errors: list[dict[str, Any]] | None = None) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.errors = status, title, detail, errors or []


def init_app(app: Flask) -> None:
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(HTTPException, _refusal)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(OutOfArea, _out_of_area)
    app.register_error_handler(NotGranted, _not_granted)
    app.register_error_handler(InFlight, _in_flight)
    app.register_error_handler(Exception, _fault)
    app.after_request(_hear_out)


def _sentences() -> dict[int, tuple[str, str]]:
    return {
        400: (
            _("Yêu cầu không đọc được"),
            _("Địa chỉ hoặc dữ liệu gửi lên bị hỏng. Hãy quay lại và thử lần nữa."),
        ),
        401: (_("Cần đăng nhập"), _("Hãy đăng nhập rồi mở lại trang này.")),
        403: (
            _("Trang này không dành cho tài khoản của bạn"),
            _("Nếu đáng lẽ bạn được vào, hãy hỏi người quản trị."),
        ),
        404: (
            _("Không có trang này"),
            _("Có thể địa chỉ gõ nhầm, hoặc hàng đã thôi bày. Thử tìm ở ô phía trên."),
        ),
        405: (_("Cách gọi không đúng"), _("Trang này không nhận cách gửi đó.")),
        409: (_("Có việc vừa đổi"), _("Trong lúc bạn làm, dữ liệu đã đổi. Hãy tải lại trang rồi làm tiếp.")),
        413: (_("Tệp quá lớn"), _("Mỗi lần gửi tối đa 25 MB. Hãy chọn tệp nhỏ hơn hoặc chụp ở cỡ vừa.")),
        414: (_("Địa chỉ quá dài"), _("Hãy rút ngắn lời tìm rồi thử lại.")),
        422: (_("Có chỗ cần sửa"), _("Hãy xem lại những chỗ được đánh dấu.")),
        429: (_("Bạn thao tác hơi nhanh"), _("Hãy đợi một phút rồi thử lại.")),
        500: (
            _("Chợ gặp trục trặc"),
            _("Lỗi đã được ghi lại. Hãy thử lại sau ít phút; những gì bạn đã đặt vẫn còn."),
        ),
        503: (_("Chợ đang bận"), _("Hãy thử lại sau ít phút.")),
    }


def _problem(problem: Problem) -> Response:
    db.session.rollback()
    return _as_json(problem.status, problem.title, problem.detail, problem.errors)


def _refusal(error: HTTPException) -> Response:
    db.session.rollback()
    code = error.code or 500
    title, sentence = _sentences().get(code, _sentences()[400 if code < 500 else 500])
    if error.description and error.description != type(error).description:
        sentence = str(error.description)
    return _answer(code, title, sentence, dict(error.get_headers()))


def _unstorable(error: DataError) -> Response:
    """A value from an address or a form that no column can hold, such as a NUL on PostgreSQL."""
    log.warning("unstorable value at %s %s: %s", request.method, request.path, error.orig)
    return _refusal(BadRequest())


def _out_of_area(error: OutOfArea) -> Response:
    return _refusal(Forbidden(_("Việc này thuộc xã, phường ngoài địa bàn của bạn. Nhờ người phụ trách nơi ấy.")))


def _not_granted(error: NotGranted) -> Response:
    return _refusal(Forbidden(_("Cơ sở không nhờ bạn việc này. Việc được nhờ ghi ở trang Làm thay.")))


def _in_flight(error: InFlight) -> Response:
    response = _refusal(Conflict(_("Yêu cầu này đang được làm. Đợi vài giây rồi gửi lại y như vậy.")))
    response.headers["Retry-After"] = "5"
    return response


def _fault(error: Exception) -> Response:
    log.exception("unhandled error at %s %s", request.method, request.path)
    return _refusal(InternalServerError())


def _hear_out(response: Response) -> Response:
    """A browser reads the answer once it has sent all; what a refused request still sends is let pass unread."""
    left = MOST_HEARD if response.status_code >= 400 else 0
    body = _rest_of_body() if left else io.BytesIO()
    while left > 0 and (sent := body.read(min(left, 65_536))):
        left -= len(sent)
    return response


def _rest_of_body() -> IO[bytes]:
    """Never read past its end: not every server says where that is, and the client waits for its answer."""
    if "wsgi.input_terminated" in request.environ:
        return request.environ["wsgi.input"]
    try:
        return request.stream
    except RequestEntityTooLarge:  # by its length: nothing of it was read
        return cast(IO[bytes], LimitedStream(request.environ["wsgi.input"], request.content_length or 0))


def _answer(code: int, title: str, sentence: str, headers: dict[str, str]) -> Response:
    if request.path.startswith("/api/") or request.path.endswith(".json"):
        response = _as_json(code, title, sentence, [])
    else:
        page = render_template("errors/error.html", code=code, title=title, sentence=sentence)
        response = Response(page, status=code, mimetype="text/html")
    if "Allow" in headers:
        response.headers["Allow"] = headers["Allow"]
    return response


def _as_json(status: int, title: str, detail: str, errors: list[dict[str, Any]]) -> Response:
    response = jsonify({"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": errors})
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response
