"""Fairs of the demo: halls drawn on a grid, booths along their aisles, and the shelf of the open fair."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from catalog.models import Product
from core import times
from core.db import db
from demo import drawing
from demo.tables import Row, integer, rows
from fairs.floor import walks
from fairs.floor.shapes import LETTERS, Box, Floor, Spot, things_of
from fairs.floor.steps import around
from fairs.models import Booth, BoothProduct, Fair, Feature, Hall, Shelf, Stand
from programme.models import Facility, Scheme, Support

HALL_GROUPS = {
    "A": ("gom-su", "may-tre-dan", "lua-theu-may", "non-quat-do-choi"),
    "B": ("thuc-pham", "tra-do-uong", "duoc-lieu", "cay-canh"),
    "C": ("go-tuong", "son-mai-kham", "kim-hoan-duc", "huong-do-dung", "co-khi-may-moc", "trai-nghiem"),
}
THEMES = {
    "gom-su": "gom", "may-tre-dan": "may-tre", "lua-theu-may": "lua", "son-mai-kham": "son-mai", "go-tuong": "son-mai",
    "kim-hoan-duc": "dong", "non-quat-do-choi": "non-quat", "huong-do-dung": "giay-huong", "thuc-pham": "qua-que",
    "tra-do-uong": "tra", "duoc-lieu": "tra", "co-khi-may-moc": "dong", "cay-canh": "vuon", "trai-nghiem": "gom",
}  # fmt: skip
GROUNDS = {
    "gom-su": "cham", "may-tre-dan": "hoe", "lua-theu-may": "son", "son-mai-kham": "nau", "go-tuong": "nau",
    "kim-hoan-duc": "hoe", "non-quat-do-choi": "ri", "huong-do-dung": "diep", "thuc-pham": "hoe", "tra-do-uong": "ri",
    "duoc-lieu": "ri", "co-khi-may-moc": "cham", "cay-canh": "son", "trai-nghiem": "cham",
}  # fmt: skip
WIDTH, HEIGHT = 18, 22
# What is in every hall: four aisles in the order of the stroll, the door, the stage, the desks.
FEATURES: list[dict[str, int | str]] = [
    {"kind": "aisle", "x": 2, "y": 2, "width": 2, "height": 18, "label": "Lối 1", "label_en": "Aisle 1"},
    {"kind": "aisle", "x": 4, "y": 2, "width": 10, "height": 3, "label": "Lối 2", "label_en": "Aisle 2"},
    {"kind": "aisle", "x": 8, "y": 5, "width": 2, "height": 11, "label": "Lối 3", "label_en": "Aisle 3"},
    {"kind": "aisle", "x": 14, "y": 2, "width": 2, "height": 18, "label": "Lối 4", "label_en": "Aisle 4"},
    {"kind": "entrance", "x": 7, "y": 21, "width": 4, "height": 1, "label": "Cửa vào", "label_en": "Entrance"},
    {"kind": "stage", "x": 6, "y": 16, "width": 6, "height": 2, "label": "Sân trình nghề", "label_en": "Craft stage"},
    {
        "kind": "desk",
        "x": 0,
        "y": 20,
        "width": 6,
        "height": 1,
        "label": "Quầy khuyến công",
        "label_en": "Programme desk",
    },
    {
        "kind": "desk",
        "x": 12,
        "y": 20,
        "width": 6,
        "height": 1,
        "label": "Gói, gửi hàng",
        "label_en": "Packing, posting",
    },
]
LEAST_ZONE = 3  # stands of one group in a line
Goods = dict[str, list[tuple[Row, Product]]]  # by maker


def fairs(by_code: dict[str, Scheme]) -> dict[str, Fair]:
    made = {row["slug"]: _fair(row, by_code.get(row["scheme"])) for row in rows("fairs")}
    db.session.add_all(made.values())
    return made


def halls(by_slug: dict[str, Fair]) -> dict[tuple[str, str], Hall]:
    made: dict[tuple[str, str], Hall] = {}
    for row in rows("halls"):
        fair = by_slug[row["fair"]]
        hall = Hall(
            fair=fair,
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            position=len(fair.halls),
            width=WIDTH,
            height=HEIGHT,
            features=[],
        )
        made[row["fair"], row["code"]] = hall
    db.session.add_all(made.values())
    return made


def fill(
    fair: Fair,
    halls_of: dict[str, Hall],
    goods: Goods,
    facilities: dict[str, Facility],
    paid: dict[str, Support],
    total: int,
) -> list[Booth]:
    """`total` booths over the halls; by group along the walls and lines, as the allotment would put them."""
    made: list[Booth] = []
    numbers: Counter[str] = Counter()
    times_here: Counter[str] = Counter()
    for code, bookings in _bookings(list(halls_of), goods, total).items():
        hall, stands = halls_of[code], []
        for (maker, group), place in zip(bookings, _places(), strict=False):
            stand = _stand(hall, group, place, numbers)
            stands.append(stand)
            times_here[maker] += 1
            facility = facilities[maker]
            support = paid.get(maker) if times_here[maker] == 1 else None
            made.append(_booth(fair, stand, facility, maker, group, goods[maker], times_here[maker], support))
        _draw(hall, stands)
    db.session.add_all(made)
    return made


def empty_stands(hall: Hall) -> None:
    """A hall whose stands are still to be allotted."""
    numbers: Counter[str] = Counter()
    groups = list(LETTERS)
    stands = [_stand(hall, groups[n * len(groups) // 41], place, numbers) for n, place in enumerate(_places())]
    db.session.add_all(stands)
    _draw(hall, stands)


def banner_spec(maker: str, group: str, goods: list[tuple[Row, Product]]) -> drawing.Spec:
    motifs = list(dict.fromkeys(row["motif"] for row, _ in goods))[:5]
    seed = sum(map(ord, maker))
    return {
        "motifs": motifs,
        "ground": GROUNDS[group],
        "seed": seed,
        "size": drawing.wide(1280, 512),
        "kind": "shelves",
    }


FRIEZES = (
    ["ganh-hang", "am-chen", "gio-may", "khan-lua", "banh-chung", "dieu-sao", "ga-to-he"],
    ["roi-nuoc", "long-ban", "mat-ong", "tranh-theu", "quat-giay", "gom-men-ngoc", "hoa-sen-tuoi"],
    ["canh-dao", "banh-chung", "cay-quat", "mut-qua", "den-tre", "trong-da", "ga-to-he"],
    ["khan-lua", "non-la", "quat-giay", "dao-ren", "tranh-theu", "keo-lac", "tra-sen"],
)


def fair_spec(slug: str) -> drawing.Spec:
    nth = [row["slug"] for row in rows("fairs")].index(slug) % len(FRIEZES)
    ground = ("hoe", "ri", "son", "cham")[nth]
    return {"motifs": FRIEZES[nth], "ground": ground, "seed": nth, "size": drawing.wide(1600, 640), "kind": "frieze"}


def main_group(goods: list[tuple[Row, Product]]) -> str:
    return Counter(product.browse_category for _, product in goods).most_common(1)[0][0]


def shelf(
    fair: Fair, products: dict[str, Product], there: set[Facility], decided_by: int, *, scheme: Scheme | None
) -> Shelf:
    """The staff's picks from makers who were there, each with its reason; most charged to the fair's scheme."""
    db.session.flush()
    made = Shelf(fair=fair, key=f"phien-{fair.id}", title="Kệ của chợ phiên này")
    picks = [row for row in rows("shelf_reasons") if products[row["sku"]].facility in there]
    for position, row in enumerate(picks if fair.is_open else picks[::2]):
        made.features.append(
            Feature(
                product=products[row["sku"]],
                position=position,
                reason=row["reason"],
                reason_en=row["reason_en"],
                signed=row["by"],
                starts_at=fair.opens_at - timedelta(hours=position % 5),
                ends_at=fair.closes_at,
                scheme=scheme if position % 3 else None,
                decided_by=decided_by,
                decided_at=fair.opens_at - timedelta(days=2),
            )
        )
    db.session.add(made)
    return made


def shelves_between_fairs(products: dict[str, Product], decided_by: int, scheme: Scheme | None) -> None:
    """The front page's own shelf, one for Tết, one of pottery whose first is sold out; on each the last stands by."""
    picks = list(rows("shelf_reasons"))
    now, month = times.now(), timedelta(days=30)
    season = Shelf(
        key="mua-qua-tet", place="season", title="Quà Tết", title_en="Tết gifts",
        starts_at=now - timedelta(days=2), ends_at=now + 2 * month,
    )  # fmt: skip
    made = {
        Shelf(key="trang-chinh", place="home", title="Chợ chọn hôm nay"): picks[-6:],
        season: picks[3:20:3],
        Shelf(key="nhom-gom-su", place="group", group_slug="gom-su", title="Kệ của nhóm Gốm sứ"): rows("shelf_pots"),
    }
    for shelf, chosen in made.items():
        for position, row in enumerate(chosen):
            shelf.features.append(
                Feature(
                    product=products[row["sku"]],
                    position=position,
                    is_reserve=position == len(chosen) - 1,
                    reason=row["reason"],
                    reason_en=row["reason_en"],
                    signed=row["by"],
                    starts_at=now - timedelta(days=2),
                    ends_at=now + month,
                    scheme=scheme,
                    decided_by=decided_by,
                    decided_at=now - timedelta(days=3),
                )
            )
        db.session.add(shelf)


