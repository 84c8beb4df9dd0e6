"""Products side by side: which facts are told of each, in rows, and in which rows they differ."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from catalog import attributes, delivery, labels, making, taxonomy, unit_price
from catalog.models import Product, Recognition, Variant
from catalog.units import unit_name
from core.i18n import day, in_locale, number
from core.money import vnd
from core.text import clean_line

MOST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of every product, in their order; an empty cell says that nobody has told it."""

    label: str
    cells: tuple[tuple[str, ...], ...]

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


def slugs_in(written: Iterable[str], most: int = MOST) -> list[str]:
    """What an address names: by commas or one by one, each once, the first four."""
    named = (clean_line(slug)[:200] for part in written for slug in part.split(","))
    return list(dict.fromkeys(slug for slug in named if slug))[:most]


def rows(products: Sequence[Product]) -> list[Row]:
    """The usual facts, then the attributes and label facts that any of them has; rows that are empty throughout go."""
    usual = [Row(label, tuple(tuple(tell(one)) for one in products)) for label, tell in _usual()]
    found = usual + _united(products, _attributes) + _united(products, labels.facts)
    return [row for row in found if any(row.cells)]


Facts = Sequence[tuple[str, str]]


def _usual() -> tuple[tuple[str, Callable[[Product], list[str]]], ...]:
    return (
        (_("Giá"), _price),
        (_("Giá theo đơn vị"), _unit_prices),
        (_("Còn hàng"), _stock),
        (_("Khối lượng"), _weight),
        (_("Nhóm hàng"), lambda product: [taxonomy.name_of(product.browse_category)]),
        (_("Làng nghề"), lambda product: [in_locale(product.village, "name")] if product.village else []),
        (_("Cơ sở"), lambda product: [in_locale(product.facility, "name")]),
        (_("Giấy chứng nhận"), _papers),
        (_("Khuyến công"), lambda product: [_("Được khuyến công hỗ trợ")] if product.is_supported else []),
        (_("Cách làm"), _technique),
        (_("Giao hàng"), _delivery),
    )


def _united(products: Sequence[Product], told_of: Callable[[Product], Facts]) -> list[Row]:
    told = [dict(told_of(product)) for product in products]
    names = dict.fromkeys(name for one in told for name in one)
    return [Row(name, tuple((one[name],) if name in one else () for one in told)) for name in names]


def _price(product: Product) -> list[str]:
    if product.mode == "showcase":
        return [_("Chỉ trưng bày")]
    if product.price is None:
        return [_("Hỏi giá")]
    price = vnd(product.price)
    said = _("từ %(price)s", price=price) if product.has_prices else price
    return [f"{said} / {unit_name(product.unit)}"]


def _unit_prices(product: Product) -> list[str]:
    return [_of_variant(one, per) for one in product.offers if (per := unit_price.of(one))]


def _of_variant(variant: Variant, per: unit_price.UnitPrice) -> str:
    price = vnd(per.amount)
    said = {
        "kg": _("%(price)s/kg", price=price),
        "l": _("%(price)s/lít", price=price),
        "m": _("%(price)s/mét", price=price),
        "piece": _("%(price)s/cái", price=price),
    }[per.per]
    name = in_locale(variant, "name")
    return f"{name}: {said}" if name else said


def _stock(product: Product) -> list[str]:
    if not product.can_be_bought:
        return []
    if not product.is_in_stock:
        return [_("Tạm hết hàng")]
    return [_("Làm theo đặt") if product.mode == "made_to_order" else _("Còn hàng")]


def _weight(product: Product) -> list[str]:
    weights = dict.fromkeys(one.weight_g for one in product.offers if one.weight_g)
    return [_("%(n)s g", n=number(weight)) for weight in weights]


def _papers(product: Product) -> list[str]:
    """What holds today, each with how long; what has lapsed is named on the page where it is checked alone."""
    valid = [one for one in product.recognitions if one.is_valid]
    return [f"{_title(one)}: {_validity(one)}" for one in sorted(valid, key=lambda one: -one.id)]


def _title(paper: Recognition) -> str:
    if paper.kind == "ocop":
        return _("OCOP %(n)s sao", n=paper.stars)
    if paper.kind == "cnnttb":
        return _("CNNT tiêu biểu %(level)s", level=taxonomy.level_names().get(paper.level or "", ""))
    return paper.title or paper.decision_number


def _validity(paper: Recognition) -> str:
    return _("còn hạn đến %(day)s", day=day(paper.ends_on)) if paper.ends_on else _("còn hiệu lực")


def _technique(product: Product) -> list[str]:
    told = in_locale(product.promise, "technique") if product.promise else ""
    steps = [in_locale(step, "name") for step in making.steps_of(product)]
    return [one for one in (told, " → ".join(steps)) if one]


def _delivery(product: Product) -> list[str]:
    if product.mode == "service":
        return [_("Đến tận nơi để làm")]
    span = delivery.range_of(product)
    reach = delivery.names()[span.reach if span else "everywhere"]
    return [reach, _("Đồ dễ vỡ, có chèn lót")] if product.is_fragile else [reach]


def _attributes(product: Product) -> Facts:
    return [(one.name, ", ".join(one.say(value) for value in values)) for one, values in attributes.told_by(product)]
