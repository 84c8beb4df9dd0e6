"""What a facility keeps of its booth: what it tells, its banner, its goods in order. And how a booth begins."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from catalog import search
from catalog.models import Product
from core import addresses, audit, times, undo
from core.db import db
from core.pictures import Picture
from core.text import numbered
from fairs import fair_prices, readiness, workspace
from fairs.models import Booth, BoothProduct, Fair
from programme.models import Facility
from programme.words import field_name

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing one could misread on a placard
_CODE_LENGTH = 7


def begin(fair: Fair, facility: Facility) -> Booth:
    """A booth of a facility at a fair, with all the goods the facility has on show; open at once if nothing stands in
    its way (readiness.py).
    """
    booth = Booth(
        fair_id=fair.id,
        facility_id=facility.id,
        slug=_free_slug(fair, facility.slug),
        code=_free_code(),
        title=facility.name,
        hours=fair.hours,
        scheme_id=fair.scheme_id,
    )
    db.session.add(booth)
    db.session.flush()
    on_show = select(Product.id).where(Product.facility_id == facility.id, Product.state == "published")
    show(booth, list(db.session.scalars(on_show.order_by(Product.published_at.desc(), Product.id))))
    audit.record(booth, "booth.begun", fair=fair.slug, facility=facility.slug)
    if not readiness.lacks_of(booth):
        open_up(booth)
    return booth


def open_up(booth: Booth) -> None:
    """Let visitors in. Raises NotReady, which says what stands in the way and where it is mended."""
    if booth.published_at is not None:
        return
    if lacks := readiness.lacks_of(booth):
        raise readiness.NotReady(lacks)
    booth.published_at = times.now()
    _turned(booth, "booth.opened")


def shut(booth: Booth) -> None:
    """Visitors find it no more; what it shows and its code stay."""
    if booth.published_at is not None:
        booth.published_at = None
        _turned(booth, "booth.shut")


def _turned(booth: Booth, action: str) -> None:
    search.touch(*sorted(line.product_id for line in booth.goods))
    audit.record(booth, action)


def tell(booth: Booth, told: Mapping[str, str]) -> None:
    """What visitors read at the booth; `told` by the names of its columns."""
    changed = [name for name, value in told.items() if getattr(booth, name) != value]
    detail = {name: [getattr(booth, name), told[name]] for name in changed}
    for name in changed:
        setattr(booth, name, told[name])
    audit.record(booth, "booth.told", **detail)


def hang(booth: Booth, banner: Picture | None) -> None:
    """Another banner, or none."""
    back = {"banner_id": [booth.banner_id, banner.id if banner else None]}
    booth.banner_id = banner.id if banner else None
    audit.record(booth, "booth.hung", digest=banner.digest if banner else None, back=back)


def show(booth: Booth, product_ids: Sequence[int]) -> None:
    """Show these goods in this order and no others; what is not the booth's own or of a maker who agreed is left out.

    Search learns of every product that came or went.
    """
    makers = workspace.makers_at(booth)
    mine = select(Product.id).where(Product.facility_id.in_(makers), Product.id.in_(product_ids))
    own = set(db.session.scalars(mine))
    wanted = [one for one in dict.fromkeys(product_ids) if one in own]
    before = {line.product_id: line for line in booth.goods}
    back = {"goods": [list(before), wanted]}
    fair_prices.forget(booth, sorted(set(before) - set(wanted)))
    booth.goods = [before.get(one) or BoothProduct(product_id=one) for one in wanted]
    for position, line in enumerate(booth.goods):
        line.position = position
    search.touch(*sorted(set(before) ^ set(wanted)))
    audit.record(booth, "booth.showed", products=wanted, back=back)


def _free_slug(fair: Fair, wanted: str) -> str:
    """The facility's own piece of address, numbered where a booth or a page of the fair has it already."""
    taken = set(db.session.scalars(select(Booth.slug).where(Booth.fair_id == fair.id, Booth.slug.startswith(wanted))))
    return numbered(wanted, taken | addresses.words_after("hoi-cho", ""))


def _free_code() -> str:
    """Seven signs of thirty: never the code of another booth."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
        if db.session.scalar(select(Booth.id).where(Booth.code == code)) is None:
            return code


def _value_of(booth: Booth, name: str) -> Any:
    return [line.product_id for line in booth.goods] if name == "goods" else getattr(booth, name)


def _put_back(booth: Booth, values: Mapping[str, Any]) -> None:
    if "goods" in values:
        show(booth, values["goods"])
    elif "banner_id" in values:
        hang(booth, db.session.get(Picture, values["banner_id"]) if values["banner_id"] else None)
    else:
        tell(booth, values)


def _titles(booth_ids: Iterable[int]) -> dict[int, str]:
    rows = db.session.execute(select(Booth.id, Booth.title).where(Booth.id.in_(booth_ids)))
    return {booth_id: _("Gian %(name)s", name=title) for booth_id, title in rows}


def _label(name: str) -> str:
    names = {"goods": _("Hàng ở gian"), "banner_id": _("Ảnh treo trước gian"), "tagline": _("Lời chào")}
    return names.get(name) or field_name(name)


def _told(name: str, value: Any) -> str:
    if name == "goods":
        return _("%(n)s món", n=len(value))
    if name == "banner_id":
        return _("một ảnh") if value else _("không có ảnh")
    return value or ""


for _action in ("booth.told", "booth.hung", "booth.showed"):
    undo.register(
        _action,
        undo.Verb(
            load=lambda row_id: db.session.get(Booth, row_id),
            value_of=_value_of,
            put=_put_back,
            titles=_titles,
            label=_label,
            told=_told,
        ),
    )
