"""What a shared link shows of a product: drawn when first asked for, and again when anything it tells has changed."""

import hashlib
import json

from flask_babel import gettext as _

from catalog.models import Product
from catalog.units import unit_name
from core import money
from core.i18n import current_locale, in_locale
from core.pictures import rendition
from core.storage import files

DRAWN = 2  # raised when the drawing itself changes
_DIGEST = 16


def digest_of(product: Product) -> str:
    """Changes with whatever the picture tells, and with nothing else: it stands in the address and is the ETag."""
    told = [DRAWN, *_facts(product), *_photo_facts(product)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:_DIGEST]


def picture(product: Product) -> bytes:
    """The JPEG of today's facts. One file is kept for a product and a language, its facts' digest before it."""
    key, digest = f"share/{product.slug}.{current_locale()}", digest_of(product).encode()
    kept = files().get(key)
    if kept is not None and kept[:_DIGEST] == digest:
        return kept[_DIGEST:]
    from core.pictures import share  # with Pillow, for processes that draw

    drawn = share.draw(share.Card(*_card(product)))
    files().put(key, digest + drawn)
    return drawn


def _facts(product: Product) -> tuple[str, str, str, int]:
    price = product.price
    told = _("Hỏi giá") if price is None else f"{money.vnd(price)} / {unit_name(product.unit)}"
    if price is not None and product.has_prices:
        told = f"{_('từ')} {told}"
    return in_locale(product, "name"), in_locale(product.facility, "name"), told, product.stars or 0


def _photo_facts(product: Product) -> list[object]:
    cover = product.cover
    return [cover.digest, *cover.focus, cover.is_ready] if cover else []


def _card(product: Product) -> tuple[str, str, str, int, bytes | None, tuple[int, int], str]:
    """What a `core.pictures.share.Card` is made of."""
    name, maker, price, stars = _facts(product)
    cover = product.cover
    if cover is None:
        return name, maker, price, stars, None, (50, 50), "#B5341C"
    width = min((one for one in cover.widths if one >= 640), default=cover.widths[-1])
    photo = rendition(cover.digest, width, "jpg") if cover.is_ready else None
    return name, maker, price, stars, photo, cover.focus, cover.colour
