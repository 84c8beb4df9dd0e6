"""What of a product is searched and counted: its words by field, and its facts. Read from the database in bulk.

A field holds single words and pairs of neighbours ("mây_tre"), so that a phrase is found without positions;
"^mây" marks the word a name begins with. Every field stands twice, with accents (`_a`) and folded (`_f`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only, raiseload, selectinload

from catalog import gtin, sellers, taxonomy
from catalog.models import Product, ProductAttribute, Recognition
from catalog.search import words
from catalog.search.words import Words
from core import text, times
from core.db import db
from programme import qualities, village_places
from programme.models import CraftVillage, Facility, Support

FIELDS = ("name", "english", "kind", "village", "former", "commune", "maker", "text", "story")
PLACE_FIELDS = ("village", "former", "commune")
_CHUNK = 500
_HANDICRAFT = words.strict_words("thủ công mỹ nghệ")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_UNIT_KIND = re.compile(r"^(?:P|X|ĐK)\.\s*|^(?:Thị trấn|Phường|Xã)\s+(?=\w)")

# Districts that were Hà Tây's until 1/8/2008: people still say so.
_HA_TAY = frozenset((
    "Hà Đông", "Sơn Tây", "Ba Vì", "Phúc Thọ", "Đan Phượng", "Hoài Đức", "Quốc Oai", "Thạch Thất", "Chương Mỹ",
    "Thanh Oai", "Thường Tín", "Phú Xuyên", "Ứng Hòa", "Mỹ Đức",
))  # fmt: skip

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One product as search sees it."""

    product_id: int
    terms: dict[str, frozenset[str]]  # field (name_a, name_f, …) -> terms
    facts: Facts  # plain JSON


def all_documents() -> Iterator[Document]:
    """Every published product, in chunks of a few queries each."""
    wanted = select(Product.id).where(Product.state == "published", sellers.leads())
    ids = db.session.scalars(wanted.order_by(Product.id)).all()
    return documents(ids)


def documents(ids: Sequence[int]) -> Iterator[Document]:
    """Those of `ids` that are on show."""
    for start in range(0, len(ids), _CHUNK):
        found = db.session.scalars(_whole(ids[start : start + _CHUNK])).unique().all()
        sellers.tell(found)
        for product in found:
            yield _document(product)


def _whole(ids: Sequence[int]) -> Any:
    return (
        select(Product)
        .where(Product.id.in_(ids), Product.state == "published", sellers.leads())
        .order_by(Product.id)
        .options(
            joinedload(Product.facility).joinedload(Facility.village),
            joinedload(Product.village),
            selectinload(Product.variants),
            selectinload(Product.recognitions),
            joinedload(Product.attributes).joinedload(ProductAttribute.attribute),
            selectinload(Product.supports).options(load_only(Support.id), joinedload(Support.scheme)),
            raiseload("*", sql_only=True),
        )
    )


def phrase_terms(key: Words) -> Iterator[str]:
    """The terms that all stand in a field where the words stand side by side."""
    if len(key) == 1:
        yield key[0]
    for pair in zip(key, key[1:], strict=False):
        yield "_".join(pair)


def _document(product: Product) -> Document:
    village = product.village or product.facility.village
    places = _names_of_places(product, village)
    fields: dict[str, Iterable[str]] = {
        "name": _running([product.name], places, starts=True),
        "english": _english(product),
        "kind": _kind(product, village),
        "village": _village_names(village) if village else (),
        "former": _former(village),
        "commune": _communes(product, village),
        "maker": _running([one.facility.name for one in (product, *product.others)], places),
        "text": (*_running([product.summary]), *_barcodes(product)),
        "story": words.strict_words(product.story),  # long: its words alone
    }
    accented = {field: frozenset(found) for field, found in fields.items()}
    terms = {f"{field}_a": found for field, found in accented.items()}
    terms |= {f"{field}_f": frozenset(map(_folded, found)) for field, found in accented.items()}
    return Document(product.id, terms, _facts(product, village))


def _folded(term: str) -> str:
    return "_".join(words.fold_word(word) for word in term.split("_"))


