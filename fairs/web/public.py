"""The fair day: home, fairs, halls, booths, facilities. Every page here is the same bytes for everybody."""

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask_babel import gettext as _

import catalog.queries
from catalog import collections, register, taxonomy
from catalog.models import Collection
from catalog.web.papers import SHUT
from core import qr
from core.access import public
from core.i18n import in_locale
from core.pictures import Picture
from fairs import booth_papers, fairs, halls, hours, plans, programme, queries, shown, sponsors
from fairs.calls import criteria, deciding, judging
from fairs.shelf_places import key_of_fair, key_of_hall
from fairs.web import marks, showing
from programme import identity, qualities

bp = Blueprint("fairs", __name__)

COLLECTIONS, COVERS = 3, 3  # gathered goods on the home page, and pictures of each
MOST_LOOKED_AT = 6  # goods of a collection, for those pictures
FIGURES = ("KC01", "KC05", "KC07", "KC09", "KC11")


@bp.get("/")
@public
def home():
    fair = queries.fair_of_the_day()
    hall = halls.find(fair, "") if fair else None
    stands = queries.stands_of(hall.id) if hall else []
    picks, shelves, starred = queries.front_of_house(fair)
    villages = sorted(catalog.queries.villages_with_counts(), key=lambda row: -row[2])
    return render_template(
        "fairs/home.html",
        fair=fair,
        counts=queries.fair_counts([fair.id])[fair.id] if fair else None,
        left=fairs.left(fair) if fair else None,
        hall=hall,
        stands=marks.for_visitors(fair, hall, stands) if fair and hall else [],
        groups=plans.key_of(stands),
        plan_label=marks.plan_label(hall, stands) if hall else "",
        picks=picks,
        shelves=shelves,
        starred=starred,
        gathered=_gathered(),
        branches=queries.ocop_branches_on_show(),
        villages=villages,
        figures=queries.indicators(FIGURES),
    )


def _gathered() -> list[tuple[Collection, int, list[Picture]]]:
    """The first collections that run today, with how many goods and the pictures of the first. Two queries."""
    found = collections.on_show(COLLECTIONS)
    covers = catalog.queries.covers(one for _collection, ids in found for one in ids[:MOST_LOOKED_AT])
    return [(one, len(ids), [covers[n] for n in ids[:MOST_LOOKED_AT] if n in covers][:COVERS]) for one, ids in found]


@bp.get("/hoi-cho")
@public
def index():
    every = queries.fairs()
    counts = queries.fair_counts([fair.id for fair in every])
    return render_template("fairs/index.html", fairs=fairs.by_state(every), counts=counts, left=fairs.left)


