"""Pages that explain the market, and the map of the site for search engines."""

from flask import Blueprint, Response, abort, current_app, render_template
from flask_babel import lazy_gettext as _l

import fairs.rules
from core import times
from core.access import public
from core.i18n import current_locale
from insight import sitemap
from shop.cards import rules
from shop.settling import commissions

bp = Blueprint("info", __name__)

# Each has its text in templates/info/vi and templates/info/en.
PAGES = {
    "gioi-thieu": _l("Phiên Chợ là gì"),
    "mua-hang": _l("Cách mua và trả tiền"),
    "giao-hang": _l("Gửi hàng, đồ dễ vỡ"),
    "doi-tra": _l("Đổi trả"),
    "khieu-nai": _l("Khiếu nại và giải quyết"),
    "ban-hang": _l("Bán hàng ở chợ"),
    "quy-che": _l("Quy chế hoạt động"),
    "rieng-tu": _l("Dữ liệu cá nhân"),
    "du-lieu-mo": _l("Dữ liệu mở và cách đếm"),
    "tro-giup": _l("Nhờ người giúp"),
    "lien-he": _l("Liên hệ"),
}


@bp.get("/thong-tin/<page>")
@public
def show(page: str):
    title = PAGES.get(page) or abort(404)
    text = f"info/{current_locale()}/{page}.html"
    holds = {"holds_card_money": rules.are_on(), "takes_commission": commissions.are_taken(times.today())}
    holds["kept"] = fairs.rules.value  # how many days, by rule
    return render_template("info/page.html", page=page, title=title, text=text, pages=PAGES, **holds)


@bp.get("/sitemap.xml")
@public
def site_map() -> Response:
    entries = sitemap.entries([f"/thong-tin/{page}" for page in PAGES])
    page = render_template("info/sitemap.xml", site=current_app.config["SITE_URL"], entries=entries)
    return Response(page, mimetype="application/xml")