def _running(passages: Iterable[str], places: frozenset[Words] = frozenset(), *, starts: bool = False) -> Iterator[str]:
    """Words and neighbours of running text; no neighbours across a full stop or comma.

    The words of a place's name do not stand alone: Sơn Đồng says nothing of bronze (đồng).
    """
    for passage in passages:
        for part in re.split(r"[.;:,()!?\n]+", passage):
            key = words.strict_words(part)
            yield from _outside(key, places)
            yield from map("_".join, zip(key, key[1:], strict=False))
            if starts and key:
                yield "^" + key[0]
                starts = False


def _outside(key: Words, places: frozenset[Words]) -> Iterator[str]:
    at = 0
    while at < len(key):
        length = next((n for n in (4, 3, 2, 1) if key[at : at + n] in places and len(key) >= at + n), 0)
        if not length:
            yield key[at]
        at += length or 1


def _names_of_places(product: Product, village: CraftVillage | None) -> frozenset[Words]:
    names = {*_communes(product, village), *_former(village)}
    if village:
        names |= set(_whole_names([village.name, village.aliases]))
    return frozenset(tuple(name.split("_")) for name in names)


def _barcodes(product: Product) -> Iterator[str]:
    """The number under the bars of each offer, as it stands there and in fourteen digits."""
    for one in product.offers:
        if one.gtin:
            yield from {one.gtin, gtin.shown(one.gtin)}


def _english(product: Product) -> Iterator[str]:
    for passage in (product.name_en, product.summary_en, product.story_en):
        key = tuple(word for word in words.strict_words(passage) if word not in words.ENGLISH_FILLERS)
        yield from key
        yield from map("_".join, zip(key, key[1:], strict=False))


def _kind(product: Product, village: CraftVillage | None) -> Iterator[str]:
    """The words of its shelf, and the craft where its village has a single one. Broad single words stay out."""
    group = taxonomy.browse_group(product.browse_category)
    for name in (group.name_vi, group.name_en) if group else ():
        parts = name.split(",")
        for part in parts:
            key = words.strict_words(part)
            if len(key) > 1 or len(parts) == 1:
                yield from phrase_terms(key)
                yield from key if len(parts) == 1 else ()
    if product.cnnttb_group == "tcmn":
        yield from phrase_terms(_HANDICRAFT)
    if village and "," not in village.craft:
        key = words.strict_words(village.craft)
        yield from key
        yield from phrase_terms(key)


def _whole_names(names: Iterable[str]) -> Iterator[str]:
    """Place names as single terms (bát_tràng), with and without Làng, without what stands in brackets."""
    for written in names:
        for one in re.split(r"[;,]", _ASIDE.sub("", written)):
            key = words.strict_words(_UNIT_KIND.sub("", one.strip()))
            if key:
                yield "_".join(key)
                if key[0] == "làng" and len(key) > 1:
                    yield "_".join(key[1:])


def _village_names(village: CraftVillage) -> Iterator[str]:
    yield from _whole_names([village.name, village.aliases])
    yield from _with_kinds([village.name], ("làng", "làng nghề"))


def _former(village: CraftVillage | None) -> Iterator[str]:
    """Former communes and districts, bare and with their kind (huyện chương mỹ)."""
    if village:
        yield from _whole_names([village.former_commune, village.former_district])
        yield from _with_kinds([village.former_district], ("huyện", "quận", "thị xã"))
        yield from _with_kinds([village.former_commune], ("xã cũ", "xã", "phường", "thị trấn"))
        yield from _as_former([village.former_commune], ("xã", "phường"))
        yield from _as_former([village.former_district], ("huyện", "quận", "thị xã"))
        if village.former_district in _HA_TAY:
            yield "hà_tây"


def _communes(product: Product, village: CraftVillage | None) -> Iterator[str]:
    """Where its maker is and where its village lies, or may lie: of a divided one all are told, and none is picked."""
    names = [product.facility.commune_name]
    if village and village.is_place_known:
        names.append(village.commune_name)
    elif village:
        place = village_places.of(village)
        names += [one.short_name for one in ([place.present] if place.present else place.candidates)]
    yield from _whole_names([*names, village.commune_candidates if village else ""])
    yield from _with_kinds(names, ("xã", "phường"))


