"""Letters to those who wait for what is sold out, in the language they asked in."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from catalog.models import Variant
from core import mail


def to_confirm(variant: Variant, email: str, language: str, token: str) -> None:
    with force_locale(language):
        text = [
            _("Ai đó, chắc là bạn, muốn được báo khi %(what)s có hàng trở lại.", what=_name(variant, language)),
            _("Đúng là bạn thì mở trang này và bấm xác nhận:") + f"\n{_page(language, token)}",
            _("Không phải thì bỏ qua thư này: hai ngày nữa chợ quên địa chỉ của bạn."),
        ]
        mail.send(email, _("Xác nhận: báo khi có hàng"), "\n\n".join(text))


def back_in_stock(variant: Variant, email: str, language: str, token: str) -> None:
    with force_locale(language):
        name = _name(variant, language)
        text = [
            _("%(what)s bạn chờ đã có hàng trở lại:", what=name)
            + f"\n{_site(language)}/san-pham/{variant.product.slug}",
            _("Chợ báo theo thứ tự chờ, mỗi người một lần, và chưa giữ hàng cho ai: muốn lấy thì đặt sớm."),
            _("Đây là thư duy nhất về món này. Muốn xóa địa chỉ khỏi chợ ngay:") + f"\n{_page(language, token)}",
        ]
        mail.send(email, _("Có hàng lại: %(what)s", what=name), "\n\n".join(text))


def _name(variant: Variant, language: str) -> str:
    product = variant.product
    if language != "en":
        return variant.full_name
    kind = variant.name_en or variant.name
    return f"{product.name_en or product.name}{', ' + kind if kind else ''}"


def _page(language: str, token: str) -> str:
    return f"{_site(language)}/bao-khi-co/{token}"


def _site(language: str) -> str:
    return f"{current_app.config['SITE_URL']}{'/en' if language == 'en' else ''}"
