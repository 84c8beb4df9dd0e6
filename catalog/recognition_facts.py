"""What each kind of paper must say before it can be kept, and the sentences for what it lacks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from catalog import terms
from core import times
from core.i18n import mark

Facts = Mapping[str, Any]

# The facts of each kind, in the order in which they are asked for.
FIELDS = {
    "ocop": ("stars", "points", "is_potential_five", "decision_number", "issuer", "issued_on"),
    "cnnttb": ("level", "year", "decision_number", "issuer", "issued_on"),
    "food_safety": ("decision_number", "issuer", "issued_on", "expires_on"),
    "trademark": ("title", "decision_number", "issuer", "issued_on", "expires_on"),
    "indication": ("title", "decision_number", "issuer", "issued_on"),
    "craft": ("title", "holder", "decision_number", "issuer", "issued_on"),
    "traceability": ("title", "decision_number", "issuer", "issued_on"),
}
REQUIRED = {
    "ocop": ("stars", "decision_number", "issuer", "issued_on"),
    "cnnttb": ("level", "year", "decision_number", "issuer"),
    "food_safety": ("decision_number", "issuer", "expires_on"),
    "trademark": ("title", "decision_number", "issuer"),
    "indication": ("title", "decision_number", "issuer"),
    "craft": ("title", "issuer"),
    "traceability": ("decision_number",),
}
_EMPTY: dict[str, Any] = {
    "stars": None, "points": None, "is_potential_five": False, "level": None, "year": None, "title": "", "holder": "",
    "decision_number": "", "issuer": "", "issued_on": None, "expires_on": None,
}  # fmt: skip


def columns(kind: str, facts: Facts) -> dict[str, Any]:
    """Every column that tells of a paper: those of its kind as given, the others empty, and the end the law sets."""
    told = _EMPTY | {name: facts[name] for name in FIELDS[kind] if facts.get(name) is not None}
    if kind == "ocop" and told["issued_on"]:
        told["expires_on"] = terms.last_day(kind, told["issued_on"])
        told["year"] = told["issued_on"].year
    return told


def problems(kind: str, facts: Facts) -> dict[str, str]:
    """By field, what is missing or cannot be; empty where the paper is whole."""
    told = columns(kind, facts)
    found = {name: _("Giấy loại này cần ghi mục này.") for name in REQUIRED[kind] if told[name] in (None, "")}
    return {**_days(told), **_stars(told), **_level(told), **found}


def names() -> dict[str, str]:
    """What the facts are called."""
    return {
        "kind": _("Loại giấy"),
        "subject": _("Giấy của"),
        "stars": _("Số sao"),
        "points": _("Điểm đánh giá, trên 100"),
        "is_potential_five": _("Tiềm năng 5 sao"),
        "level": _("Cấp công nhận"),
        "year": _("Năm bình chọn"),
        "title": _("Tên nhãn hiệu, danh hiệu"),
        "holder": _("Người được phong tặng"),
        "decision_number": _("Số quyết định hay số giấy"),
        "issuer": _("Nơi cấp"),
        "issued_on": _("Ngày cấp"),
        "expires_on": _("Có hạn đến hết ngày"),
        "reason": _("Lý do"),
        "on": _("Ngày thu hồi"),
        "decision": _("Số quyết định thu hồi"),
        "file": _("Tệp"),
    }


def kinds() -> dict[str, str]:
    return {
        "ocop": _("Chứng nhận OCOP"),
        "cnnttb": _("Sản phẩm CNNT tiêu biểu"),
        "food_safety": _("An toàn thực phẩm"),
        "trademark": _("Nhãn hiệu"),
        "indication": _("Chỉ dẫn địa lý"),
        "craft": _("Danh hiệu nghề"),
        "traceability": _("Mã truy xuất nguồn gốc"),
    }


def states() -> dict[str, str]:
    """What a paper's state and verdict are called."""
    return {
        "proposed": _("chờ xác nhận"),
        "valid": _("còn hiệu lực"),
        "lapsed": _("đã hết hạn"),
        "replaced": _("đã có giấy mới thay"),
        "revoked": _("đã bị thu hồi"),
        "refused": _("chưa được nhận"),
        "withdrawn": _("đã rút"),
        "unverified": _("chưa xác minh"),
    }


def _days(told: dict[str, Any]) -> dict[str, str]:
    issued, ends = told["issued_on"], told["expires_on"]
    if issued and issued > times.today():
        return {"issued_on": _("Ngày cấp chưa tới. Giấy chỉ ghi được từ ngày cấp.")}
    if issued and ends and ends < issued:
        return {"expires_on": _("Hạn đến trước ngày cấp; xem lại hai ngày.")}
    return {}


def _stars(told: dict[str, Any]) -> dict[str, str]:
    stars, points = told["stars"], told["points"]
    if told["is_potential_five"] and stars != 4:
        return {"is_potential_five": _("Tiềm năng 5 sao là hạng 4 sao đã được đề nghị lên trung ương.")}
    if points is None or not stars or not told["issued_on"]:
        return {}
    band = terms.band(5 if told["is_potential_five"] else stars, told["issued_on"])
    if band is None or band.holds(points):
        return {}
    told = {"stars": stars, "least": mark(band.least), "below": mark(min(band.below, 100)), "source": band.source}
    if band.below > 100:
        return {"points": _("%(stars)s sao ứng với từ %(least)s điểm trở lên (%(source)s); xem lại.", **told)}
    sentence = _("%(stars)s sao ứng với từ %(least)s đến dưới %(below)s điểm (%(source)s); xem lại.", **told)
    return {"points": sentence}


def _level(told: dict[str, Any]) -> dict[str, str]:
    level, year = told["level"], told["year"]
    if year and year > times.today().year:
        return {"year": _("Năm bình chọn chưa tới.")}
    ended = terms.LEVEL_ENDED.get(level or "")
    given: date | None = told["issued_on"] or (date(year, 1, 1) if year else None)
    if ended and given and given > ended[0]:
        return {"level": _("Cấp huyện chỉ còn đến 30/6/2025; từ đó là cấp xã.")}
    return {}
