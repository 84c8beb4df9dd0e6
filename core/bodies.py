"""What a request may carry: a file in a form is refused while it comes in, before all of it lies on the disk."""

from typing import IO, Any, cast

from flask import Flask, Request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser, default_stream_factory

from core.darkroom.sizes import MOST_BYTES


class Weighed:
    """A file that takes in no more than `most` bytes and then refuses the request."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._left = file, most

    def write(self, block: bytes) -> int:
        self._left -= len(block)
        if self._left < 0:
            self._file.close()
            raise RequestEntityTooLarge(_("Tệp lớn quá 20 MB."))
        return self._file.write(block)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class WeighedRequest(Request):
    """A request whose files are weighed one by one; the request as a whole is weighed by MAX_CONTENT_LENGTH."""

    def make_form_data_parser(self) -> FormDataParser:
        parser = super().make_form_data_parser()
        parser.stream_factory = _weighed
        return parser


def init_app(app: Flask) -> None:
    app.request_class = WeighedRequest


def _weighed(
    total_content_length: int | None,
    content_type: str | None,
    filename: str | None,
    content_length: int | None = None,
) -> IO[bytes]:
    file = default_stream_factory(total_content_length, content_type, filename, content_length)
    return cast(IO[bytes], Weighed(file, MOST_BYTES))
