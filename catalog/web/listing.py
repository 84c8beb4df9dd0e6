"""A listing as its page shows it: facets with counts, chips, order, pages, all as links that keep the rest."""

from dataclasses import dataclass, field

from flask_babel import gettext as _

from catalog import attributes, paging, queries, search, taxonomy
from catalog.attributes import FACET
from catalog.browsing import PAGE_FLAGS, PAGE_NAMES, PAGE_SIZE, PAGE_SORTS, ListingForm
from catalog.models import Product
from catalog.search.bits import membership
from catalog.search.clauses import is_strict
from catalog.search.selection import NEAR, Selection
from catalog.search.snapshots import PRICE_STEPS, UNRATED
from catalog.search.words import Words, fold_words, strict_words
from catalog.web import facets, nearness, old_names
from catalog.web.facets import Labels
from catalog.web.links import Links
from catalog.web.way_out import WayOut
from catalog.web.way_out import of as way_out_of
from core import money
from core.i18n import here
from core.text import clean_line
from programme import qualities

Attributes = dict[str, attributes.Known]
_FLAG_SLUGS = {flag: slug for slug, flag in PAGE_FLAGS.items()}
_MOST_OPTIONS, _MOST_NARROWER = 60, 3


@dataclass
class Listing:
    """One page of an answer."""

    form: ListingForm
    answer: search.Answer
    path: str
    read: int  # how many were shown on pages before
    products: list[Product]
    exact_here: int  # how many of `products` answer fully; the others come near
    facets: list[dict] = field(default_factory=list)
    chips: list[tuple[str, str]] = field(default_factory=list)
    spoken: list[tuple[str, str]] = field(default_factory=list)  # what the words themselves chose: (without it, it)
    narrower: list[tuple[str, str, int]] = field(default_factory=list)  # (address, attribute: value, how many)
    asks: old_names.Question | None = None  # which of several places is meant
    way_out: WayOut | None = None  # where nothing fits
    sorts: list[tuple[str, str, bool]] = field(default_factory=list)
    before: str | None = None  # addresses of the pages beside
    after: str | None = None
    bars: list[dict] = field(default_factory=list)
    away: dict[int, str] = field(default_factory=dict)  # how far each is, where somebody said from where
    choices: list[tuple[str, str]] = field(default_factory=list)  # places that were perhaps meant
    nowhere: str = ""  # the same without a place
    clear: str = ""
    chosen_count: int = 0

    @property
    def shown(self) -> tuple[int, int]:
        return self.read + 1, self.read + len(self.products)

    @property
    def names(self) -> dict[int, str]:
        return {product.id: product.name for product in self.products}


def build(
    form: ListingForm,
    path: str,
    fixed: dict[str, tuple[str, ...]] | None = None,
    seen: search.Snapshot | None = None,
) -> Listing | None:
    """The listing that a query string asks for; None where it is shorter than that."""
    chosen = form.selection(fixed)
    seen = seen or search.snapshot()
    known = attributes.known_of(seen)
    answer = search.find(form.query, chosen, seen)
    name = paging.name_of(form.query, chosen)
    page = paging.page(answer.ids, form.place(answer.ids, name), PAGE_SIZE, name)
    if not page.ids and (page.read or form.page > 1):
        return None
    products = queries.products_by_ids(page.ids)
    is_full = membership(answer.full)
    exact_here = sum(bool(is_full(product.id)) for product in products)
    listing = Listing(form, answer, here(path), page.read, products, exact_here)
    links, labels = _Links(listing.path, fixed or {}), facets.labels_of(answer, seen, chosen)
    listing.facets = _facets(answer, chosen, fixed or {}, labels) + _attribute_facets(answer, chosen, known)
    taken_off = links.chips(chosen, fixed or {}, labels, known)
    listing.chips = [(address, label) for _facet, _value, address, label in taken_off]
    listing.spoken = links.spoken(answer)
    listing.narrower = links.narrower(answer, chosen, known)
    listing.asks = old_names.asked(answer, lambda code: links.to(xa=code)) if not chosen.values("commune") else None
    if not products:
        listing.way_out = way_out_of(form.query, chosen, taken_off, seen)
    listing.sorts = links.sorts(chosen)
    listing.choices = [(links.to(gan=code), name) for code, name in form.asked.choices]
    listing.nowhere = links.to(gan=None, xep=None)
    if chosen.near:
        listing.away = nearness.of_goods(seen, page.ids, chosen.near)
    listing.before = links.to(tiep=page.before) if page.before is not None else None
    listing.after = links.to(tiep=page.after) if page.after else None
    listing.bars = _bars(answer)
    listing.clear = links.cleared()
    listing.chosen_count = len(listing.chips)
    return listing