@bp.get("/hoi-cho/<slug>")
@public
def hall(slug: str):
    fair = queries.fair(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này. Xem các hội chợ ở mục Hội chợ."))
    code, number = request.args.get("nha", ""), request.args.get("gian", "")
    hall = halls.find(fair, code) if code or not number else queries.hall_with_stand(fair.id, number)
    if hall is None and number and (now := queries.stand_once_called(fair.id, number)):
        return redirect(marks.in_focus(fair, now.hall, now))
    if hall is None and (code or number):
        abort(404, _("Hội chợ này không có nhà hoặc gian đó. Mở lại mặt bằng để chọn."))
    stands = queries.stands_of(hall.id) if hall else []
    stand = halls.stand_in(stands, number)
    if number and stand is None and (now := queries.stand_once_called(fair.id, number, code)):
        return redirect(marks.in_focus(fair, now.hall, now))
    asked = request.args.get("tim", "")[:60]
    found = plans.found(stands, asked)
    return render_template(
        "fairs/hall.html",
        fair=fair,
        turn_next=hours.next_turn(fair),
        programme_days=programme.days(programme.of_fair(fair)),
        sponsors=sponsors.by_level(fair.id),
        criteria=criteria.of_fair(fair.id) if fair.state == "applications" else (),
        counts=queries.fair_counts([fair.id])[fair.id],
        hall=hall,
        hall_tabs=marks.hall_tabs(fair, hall),
        plan_stands=marks.for_visitors(fair, hall, stands, {one.id for one in found}) if hall else [],
        groups=plans.key_of(stands),
        plan_label=marks.plan_label(hall, stands) if hall else "",
        shelves=shown.shelves([key_of_fair(fair.id), *([key_of_hall(hall.id)] if hall else [])]),
        aisles=marks.aisles(fair, hall, found if asked else stands) if hall else [],
        asked=asked,
        found=len(found),
        missing=number if number and stand is None else "",
        **_focus(fair, hall, stands, stand or next((one for one in stands if one.on_show), None)),
    )


@bp.get("/hoi-cho/<slug>/xet-chon")
@public
def chosen(slug: str):
    """By what applications are judged, and once that is known who was accepted and who waits."""
    fair = queries.fair(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này. Xem các hội chợ ở mục Hội chợ."))
    ruling = judging.ruling_of(fair.id)
    decisions = deciding.published(fair.id) if ruling and ruling.is_published else []
    return render_template(
        "fairs/chosen.html", fair=fair, ruling=ruling, decisions=decisions, criteria=criteria.of_fair(fair.id)
    )


def _focus(fair, hall, stands, stand):
    """The stand whose card is open: who shows there, how to get there, and the stroll from it."""
    if stand is None or stand.on_show is None:
        return {"stand": stand, "booth": None, "way": None}
    before, after, turn, count = halls.beside(stands, stand)
    goods, covers = queries.goods_at_a_glance(stand.on_show.id)
    return {
        "stand": stand,
        "booth": stand.on_show,
        "way": plans.way_to(hall, stands, stand),
        "before": marks.beside(fair, hall, before),
        "after": marks.beside(fair, hall, after),
        "turn": turn,
        "count": count,
        "goods": goods,
        "covers": covers,
    }


@bp.get("/hoi-cho/<fair_slug>/<slug>")
@public
def booth(fair_slug: str, slug: str):
    booth, goods = queries.booth_page(fair_slug, slug) or abort(
        404, _("Gian này không có ở hội chợ, hoặc đã dọn. Xem mặt bằng để tìm gian khác.")
    )
    return showing.page(booth, goods)


@bp.get("/hoi-cho/<fair_slug>/<slug>/giay/<digest>.pdf")
@public
def paper(fair_slug: str, slug: str, digest: str):
    """A document of a booth: saved, not opened here, so that no page can be made of it."""
    booth, _goods = queries.booth_page(fair_slug, slug) or abort(404)
    content = booth_papers.content_of(digest) if booth_papers.shown(booth, digest) else None
    if content is None:
        abort(404)
    response = Response(content, mimetype=booth_papers.PDF)
    response.headers["Content-Disposition"] = f'attachment; filename="{booth.slug}-{digest[:8]}.pdf"'
    response.headers["Content-Security-Policy"] = SHUT
    return response


@bp.get("/hoi-cho/<fair_slug>/<slug>/bien")
@public
def placard(fair_slug: str, slug: str):
    """The placard alone, to be printed on A5."""
    booth, goods = queries.booth_page(fair_slug, slug) or abort(404)
    address = showing.printed_address(booth)
    return render_template(
        "fairs/placard.html", booth=booth, fair=booth.fair, goods=goods, placard=qr.drawing(address), address=address
    )


@bp.get("/co-so/<slug>")
@public
def facility(slug: str):
    facility = queries.facility(slug) or abort(404, _("Không có cơ sở nào ở địa chỉ này. Thử tìm ở ô phía trên."))
    goods = queries.products_of(facility.id)
    papers = [(product, paper) for product in goods for paper in product.recognitions if paper.is_valid]
    return render_template(
        "fairs/facility.html",
        own_papers=register.public_of_facility(facility.id),
        facility=facility,
        title=in_locale(facility, "name"),
        goods=goods,
        papers=papers,
        levels=taxonomy.level_names(),
        supports=queries.supports_of(facility.id),
        booths=queries.booths_of(facility.id),
        identity=identity.check_of(facility.id),
        qualities=qualities.of(facility),
        product_options=[(product.slug, in_locale(product, "name")) for product in goods],
    )
