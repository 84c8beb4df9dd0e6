"""Every setting the application reads, with its default and its check. Nothing else reads os.environ."""

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DEFAULT_SECRET = "chi-dung-khi-chay-thu"
COMPRESSIBLE = ["text/html", "text/csv", "application/json", "application/problem+json", "application/xml"]
ROOT = Path(__file__).resolve().parent.parent


class BadSetting(SystemExit):
    """A setting is wrong or missing; ends whatever is starting with a sentence that names it, not with a traceback."""


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    check: Callable[[str], str | None]
    meaning: str


def _any(_: str) -> str | None:
    return None


def _url(*schemes: str, host: bool = False) -> Callable[[str], str | None]:
    def check(value: str) -> str | None:
        if not value:
            return None
        try:
            parts = urlsplit(value)
            named = bool(parts.hostname) and parts.port != 0
        except ValueError:  # a port that is no number, a bracket left open
            return "không phải là một địa chỉ đúng"
        if parts.scheme.split("+")[0] not in schemes:
            return f"phải là địa chỉ bắt đầu bằng {', '.join(scheme + '://' for scheme in schemes)}"
        return "thiếu tên máy sau ://" if host and not named else None

    return check


def _choice(*choices: str) -> Callable[[str], str | None]:
    return lambda value: None if value in choices else f"phải là một trong: {', '.join(choices)}"


def _port(value: str) -> str | None:
    return None if value.isdigit() and 0 < int(value) < 65536 else "phải là một số cổng từ 1 đến 65535"


def _days(value: str) -> str | None:
    return None if value.isdigit() and 0 < int(value) <= 3650 else "phải là số ngày từ 1 đến 3650"


def _minutes(value: str) -> str | None:
    return None if value.isdigit() and 0 < int(value) <= 1440 else "phải là số phút từ 1 đến 1440"


def _signing_key(value: str) -> str | None:
    try:
        length = len(base64.b64decode(value, validate=True))
    except ValueError:
        length = -1
    return None if not value or length == 32 else "phải là 32 byte viết bằng base64"


SETTINGS = (
    Setting(
        "PRODUCTION",
        "0",
        _choice("0", "1"),
        "1 khi chạy thật: bí mật mặc định bị từ chối, cookie chỉ đi qua HTTPS",
    ),
    Setting("DATA_DIR", str(ROOT / "var"), _any, "thư mục giữ cơ sở dữ liệu, ảnh và chỉ mục"),
    Setting("PORT", "8000", _port, "cổng web"),
    Setting("DATABASE_URL", "", _url("sqlite", "postgresql"), "trống: SQLite trong DATA_DIR"),
    Setting("DATABASE_REPLICA_URL", "", _url("postgresql"), "bản sao chỉ đọc (chưa dùng)"),
    Setting("REDIS_URL", "", _url("redis", "rediss"), "trống: giữ trong tiến trình"),
    Setting("STORAGE_URL", "", _url("file"), "trống: thư mục files trong DATA_DIR"),
    Setting(
        "SEARCH_URL",
        "",
        lambda value: None if value == "database" else _url("memory", "postgresql")(value),
        "trống: Whoosh trong DATA_DIR; database: PostgreSQL của DATABASE_URL; postgresql://…: PostgreSQL riêng; "
        "memory://: không giữ chỉ mục, chỉ để thử",
    ),
    Setting("SECRET_KEY", DEFAULT_SECRET, _any, "khóa ký cookie; bắt buộc đặt khi PRODUCTION=1"),
    Setting(
        "VERIFY_SIGNING_KEY",
        "",
        _signing_key,
        "khóa Ed25519 (32 byte, base64) ký trang tra; trống: tự tạo",
    ),
    Setting("STRIPE_SECRET_KEY", "", _any, "khóa bí mật của Stripe (sk_…); trống: không nhận thẻ"),
    Setting(
        "STRIPE_WEBHOOK_SECRET",
        "",
        _any,
        "khóa ký thông báo của Stripe (whsec_…); bắt buộc khi có STRIPE_SECRET_KEY",
    ),
    Setting(
        "GHN_API_BASE", "https://online-gateway.ghn.vn", _url("http", "https", host=True), "địa chỉ máy chủ của GHN"
    ),
    Setting(
        "GHTK_API_BASE",
        "https://services.giaohangtietkiem.vn",
        _url("http", "https", host=True),
        "địa chỉ máy chủ của GHTK",
    ),
    Setting(
        "VTP_API_BASE",
        "https://partner.viettelpost.vn",
        _url("http", "https", host=True),
        "địa chỉ máy chủ của Viettel Post",
    ),
    Setting(
        "STRIPE_API_BASE",
        "",
        _url("http", "https", host=True),
        "trống: máy chủ của Stripe; địa chỉ khác chỉ để thử",
    ),
    Setting("BANK_BIN", "", _any, "tài khoản của sàn cho phần sàn thu hộ (chưa dùng)"),
    Setting("BANK_ACCOUNT", "", _any, ""),
    Setting("BANK_NAME", "", _any, ""),
    Setting("MAIL_URL", "", _url("smtp", "smtps", host=True), "smtp://user:pass@host:port; trống: thư được in ra"),
    Setting("MAIL_FROM", "Phiên Chợ <cho@phiencho.example>", _any, "người gửi của mọi thư"),
    Setting("SITE_URL", "", _url("http", "https", host=True), "địa chỉ công khai; trống: http://127.0.0.1:PORT"),
    Setting("HOLD_MINUTES", "15", _minutes, "số phút giữ hàng cho người đang ở trang đặt hàng"),
    Setting("SEARCH_DAYS", "400", _days, "số ngày giữ những từ người ta đã tìm (đếm, không ghi ai tìm)"),
    Setting("WAIT_DAYS", "180", _days, "số ngày giữ địa chỉ của người chờ một món hết hàng"),
    Setting("WISH_DAYS", "365", _days, "số ngày giữ danh sách yêu thích của khách không có tài khoản"),
    Setting("RATE_LIMITS", "on", _choice("on", "off"), "off chỉ để đo tốc độ trên máy mình"),
    Setting("DEMO_PASSWORD", "", _any, "mật khẩu ba tài khoản mẫu; trống: tự tạo lúc nạp mẫu"),
)