def _with_kinds(names: Iterable[str], kinds: Iterable[str]) -> Iterator[str]:
    for name in _whole_names(names):
        yield from (f"{kind.replace(' ', '_')}_{name}" for kind in kinds)


def _as_former(names: Iterable[str], kinds: Iterable[str]) -> Iterator[str]:
    """As people tell them from those of today: xã Bát Tràng cũ, Bát Tràng cũ."""
    for name in (*_whole_names(names), *_with_kinds(names, kinds)):
        yield f"{name}_cũ"


def _facts(product: Product, village: CraftVillage | None) -> Facts:
    facility = product.facility
    return {
        "id": product.id,
        "sku": product.sku,
        "slug": product.slug,
        "name": product.name,
        "name_en": product.name_en,
        "facility": [facility.slug, facility.name],
        "village": [village.slug, village.name] if village else None,
        "commune": _commune(facility, village),
        "group": product.browse_category,
        "ocop": product.ocop_group or "",
        "cnnttb": product.cnnttb_group or "",
        "attributes": [
            [one.attribute.code, one.kind, one.value]
            for one in product.attributes
            if one.attribute.concerns(product.browse_category)
        ],
        "mode": product.mode,
        **({"sellers": [[one.facility.slug, one.facility.name] for one in product.others]} if product.others else {}),
        "price": product.price_from,
        **_sales(product),
        "is_in_stock": any(_has_some(one) for one in (product, *product.others)),
        "is_gift": product.is_gift,
        **_titles(product),
        "qualities": [list(one) for one in qualities.checked(facility)],
        "gtins": sorted({one.gtin for one in product.offers if one.gtin}),
        "schemes": sorted({support.scheme.code for support in product.supports}),
        "shown": _days(product),
        "published": int(product.published_at.timestamp()) if product.published_at else 0,
        "written": int(product.created_at.timestamp()),
        "interest": product.interest,
    }


def _commune(facility: Facility, village: CraftVillage | None) -> list[str] | None:
    """Where it counts as made: where its village lies; where that is not known, where its maker is."""
    code, commune = None, ""
    if village and village.is_place_known:
        code, commune = village.commune_code, village.commune_name
    elif village and (present := village_places.of(village).present):
        code, commune = present.code, present.short_name
    code, commune = code or facility.commune_code, commune or facility.commune_name
    return [code or text.slugify(commune), commune] if commune else None


def _titles(product: Product) -> Facts:
    """Stars and levels that staff confirmed, each with its last day, and the decisions that gave them."""
    held = [one for one in product.recognitions if one.is_confirmed]
    return {
        "stars": [[one.stars, _last_day(one)] for one in held if one.kind == "ocop"],
        "levels": [[one.level, _last_day(one)] for one in held if one.kind == "cnnttb" and one.level],
        "decisions": sorted({one.number_key for one in held if one.number_key}),
    }


def _last_day(one: Recognition) -> str:
    return one.ends_on.isoformat() if one.ends_on else ""


def _has_some(product: Product) -> bool:
    """Whether one could be bought on the days it is on show, which the snapshot knows of."""
    left = [one.available for one in product.offers if one.price is not None]
    is_sold = product.mode != "showcase" and not product.is_stopped
    return is_sold and any(count is None or count > 0 for count in left)


def _sales(product: Product) -> Facts:
    """Where something is or will be on sale: of each offer its regular price and the sale's, from and until, as
    seconds, so that the snapshot knows what is asked at its moment."""
    offers = [offer for one in (product, *product.others) for offer in one.offers]
    if all(one.sale_price is None for one in offers):
        return {}
    return {
        "sales": [
            [one.price, one.sale_price, *(edge and edge.timestamp() for edge in (one.sale_from, one.sale_until))]
            for one in offers
            if one.price is not None
        ]
    }


def _days(product: Product) -> list[float | None] | None:
    """From and until, as seconds; None where it is always on show."""
    hidden = times.start_of(product.hidden_on) if product.hidden_on else None
    until = min((edge for edge in (product.show_until, hidden) if edge), default=None)
    edges = [edge.timestamp() if edge else None for edge in (product.show_from, until)]
    return edges if any(edge is not None for edge in edges) else None