def _fair(row: Row, scheme: Scheme | None) -> Fair:
    return Fair(
        slug=row["slug"],
        name=row["name"],
        name_en=row["name_en"],
        kind="both",
        place=row["place"],
        organiser=row["organiser"],
        hours=row["hours"],
        intro=row["intro"],
        intro_en=row["intro_en"],
        results=row["results"],
        applications_open_at=_in_days(row["applications_open_in_days"], 8),
        applications_close_at=_in_days(row["applications_close_in_days"], 17),
        opens_at=_in_days(row["opens_in_days"], 8),
        closes_at=_in_days(row["closes_in_days"], 21),
        scheme=scheme,
    )


def _in_days(text: str, hour: int) -> datetime | None:
    days = integer(text)
    if days is None:
        return None
    return times.start_of(times.today() + timedelta(days=days)) + timedelta(hours=hour)


def _bookings(codes: list[str], goods: Goods, total: int) -> dict[str, list[tuple[str, str]]]:
    """Who stands in which hall with what: every facility once, then the busiest again until `total`."""
    groups = {maker: [g for g, _ in _groups(things)] for maker, things in goods.items()}
    wanted = [(maker, found[0]) for maker, found in groups.items()]
    seconds = [(maker, (found + found)[1]) for maker, found in groups.items()]
    seconds.sort(key=lambda pair: (-len(goods[pair[0]]), pair[0]))
    wanted = (wanted + seconds)[:total]
    result: dict[str, list[tuple[str, str]]] = {code: [] for code in codes}
    room = {code: -(-total // len(codes)) + (1 if code in "AB" else 0) for code in codes}
    for booking in wanted:
        home = next((c for c in codes if booking[1] in HALL_GROUPS.get(c, ())), codes[-1])
        free = [home, *[c for c in codes if c != home]]
        code = next(c for c in free if len(result[c]) < min(room[c], 41))
        result[code].append(booking)
    for bookings in result.values():
        bookings.sort(key=lambda pair: (list(LETTERS).index(pair[1]), pair[0]))
    return result


def _groups(things: list[tuple[Row, Product]]) -> list[tuple[str, int]]:
    return Counter(product.browse_category for _, product in things).most_common()


def _places() -> Iterator[tuple[int, int, str]]:
    """Forty-one stands as one walks past them: up the left wall, along the back, down the right, then the middle."""
    for i in reversed(range(8)):
        yield 0, 3 + 2 * i, "right"
    for i in range(5):
        yield 4 + 2 * i, 0, "down"
    for i in range(8):
        yield 16, 3 + 2 * i, "left"
    for column, facing in ((12, "right"), (10, "left"), (6, "right"), (4, "left")):
        for i in range(5):
            yield column, 5 + 2 * i, facing


def _draw(hall: Hall, stands: list[Stand]) -> None:
    """The floor around the stands, zones for those of one group in a line, and the stroll past all of them."""
    things = [*FEATURES, *_zones(stands)]
    hall.features = [{"id": n, "changed_in": 0, "group": ""} | thing for n, thing in enumerate(things, 1)]
    spots = {n: Spot(one.number, one.group, one.x, one.y, facing=one.facing) for n, one in enumerate(stands)}
    for turn, n in enumerate(walks.order(Floor(hall.width, hall.height, spots, things_of(hall.features)))):
        stands[n].walk = turn


def _zones(stands: list[Stand]) -> Iterator[dict[str, int | str]]:
    def line(one: Stand) -> tuple[str, str, int]:
        return one.group, one.facing, one.y if one.facing == "down" else one.x

    for (group, _facing, _at), found in groupby(stands, key=line):
        some = list(found)
        if len(some) >= LEAST_ZONE:
            box = around([Box(one.x, one.y, one.width, one.height) for one in some])
            place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
            yield {"kind": "zone", "group": group, "label": "", "label_en": ""} | place


def _stand(hall: Hall, group: str, place: tuple[int, int, str], numbers: Counter[str]) -> Stand:
    numbers[LETTERS[group]] += 1
    x, y, facing = place
    return Stand(
        hall=hall,
        number=f"{LETTERS[group]}{numbers[LETTERS[group]]:02}",
        group=group,
        letter=LETTERS[group],
        x=x,
        y=y,
        width=2,
        height=2,
        facing=facing,
        walk=0,
        list_price=9_000_000,
        subsidised=7_200_000,
    )


def _booth(
    fair: Fair,
    stand: Stand,
    facility: Facility,
    maker: str,
    group: str,
    things: list[tuple[Row, Product]],
    nth: int,
    support: Support | None,
) -> Booth:
    lines = {row["maker"]: row for row in rows("booth_lines")}.get(maker, {})
    chance = random.Random(f"{fair.slug} {maker} {nth}")
    shown = [product for _, product in things if nth == 1 or product.browse_category == group] or [things[0][1]]
    chance.shuffle(shown)
    booth = Booth(
        fair=fair,
        facility=facility,
        stand=stand,
        slug=facility.slug if nth == 1 else f"{facility.slug}-{nth}",
        code="".join(chance.choices("23456789ABCDEFGHJKMNPQRSTUVWXYZ", k=7)),
        title=facility.name if nth == 1 else f"{facility.name}, gian thứ hai",
        tagline=lines.get("tagline", ""),
        tagline_en=lines.get("tagline_en", ""),
        today=lines.get("today", ""),
        theme=THEMES[group],
        hours=fair.hours,
        scheme=fair.scheme if support else None,
        support=support,
        published_at=fair.opens_at - timedelta(days=3),
        created_at=fair.opens_at - timedelta(days=20),
    )
    booth.goods = [BoothProduct(product=product, position=i) for i, product in enumerate(shown)]
    return booth
