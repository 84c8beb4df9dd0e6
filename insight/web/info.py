"""Pages that explain the market, the check of a certificate, and the map of the site for search engines."""

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from catalog import recognition_facts, taxonomy
from core import codes, qr, signing
from core.access import public
from core.i18n import current_locale
from core.text import clean_line
from insight import certificates, sitemap

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
LONGEST_NUMBER = 60


@bp.get("/thong-tin/<page>")
@public
def show(page: str):
    title = PAGES.get(page) or abort(404)
    text = f"info/{current_locale()}/{page}.html"
    return render_template("info/page.html", page=page, title=title, text=text, pages=PAGES)


@bp.get("/xac-minh")
@public
def check():
    number = clean_line(request.args.get("so", ""))[:LONGEST_NUMBER]
    found = certificates.find(number) if number else None
    return render_template("info/check.html", number=number, found=found, levels=taxonomy.level_names())


@bp.get("/xac-minh/<code>")
@public
def paper(code: str):
    """What a printed QR of a paper opens; a code in any case, with spaces or hyphens, leads to its one address."""
    found = _paper(code)
    if found.code != code:
        return redirect(url_for("info.paper", code=found.code), 301)
    address = f"{current_app.config['SITE_URL']}/xac-minh/{found.code}"
    return render_template(
        "info/paper.html",
        paper=found,
        history=certificates.history(found),
        levels=taxonomy.level_names(),
        kinds=recognition_facts.kinds(),
        fields=recognition_facts.names(),
        states=recognition_facts.states(),
        drawing=qr.drawing(address),
    )


@bp.get("/xac-minh/<code>.json")
@public
def signed_paper(code: str) -> Response:
    """The same for programs, signed; the keys are at /.well-known/phiencho-keys.json."""
    facts = certificates.facts(_paper(code), current_app.config["SITE_URL"])
    return jsonify(signing.signed(facts))


@bp.get("/.well-known/phiencho-keys.json")
@public
def keys() -> Response:
    return jsonify(algorithm="Ed25519", keys=signing.public_keys())


def _paper(code: str):
    known = certificates.with_code(codes.typed(code[:40]))
    return known or abort(404, _("Chợ không có giấy nào mang mã này, hoặc giấy chưa được đối chiếu."))


@bp.get("/sitemap.xml")
@public
def site_map() -> Response:
    entries = sitemap.entries([f"/thong-tin/{page}" for page in PAGES])
    page = render_template("info/sitemap.xml", site=current_app.config["SITE_URL"], entries=entries)
    return Response(page, mimetype="application/xml")