class _Links(Links):
    """Addresses of this listing with one thing changed."""

    def __init__(self, path: str, fixed: dict[str, tuple[str, ...]]) -> None:
        super().__init__(path, ("trang", "tiep", *(PAGE_NAMES[facet] for facet in fixed if facet in PAGE_NAMES)))

    def cleared(self) -> str:
        return self.keeping("q", "xep", "dung", "gan")

    def chips(
        self, chosen: Selection, fixed: dict, labels: Labels, known: Attributes
    ) -> list[tuple[str, str, str, str]]:
        """Each chosen value: its facet, itself, the address without it, what it is called."""
        found = []
        for facet, values in chosen.chosen.items():
            if facet not in fixed:
                for value in values:
                    said = _FLAG_SLUGS[value] if facet == "flag" else value
                    told = _told(facet, value, known) if facet.startswith(FACET) else facets.label(facet, value, labels)
                    found.append((facet, value, self.without(PAGE_NAMES.get(facet, facet), said), told))
        if chosen.price_min is not None:
            label = _("Từ %(price)s", price=money.vnd(chosen.price_min))
            found.append(("price_min", "", self.without("tu"), label))
        if chosen.price_max is not None:
            label = _("Đến %(price)s", price=money.vnd(chosen.price_max))
            found.append(("price_max", "", self.without("den"), label))
        return found

    def spoken(self, answer: search.Answer) -> list[tuple[str, str]]:
        """What was read out of the words: what they narrowed to (dưới 500k, a fair), each with the search that reads it
        as plain words; a place (Bát Tràng), which is words already, with the search that leaves it out."""
        said = [(self.plainly(one), one) for one in answer.said]
        is_beside = len(answer.understood) > 1 or bool(answer.said)
        places = [one.written for one in answer.understood if one.is_place and is_beside]
        return said + [(self._unsaid(answer, one), one) for one in places if one in answer.query.lower()]

    def narrower(self, answer: search.Answer, chosen: Selection, known: Attributes) -> list[tuple[str, str, int]]:
        """Where the words are a value of an attribute (gốm: Chất liệu), the same list of those that have it."""
        found = []
        for code, one in known.items():
            facet = FACET + code
            for value, names in one.choices.items() if not chosen.values(facet) else ():
                count = answer.facets.get(facet, {}).get(value, 0)
                if 0 < count < answer.total and any(_is_said(answer.key, name) for name in names if name):
                    found.append((self.to(**{facet: value}), f"{one.name}: {one.say(value)}", count))
        return found[:_MOST_NARROWER]

    def plainly(self, written: str) -> str:
        return self._address([*self.pairs, ("chu", written)])

    def _unsaid(self, answer: search.Answer, written: str) -> str:
        at = answer.query.lower().find(written.lower())
        rest = answer.query[:at] + " " + answer.query[at + len(written) :]
        return self.to(q=clean_line(rest) or None)

    def sorts(self, chosen: Selection) -> list[tuple[str, str, bool]]:
        labels = {
            "": _("Hợp nhất"), "moi": _("Mới bày"), "gia-thap": _("Giá thấp"), "gia-cao": _("Giá cao"),
            "cong-nhan": _("Công nhận cao"),
        }  # fmt: skip
        if chosen.near:
            labels = {"": _("Gần nhất"), "hop": labels.pop("")} | labels
        orders = PAGE_SORTS | ({"": NEAR} if chosen.near else {})
        return [(self.to(xep=slug or None), labels[slug], chosen.sort == orders[slug]) for slug in labels]


def _is_said(key: Words, name: str) -> bool:
    """Whether a name stands in the words, bare letters standing for any accents."""
    meant = strict_words(name)
    typed = [key[at : at + len(meant)] for at in range(len(key) - len(meant) + 1)]
    return meant in typed or (not is_strict(key) and fold_words(meant) in typed)


