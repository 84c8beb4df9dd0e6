"""A booth as visitors see it, published or as its maker would have it; and the way through the steps of dressing it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template, url_for
from flask_babel import gettext as _

from catalog import taxonomy
from catalog.models import Product
from core import qr
from core.i18n import in_locale
from fairs import contact, fair_prices, guestbook, looks, programme, queries
from fairs.models import Booth
from fairs.themes import THEMES
from programme.models import Facility

MOST_GUESTS = 4


def page(booth: Any, goods: Sequence[Product], *, is_preview: bool = False) -> str:
    """`booth` may be a looks.Dressed."""
    papers = [(product, paper) for product in goods for paper in product.recognitions if paper.is_valid]
    before, after = queries.beside(booth)
    return render_template(
        "fairs/booth.html",
        booth=booth,
        fair=booth.fair,
        facility=booth.facility,
        theme=THEMES[booth.theme],
        banner=looks.banner_of(booth),
        video_host=urlsplit(booth.video_url).hostname or "",
        goods=goods,
        by_maker=_by_maker(booth, goods),
        at_fair=fair_prices.shown(booth, goods),
        step_pictures=looks.shown_pictures(booth.steps),
        papers=papers[:6],
        levels=taxonomy.level_names(),
        answering=contact.answering(booth.contact_hours),
        sessions=programme.at_the_booth(booth.id),
        contact_days=contact.days(booth.contact_hours),
        address=printed_address(booth),
        placard=qr.drawing(printed_address(booth)),
        product_options=[(product.slug, in_locale(product, "name")) for product in goods],
        guests=guestbook.shown_of(booth.id, MOST_GUESTS),
        before=before,
        after=after,
        is_preview=is_preview,
    )


def _by_maker(booth: Any, goods: Sequence[Product]) -> list[tuple[Facility, list[Product]]]:
    """The goods under their makers, the holder of the booth first; one group where it presents nobody else."""
    found: dict[int, tuple[Facility, list[Product]]] = {}
    for product in sorted(goods, key=lambda one: one.facility_id != booth.facility_id):
        found.setdefault(product.facility_id, (product.facility, []))[1].append(product)
    return list(found.values())


def printed_address(booth: Any) -> str:
    return f"{current_app.config['SITE_URL']}/q/{booth.code}"


def step_links(booth: Booth) -> list[tuple[str, str]]:
    """The steps of dressing a booth, in order."""
    steps = {
        "appearance": _("Diện mạo"),
        "words": _("Lời"),
        "making": _("Cách làm"),
        "goods": _("Hàng"),
        "papers": _("Phim, giấy"),
        "hours": _("Giờ"),
        "prices": _("Giá riêng"),
    }
    return [(url_for(f"fairs_booth.{name}", booth_id=booth.id), text) for name, text in steps.items()]


def names() -> dict[str, str]:
    """What the parts of a look are called where its changes are told."""
    return {
        "tagline": _("Lời chào"),
        "tagline_en": _("Lời chào bằng tiếng Anh"),
        "story": _("Chuyện của gian"),
        "story_en": _("Chuyện bằng tiếng Anh"),
        "hours": _("Giờ mở gian"),
        "artisan": _("Nghệ nhân"),
        "wholesale": _("Giá khi mua nhiều"),
        "video_url": _("Phim"),
        "room_url": _("Phòng gọi hình"),
        "theme": _("Kiểu gian"),
        "steps": _("Các bước làm"),
        "papers": _("Giấy tờ"),
        "contact_hours": _("Giờ trả lời"),
        "banner_focus": _("Tâm ảnh"),
        "banner_id": _("Ảnh treo trước gian"),
        "goods": _("Hàng ở gian"),
    }