def from_environment(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read and check every setting; raise BadSetting with a sentence naming the wrong one."""
    environ = os.environ if environ is None else environ
    values = {s.name: environ.get(s.name) or s.default for s in SETTINGS}
    for setting in SETTINGS:
        if complaint := setting.check(values[setting.name]):
            raise BadSetting(f"{setting.name}={values[setting.name]!r}: {complaint}.")
    _check_production(values)
    _check_search(values)
    _check_cards(values)
    return values | _derived(values)


def _check_production(values: dict[str, str]) -> None:
    if values["PRODUCTION"] != "1":
        return
    if values["SECRET_KEY"] == DEFAULT_SECRET or len(values["SECRET_KEY"]) < 32:
        example = secrets.token_urlsafe(32)
        raise BadSetting(f"SECRET_KEY: khi PRODUCTION=1 phải đặt một khóa riêng dài từ 32 ký tự, ví dụ {example}.")
    if not values["SITE_URL"]:
        raise BadSetting("SITE_URL: khi PRODUCTION=1 phải đặt địa chỉ công khai, ví dụ https://phiencho.example.")
    if not values["SITE_URL"].startswith("https://"):  # the session's cookie goes over HTTPS alone
        raise BadSetting(f"SITE_URL={values['SITE_URL']!r}: khi PRODUCTION=1 phải bắt đầu bằng https://.")


def _check_search(values: dict[str, str]) -> None:
    if values["SEARCH_URL"] == "database" and not values["DATABASE_URL"].startswith("postgresql"):
        raise BadSetting("SEARCH_URL='database': chỉ dùng khi DATABASE_URL là một địa chỉ postgresql://.")


def _check_cards(values: dict[str, str]) -> None:
    if values["STRIPE_SECRET_KEY"] and not values["STRIPE_WEBHOOK_SECRET"]:  # else paid orders would never hear of it
        raise BadSetting("STRIPE_WEBHOOK_SECRET: phải đặt khi có STRIPE_SECRET_KEY, để biết thông báo là của Stripe.")


def _derived(values: dict[str, str]) -> dict[str, Any]:
    production = values["PRODUCTION"] == "1"
    folder = Path(values["DATA_DIR"])
    url = values["DATABASE_URL"] or f"sqlite:///{(folder / 'phiencho.sqlite').resolve()}"
    return {
        "PRODUCTION": production,
        "DATA_DIR": folder,
        "SITE_URL": (values["SITE_URL"] or f"http://127.0.0.1:{values['PORT']}").rstrip("/"),
        "SQLALCHEMY_DATABASE_URI": url.replace("postgresql://", "postgresql+psycopg://", 1),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": url.startswith("postgresql")},
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_REFRESH_EACH_REQUEST": False,  # a public page sets no cookie
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_NAME": "__Host-phien" if production else "phien",
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": production,
        "MAX_CONTENT_LENGTH": 25 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_MIMETYPES": COMPRESSIBLE,
        "BABEL_DEFAULT_LOCALE": "vi",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
    }
