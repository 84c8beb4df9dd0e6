"""What of a product is told in English too, and what is still missing of it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from catalog import labels
from catalog.models import Product


@dataclass(frozen=True, slots=True)
class Text:
    """One text: the field its English stands in, what it is called, and both languages."""

    field: str
    name: str
    vi: str
    en: str
    is_long: bool = False


def texts(product: Product) -> list[Text]:
    """What there is in Vietnamese, in the order of the page; nothing can lack English that has no Vietnamese."""
    plain = [
        Text("name_en", _("Tên hàng"), product.name, product.name_en),
        Text("summary_en", _("Mô tả ngắn"), product.summary, product.summary_en, is_long=True),
        Text("story_en", _("Chuyện của món hàng"), product.story, product.story_en, is_long=True),
    ]
    facts = [
        Text(f"label_en.{one.field}", one.name, str(product.label[one.field]), product.label_en.get(one.field, ""))
        for one in labels.fields_of(product.browse_category)
        if product.label.get(one.field)
    ]
    hung = [photo for photo in product.photos if photo.id]
    photos = [
        Text(f"alt_en.{photo.id}", _("Ảnh %(n)s", n=n), photo.alt, photo.alt_en)
        for n, photo in enumerate(hung, start=1)
    ]
    return [one for one in [*plain, *facts, *photos] if one.vi]


def missing(product: Product) -> int:
    return sum(not one.en for one in texts(product))
