"""For a whole fair: signs of halls and stands, the list of exhibitors, the catalogue in both languages."""

from collections.abc import Sequence

from catalog import taxonomy
from catalog.models import Product
from core import money
from core.i18n import day, last_day, phone
from core.pdf import A4, Flow, Paper
from core.pdf.flow import SIDE
from core.pdf.paper import GREEN, INK, RED, SOFT
from fairs.models import Fair
from fairs.papers.exhibits import Exhibit, both, by_hall, marks_of, picture_of

PICTURE, CODE = (46.0, 34.0), 24.0
INSET = 2.4  # under a good's name, clear of its dash
MOST_GOODS = 8  # of a booth in the catalogue


def signs(fair: Fair, exhibits: Sequence[Exhibit]) -> bytes:
    """A page for each hall with who stands where, then one for each stand to hang above it."""
    flow = Flow(f"Biển nhà · {fair.name}", foot=fair.name)
    pages = by_hall(exhibits)
    for number, (name, name_en, members) in enumerate(pages):
        if number:
            flow.turn()
        flow.title(name, 40)
        if name_en:
            flow.paragraph(name_en, 20, colour=SOFT)
        rows = [
            [one.booth.stand.number, one.booth.title, one.booth.facility.commune_name]
            for one in members
            if one.booth.stand
        ]
        flow.table(["Gian / Stand", "Tên gian / Exhibitor", "Nơi / From"], rows, [1, 4, 3], 0)
    for _name, _name_en, members in pages:
        for one in members:
            _stand_sign(flow.paper, one)
    return flow.written()


def _stand_sign(paper: Paper, exhibit: Exhibit) -> None:
    booth = exhibit.booth
    if booth.stand is None:
        return
    paper.turn()
    paper.box(0, 0, A4[0], 14, RED)
    paper.text(A4[0] / 2, 92, booth.stand.number, 150, "title", turned="middle")
    y = 130.0
    for line in paper.broken(booth.title, A4[0] - 40, 40, "title")[:4]:
        paper.text(A4[0] / 2, y, line, 40, "title", turned="middle")
        y += 18
    for text in filter(None, (booth.facility.name_en, booth.facility.commune_name)):
        paper.text(A4[0] / 2, y + 4, text, 18, colour=SOFT, turned="middle")
        y += 10
    paper.code(A4[0] / 2 - 30, 215, 60, exhibit.address)


def exhibitors(fair: Fair, exhibits: Sequence[Exhibit]) -> bytes:
    flow = Flow(f"Danh sách gian · {fair.name}", foot=fair.name)
    _front(flow, fair, "Danh sách gian / Exhibitors")
    rows = []
    for one in exhibits:
        maker, stand = one.booth.facility, one.booth.stand
        groups = dict.fromkeys(taxonomy.name_of(product.browse_category) for product in one.goods)
        where = f"{stand.number}, {stand.hall.name}" if stand else "trên trang / online"
        rows.append([where, both(maker.name, maker.name_en), maker.commune_name, ", ".join(groups), phone(maker.phone)])
    flow.table(
        ["Gian / Stand", "Cơ sở / Maker", "Nơi / From", "Hàng / Goods", "Điện thoại / Phone"],
        rows,
        [2, 5, 3, 4, 2.6],
        0,
    )
    return flow.written()


def catalogue(fair: Fair, exhibits: Sequence[Exhibit]) -> bytes:
    flow = Flow(f"Danh mục · {fair.name}", foot=fair.name)
    _front(flow, fair, "Danh mục gian hàng / Catalogue")
    for name, name_en, members in by_hall(exhibits):
        flow.heading(both(name, name_en))
        for one in members:
            _entry(flow, one)
    return flow.written()


def _front(flow: Flow, fair: Fair, title: str) -> None:
    flow.title(fair.name, 26)
    if fair.name_en:
        flow.paragraph(fair.name_en, 14, colour=SOFT)
    flow.paragraph(title, 14, "bold")
    flow.paragraph(f"{day(fair.opens_at)}–{last_day(fair.closes_at)}. {fair.where}")
    for text in filter(None, (fair.intro, fair.intro_en)):
        flow.paragraph(text)


def _entry(flow: Flow, exhibit: Exhibit) -> None:
    """A booth: its picture and code at the right, its words and goods beside them."""
    booth, maker = exhibit.booth, exhibit.booth.facility
    flow.make_room(PICTURE[1] + CODE)
    top, paper, page = flow.y + 3, flow.paper, flow.paper.page_count
    right = A4[0] - SIDE - PICTURE[0]
    cover = picture_of(booth.banner or next((one.cover for one in exhibit.goods if one.cover), None))
    if cover:
        paper.picture(right, top, *PICTURE, cover)
    paper.code(A4[0] - SIDE - CODE, top + (PICTURE[1] + 1 if cover else 0), CODE, exhibit.address)
    flow.y += 2
    place = f"{booth.stand.number} · " if booth.stand else ""
    for text, size, face, colour in (
        (place + booth.title, 13, "title", INK), (maker.name_en, 10, "text", SOFT),
        (booth.tagline, 10, "text", INK), (booth.tagline_en, 10, "text", SOFT),
        (", ".join(filter(None, (both(maker.name, ""), maker.commune_name, phone(maker.phone)))), 9, "text", SOFT),
    ):  # fmt: skip
        _beside(flow, text, size, face, colour)
    for product in exhibit.goods[:MOST_GOODS]:
        _goods(flow, product, exhibit)
    if paper.page_count == page:
        flow.y = max(flow.y, top + CODE + (PICTURE[1] + 2 if cover else 0))
    paper.line(SIDE, flow.y + 1, A4[0] - SIDE, flow.y + 1)
    flow.y += 3


def _goods(flow: Flow, product: Product, exhibit: Exhibit) -> None:
    price = exhibit.prices.get(product.id, product.price)
    told = both(product.name, product.name_en) + (f", {money.vnd(price)}" if price is not None else "")
    for number, line in enumerate(flow.paper.broken(told, flow.width - PICTURE[0] - 6 - INSET, 9.5)):
        flow.line(line if number else f"– {line}", 9.5, inset=INSET if number else 0)
    if marks := " · ".join(marks_of(product)):
        _beside(flow, marks, 9, "bold", GREEN, inset=INSET)


def _beside(flow: Flow, text: str, size: float, face: str, colour: tuple[int, int, int], *, inset: float = 0) -> None:
    """Text left of the picture."""
    for line in flow.paper.broken(text, flow.width - PICTURE[0] - 6 - inset, size, face) if text else []:
        flow.line(line, size, face, colour, inset=inset)
