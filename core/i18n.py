"""Vietnamese at the root, English under /en: one middleware, and the words that templates ask for."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from flask import Flask, has_request_context, request
from flask_babel import Babel
from markupsafe import Markup, escape

from core import acts, money, times

LOCALES = ("vi", "en")
_KEY = "phiencho.locale"

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class LocalePrefix:
    """Moves a leading /en from the path into SCRIPT_NAME, so that every url_for carries it by itself."""

    def __init__(self, app: WsgiApp) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        environ[_KEY] = "vi"
        if path == "/en" or path.startswith("/en/"):
            environ[_KEY] = "en"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
            environ["PATH_INFO"] = path[3:] or "/"
        return self.app(environ, start_response)


def init_app(app: Flask) -> None:
    app.wsgi_app = LocalePrefix(app.wsgi_app)  # type: ignore[method-assign]
    Babel(app, locale_selector=current_locale)
    app.jinja_env.globals.update(
        current_locale=current_locale,
        other_locale_url=other_locale_url,
        here=here,
        in_locale=in_locale,
        lang_of=lang_of,
    )
    app.jinja_env.filters.update(
        act_name=acts.name_of,
        vnd=money.vnd,
        as_written=as_written,
        number=number,
        mark=mark,
        day=day,
        last_day=last_day,
        day_time=day_time,
        hour=hour,
        weekday=weekday,
        phone=phone,
    )


def current_locale() -> str:
    return request.environ.get(_KEY, "vi") if has_request_context() else "vi"


def here(path: str) -> str:
    """A path of this site in the language being read."""
    return (request.script_root if has_request_context() else "") + path


def other_locale_url() -> str:
    """This very page in the other language."""
    base = request.script_root.removesuffix("/en")
    prefix = base if current_locale() == "en" else base + "/en"
    query = request.query_string.decode("latin-1")
    return prefix + request.path + (f"?{query}" if query else "")


def in_locale(row: Any, name: str) -> str:
    """`row.name`, or `row.name_en` where English is read and there is any."""
    return (current_locale() == "en" and getattr(row, f"{name}_en", None)) or getattr(row, name) or ""


def lang_of(row: Any = None, name: str = "") -> Markup:
    """The attribute that an element holding `row.name` needs where English is read and the words are Vietnamese.

    Without a row: words that people wrote, which nobody translates.
    """
    is_vietnamese = current_locale() == "en" and not (row is not None and getattr(row, f"{name}_en", None))
    return Markup(' lang="vi"' if is_vietnamese else "")


def as_written(text: str) -> str:
    """Words that nobody translates, marked as Vietnamese where English is read."""
    return Markup(f'<span lang="vi">{escape(text)}</span>') if text and current_locale() == "en" else text


def number(value: int | float) -> str:
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text if current_locale() == "en" else text.translate(str.maketrans(",.", ".,"))


def mark(value: float | None) -> str:
    """Points that somebody gave, with no more digits than there are: 60 or 84,5."""
    text = "" if value is None else f"{value:g}"
    return text if current_locale() == "en" else text.replace(".", ",")


def day(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        value = times.local(value).date()
    return f"{value:%d/%m/%Y}" if value else ""


def last_day(until: datetime) -> str:
    """The last whole or broken day before a moment at which something is over."""
    return day(until - timedelta(microseconds=1))


def day_time(value: datetime | None) -> str:
    return f"{times.local(value):%H:%M %d/%m/%Y}" if value else ""


def hour(value: datetime) -> str:
    return f"{times.local(value):%H:%M}"


def weekday(value: date | datetime) -> str:
    if isinstance(value, datetime):
        value = times.local(value).date()
    return format_date(value, "EEEE", locale=current_locale())


def phone(value: str | None) -> str:
    """0912 345 678: as Vietnamese people read a number aloud."""
    digits = (value or "").replace("+84", "0").replace(" ", "")
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}" if len(digits) == 10 and digits.isdigit() else value or ""
