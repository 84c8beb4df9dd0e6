"""What each kind of thing that search finds is called; other floors name the kinds they add."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from core.i18n import number


@dataclass(frozen=True, slots=True)
class Words:
    """One of them, many of them, and how much one finds there."""

    one: LazyString
    many: LazyString
    counted: Callable[[int], str]


def _goods(count: int) -> str:
    return ngettext("%(n)s món", "%(n)s món", count, n=number(count))


def _helped(count: int) -> str:
    return ngettext("%(n)s cơ sở thụ hưởng", "%(n)s cơ sở thụ hưởng", count, n=number(count))


words: dict[str, Words] = {
    "term": Words(_l("Mặt hàng"), _l("Mặt hàng"), _goods),
    "group": Words(_l("Nhóm hàng"), _l("Nhóm hàng"), _goods),
    "village": Words(_l("Làng nghề"), _l("Làng nghề"), _goods),
    "craft": Words(_l("Nghề"), _l("Nghề"), _goods),
    "product": Words(_l("Món"), _l("Món"), _goods),
    "facility": Words(_l("Cơ sở"), _l("Cơ sở"), _goods),
    "commune": Words(_l("Xã, phường"), _l("Xã, phường"), _goods),
    "former": Words(_l("Địa danh cũ"), _l("Địa danh cũ"), _goods),
    "scheme": Words(_l("Đề án"), _l("Đề án"), _helped),
}


def name(kind: str, words_: Words) -> None:
    """Say what a kind is called; once however often the application is made."""
    words[kind] = words_