def _facets(answer: search.Answer, chosen: Selection, fixed: dict[str, tuple[str, ...]], labels: Labels) -> list[dict]:
    """Each facet with its values, those with goods and those chosen, in an order that stays."""
    legends = {
        "flag": _("Đang có"), "group": _("Nhóm hàng"), "stars": _("Sao OCOP"), "level": _("Cấp công nhận"),
        "village": _("Làng nghề"), "commune": _("Xã, phường"), "quality": _("Tính chất đã kiểm"),
        "fair": _("Hội chợ"), "scheme": _("Đề án"), "facility": _("Cơ sở"),
    }  # fmt: skip
    found = []
    for facet, legend in legends.items():
        is_quiet = facet in ("fair", "scheme", "facility") and not chosen.values(facet)
        if facet in fixed or is_quiet:
            continue
        options = _options(facet, answer, chosen, labels)
        shown = 8 if facet == "group" else 6
        found.append({"name": PAGE_NAMES[facet], "facet": facet, "legend": legend, "options": options, "shown": shown})
    return found


def _attribute_facets(answer: search.Answer, chosen: Selection, known: Attributes) -> list[dict]:
    """Those that tell some of these goods from others: at least two values with goods, or one chosen."""
    found = []
    for code, one in known.items():
        facet = FACET + code
        counts, held = answer.facets.get(facet, {}), chosen.values(facet)
        if len(counts) < 2 and not held:
            continue
        order = sorted({*counts, *held}, key=lambda value: _place(one, value, counts))
        options = [
            {"value": value, "label": one.say(value), "count": counts.get(value, 0), "chosen": value in held}
            for value in order
        ]
        found.append({"name": facet, "facet": facet, "legend": one.name, "options": options, "shown": 6})
    return found


def _place(one: attributes.Known, value: str, counts: dict[str, int]) -> tuple[float, str]:
    """Steps of a number from the smallest, choices from the most frequent."""
    if one.kind == "number":
        low = value.partition("-")[0]
        return (float(low) if low.replace(".", "").isdigit() else 0.0), value
    return -counts.get(value, 0), one.say(value)


def _told(facet: str, value: str, known: Attributes) -> str:
    one = known.get(facet.removeprefix(FACET))
    return f"{one.name}: {one.say(value)}" if one else value


def _options(facet: str, answer: search.Answer, chosen: Selection, labels: Labels) -> list[dict]:
    counts = answer.facets[facet]
    values = _in_order(facet, counts, chosen, labels)
    return [
        {
            "value": _FLAG_SLUGS[value] if facet == "flag" else value,
            "label": facets.label(facet, value, labels),
            "count": counts.get(value, 0),
            "at_least": facet in answer.bounded,
            "chosen": chosen.has(facet, value),
        }
        for value in values
        if counts.get(value) or chosen.has(facet, value)
    ][:_MOST_OPTIONS]


def _in_order(facet: str, counts: dict[str, int], chosen: Selection, labels: dict[str, dict[str, str]]) -> list[str]:
    fixed_order = {
        "flag": list(_FLAG_SLUGS),
        "group": [group.slug for group in taxonomy.browse_groups()],
        "stars": ["5", "4", "3", UNRATED],
        "level": [level.code for level in taxonomy.levels()],
        "quality": list(qualities.every()),
    }
    if facet in fixed_order:
        return fixed_order[facet]
    present = {*counts, *chosen.values(facet)}
    return sorted(present, key=lambda value: (-counts.get(value, 0), facets.label(facet, value, labels)))


def _bars(answer: search.Answer) -> list[dict]:
    most = max((count for count, _taken in answer.histogram), default=0)
    return [{"share": count / most, "hit": taken} for count, taken in answer.histogram] if most else []


def busiest_band(answer: search.Answer) -> str:
    """The histogram in a sentence, for those who do not see it."""
    counts = [count for count, _taken in answer.histogram]
    if not any(counts):
        return _("Chưa có giá nào")
    at = counts.index(max(counts))
    edges = [0, *(step * 1000 for step in PRICE_STEPS)]
    if at + 1 < len(edges):
        return _("Nhiều nhất là hàng đến %(price)s", price=money.vnd(edges[at + 1]))
    return _("Nhiều nhất là hàng trên %(price)s", price=money.vnd(edges[at]))
