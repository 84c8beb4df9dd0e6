"""What the values of facets are called, on pages and in the API alike."""

from flask_babel import gettext as _

from catalog import search, taxonomy
from catalog.search import named
from catalog.search.selection import Selection
from catalog.search.snapshots import UNRATED
from core.i18n import current_locale
from programme import qualities

Labels = dict[str, dict[str, str]]
_NAMED = ("village", "commune", "facility", "fair")


def labels_of(answer: search.Answer, seen: search.Snapshot, chosen: Selection) -> Labels:
    """Names by facet and value of what is no fixed list. The fairs are read once a snapshot, one query."""
    is_english = current_locale() == "en"
    fairs = (
        named.names_of(seen, "fair", english=is_english) if answer.facets.get("fair") or chosen.values("fair") else {}
    )
    return answer.labels | {"fair": fairs}


def label(facet: str, value: str, labels: Labels) -> str:
    if facet == "flag":
        return flags()[value]
    if facet == "stars":
        return _("Chưa xếp sao") if value == UNRATED else _("%(n)s sao", n=value)
    if facet in _NAMED:
        return labels[facet].get(value, value)
    if facet == "quality":
        return qualities.name_of(value)
    return taxonomy.name_of(value)


def flags() -> dict[str, str]:
    return {
        "in_stock": _("Còn hàng"), "in_fair": _("Đang ở phiên chợ"), "supported": _("Được khuyến công hỗ trợ"),
        "ocop": _("Có sao OCOP"), "cnnttb": _("Công nghiệp nông thôn tiêu biểu"), "gift": _("Gói làm quà"),
    }  # fmt: skip
