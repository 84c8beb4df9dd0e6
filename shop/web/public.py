"""The product page, printed codes, questions to makers, and the one personal line of public pages."""

from flask import Blueprint, abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from catalog import attributes, groups, labels, lots, making, sellers, share, slugs, spins, taxonomy
from catalog.web import papers
from core import rates
from core.access import public, visitor
from core.db import db
from core.i18n import here, in_locale
from fairs import fair_prices
from programme import qualities
from shop import enquiries, promises, promotion, queries, related
from shop.forms import EnquiryForm
from shop.web.visit import cart_token
from shop.web.wishes import kept_ids

bp = Blueprint("shop", __name__)
MOST_QUESTIONS = 20  # an hour from one place


@bp.get("/san-pham/<slug>")
@public
def product(slug: str):
    """`gian` and `ke` in the address say which booth or shelf slot led here; a wrong or ended one is left out."""
    page = queries.product_page(slug)
    if page is None:
        return _moved_or_gone(slug)
    came_by = next((booth for booth in page.booths if booth.code == request.args.get("gian")), None)
    feature = promotion.feature_with_id(request.args.get("ke", ""), page.product)
    return render_template(
        "shop/product.html",
        page=page,
        product=page.product,
        came_by=came_by,
        sold_as=sellers.sold_as(page.product),
        lead=sellers.lead_slug(page.product),
        at_booth=fair_prices.shown(came_by, [page.product]).get(page.product.id) if came_by else None,
        asked_here=fair_prices.lower_at(came_by, page.product) if came_by else {},
        at_fairs=_at_fairs(page, came_by),
        feature=feature,
        group=taxonomy.name_of(page.product.browse_category),
        levels=taxonomy.level_names(),
        drawings={one.code: papers.code_drawing(one.code) for one in page.held},
        label_facts=labels.facts(page.product),
        shelved=groups.of(page.product),
        traits=attributes.told_by(page.product),
        frames=spins.turn(page.product.id) if page.product.has_frames else [],
        told=(told := promises.told_of(page.product)),
        near=told.near,
        far_fee=told.far_fee,
        qualities=qualities.of(page.product.facility),
        form=EnquiryForm(),
        shared=share.digest_of(page.product),
    )


@bp.get("/q/<code>")
@public
def printed(code: str):
    """What a printed code opens: the booth of its placard, the lot of its label, the product of its price card.

    `g.scanned` tells whoever counts what was printed.
    """
    if booth := queries.booth_with_code(code):
        g.scanned = ("scan", booth.id)
        return redirect(here(f"/hoi-cho/{booth.fair.slug}/{booth.slug}?gian={booth.code}"))
    if lot := lots.with_code(code):
        return _lot_page(lot)
    found = queries.product_of_sku(code) or abort(404, _("Mã này không còn dùng."))
    g.scanned = ("card", found.id)
    at_booth = {"gian": request.args["gian"]} if "gian" in request.args else {}
    return redirect(url_for("shop.product", slug=found.slug, **at_booth))


@bp.get("/toi.json")
@visitor
def me():
    """What a public page shows of its visitor; asked for by a script, never kept."""
    token = cart_token()
    count = queries.cart_count(token) if token else 0
    name = current_user.name if current_user.is_authenticated else None
    return jsonify(cart=count, name=name, links=_links(), wishes=kept_ids())


@bp.get("/hoi")
@visitor
def question():
    product, booth = _subject(request.args)
    return _ask_page(EnquiryForm(), product, booth)


@bp.post("/hoi")
@visitor
def ask():
    product, booth = _subject(request.form)
    form = EnquiryForm(request.form)
    if not form.is_valid():
        return _ask_page(form, product, booth), 422
    facility = product.facility if product else booth.facility
    feature = promotion.feature_with_id(request.form.get("ke", ""), product) if product else None
    credited = booth if booth and promotion.is_shown_at(booth, facility.id) else None
    try:
        rates.count("ask", request.remote_addr or "", MOST_QUESTIONS)
    except rates.TooOften:
        abort(429, _("Bạn đã hỏi nhiều câu trong giờ này. Xin đợi một lát rồi hỏi tiếp."))
    enquiry = enquiries.ask(facility, form.question, product=product, booth=credited, feature=feature)
    db.session.commit()
    flash(_("Đã gửi câu hỏi tới %(who)s.", who=in_locale(facility, "name")), "good")
    return redirect(url_for("talks.show", token=enquiry.token), 303)


def _lot_page(lot):
    """What happened to a lot; whether it has lapsed is asked of the day, so the page is true without any job."""
    return render_template(
        "shop/lot.html",
        lot=lot,
        product=lot.product,
        papers=lots.papers_on(lot.product, lot.made_on),
        steps=making.steps_of(lot.product),
    )


def _at_fairs(page, came_by):
    """Booths of open fairs other than the one that led here where it costs less, each with that price."""
    product = page.product
    asked = [(booth, fair_prices.shown(booth, [product]).get(product.id)) for booth in page.booths if booth != came_by]
    return [(booth, price) for booth, price in asked if price]


def _moved_or_gone(slug: str):
    """An address that was given up leads on for ever; what was on show once is told from what never was."""
    if present := slugs.present(slug):
        return redirect(url_for(".product", slug=present, **request.args), 301)
    product = queries.product_gone(slug) or abort(404)
    return render_template("shop/gone.html", product=product, related=related.goods_beside(product)), 410


def _subject(values):
    """The product or the booth a question is about; one of them must be there."""
    slug, code = values.get("sp", ""), values.get("gian", "")
    product = queries.product_to_ask_about(slug[:200]) if slug else None
    booth = queries.booth_with_code(code[:40]) if code else None
    if product is None and booth is None:
        abort(404, _("Không rõ bạn muốn hỏi về món nào. Hãy mở lại trang món hàng."))
    return product, booth


def _ask_page(form: EnquiryForm, product, booth):
    return render_template(
        "shop/ask.html", form=form, product=product, booth=booth, feature_id=request.values.get("ke")
    )


def _links() -> list[dict[str, str]]:
    if not current_user.is_authenticated:
        return [{"href": here("/tai-khoan/dang-nhap"), "label": _("Đăng nhập")}]
    links = [{"href": here("/can-bo"), "label": _("Bàn làm việc")}] if current_user.is_staff else []
    if current_user.memberships:
        links.append({"href": here("/quan-ly"), "label": _("Việc hôm nay")})
    return links + [{"href": here("/tai-khoan"), "label": _("Tài khoản")}]
