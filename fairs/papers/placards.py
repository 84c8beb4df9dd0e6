"""For one stand: the A5 placard with its code, and price cards in both languages to cut out of A4."""

from collections.abc import Sequence

from catalog.models import Product
from core import money
from core.pdf import A4, A5, Paper
from core.pdf.paper import GREEN, INK, LINE, RED, SOFT
from fairs.papers.exhibits import Exhibit, marks_of

CARD = (99.0, 66.0)
ACROSS, DOWN = 2, 4


def placards(exhibits: Sequence[Exhibit]) -> bytes:
    """A page for each stand."""
    paper = Paper(exhibits[0].booth.title if len(exhibits) == 1 else "Biển gian", A5)
    for one in exhibits:
        _placard(paper, one)
    return paper.written()


def _placard(paper: Paper, exhibit: Exhibit) -> None:
    booth, maker, (width, height) = exhibit.booth, exhibit.booth.facility, A5
    paper.turn()
    paper.box(0, 0, width, 9, RED)
    y = 24.0
    for line in paper.broken(booth.title, width - 24, 24, "title")[:3]:
        paper.text(width / 2, y, line, 24, "title", turned="middle")
        y += 11
    if maker.name_en:
        paper.text(width / 2, y, _cut(paper, maker.name_en, width - 24, 12), 12, colour=SOFT, turned="middle")
        y += 7
    for text in filter(None, (exhibit.place, maker.commune_name)):
        paper.text(width / 2, y + 1, text, 12, "bold", turned="middle")
        y += 7
    side = min(96.0, height - y - 38)
    paper.code(width / 2 - side / 2, y + 2, side, exhibit.address)
    y = height - 28
    paper.text(width / 2, y, "Quét để xem giá, giấy tờ, đặt gửi về nhà", 12, "bold", turned="middle")
    paper.text(width / 2, y + 6.5, "Scan for prices, certificates, and delivery to your home", 11, turned="middle")
    paper.text(width / 2, y + 13, exhibit.address.partition("://")[2], 10, colour=SOFT, turned="middle")
    paper.text(width / 2, y + 19, booth.fair.name, 10, colour=SOFT, turned="middle")


def price_cards(exhibit: Exhibit) -> bytes:
    """Eight on a page; a line to cut along between them."""
    paper = Paper(f"Thẻ giá · {exhibit.booth.title}", A4)
    for number, product in enumerate(exhibit.goods):
        place = number % (ACROSS * DOWN)
        if place == 0:
            paper.turn()
        left = (A4[0] - ACROSS * CARD[0]) / 2 + place % ACROSS * CARD[0]
        top = (A4[1] - DOWN * CARD[1]) / 2 + place // ACROSS * CARD[1]
        _price_card(paper, left, top, exhibit, product)
    if not exhibit.goods:
        paper.turn()
        paper.text(20, 30, "Gian chưa bày món nào.", 12)
    return paper.written()


def _price_card(paper: Paper, left: float, top: float, exhibit: Exhibit, product: Product) -> None:
    paper.box(left, top, *CARD, LINE, drawn=0.2)
    inner, y = CARD[0] - 12, top + 10
    for line in paper.broken(product.name, inner, 14, "title")[:2]:
        paper.text(left + 6, y, line, 14, "title")
        y += 6.5
    if product.name_en:
        paper.text(left + 6, y, _cut(paper, product.name_en, inner, 10), 10, colour=SOFT)
        y += 6
    if marks := " · ".join(marks_of(product)):
        paper.text(left + 6, y, _cut(paper, marks, inner, 9, "bold"), 9, "bold", GREEN)
    _price(paper, left + 6, top + CARD[1] - 18, exhibit.prices.get(product.id), product)
    maker = exhibit.booth.facility
    paper.text(left + 6, top + CARD[1] - 5, _cut(paper, maker.name, inner - 26, 9), 9, colour=INK)
    paper.code(left + CARD[0] - 30, top + CARD[1] - 30, 27, exhibit.address_of(product))


def _price(paper: Paper, x: float, y: float, at_fair: int | None, product: Product) -> None:
    """What it costs here; a price of the fair above the usual one; no price is asked for."""
    usual = product.price
    if at_fair is None and usual is None:
        paper.text(x, y, "Hỏi giá / Price on request", 12, "bold", RED)
        return
    paper.text(x, y, money.vnd(at_fair or usual or 0), 22, "bold", RED)
    if at_fair is not None and usual is not None:
        paper.text(x, y + 5, "Giá hội chợ / Fair price", 8.5, colour=SOFT)
        paper.text(x, y + 9, f"Giá thường / Usual price {money.vnd(usual)}", 8.5, colour=SOFT)


def _cut(paper: Paper, text: str, width: float, size: float, face: str = "text") -> str:
    """The text where it fits, else its beginning."""
    if paper.width(text, size, face) <= width:
        return text
    return paper.broken(text, width - paper.width("…", size, face), size, face)[0] + "…"
