"""What waits in the demo, so that every queue has something to show: goods to approve, remarks to mend, questions."""

from datetime import timedelta

from catalog.models import Product, Remark
from core import times
from core.db import db
from demo.fairground import Goods
from demo.tables import Row
from shop.models import Enquiry

REMARKS = (
    ("photos", "Ảnh chính hơi tối, chị chụp lại gần cửa sổ giúp nhé. Thêm một ảnh thấy đáy và dấu lò."),
    ("summary", "Ghi rõ dung tích ấm và số chén, người mua hay hỏi."),
)
QUESTIONS = (
    ("Chén có vẽ tên được không ạ? Tôi cần ba mươi chén tặng lớp cũ trước Tết.", 5, "30 chén"),
    ("Ấm này rót có rớt nước xuống khay không? Nhà tôi bàn gỗ mộc nên hơi lo.", 20, ""),
)


def leave(things: Goods, maker: str, staff_id: int) -> None:
    """Six goods of others to approve; for the maker of the sign-in one sent back, one draft and two questions."""
    own = [pair for name, goods in things.items() if name != maker for pair in goods if _is_ours(pair)]
    for n, (_, product) in enumerate(own[7::45][:6]):
        _submitted(product, hours=3 + 7 * n)
    mine = [product for _, product in filter(_is_ours, things[maker])]
    _sent_back(mine[0], staff_id)
    mine[1].state, mine[1].published_at, mine[1].submitted_at = "draft", None, None
    for text, hours, quantity in QUESTIONS:
        _ask(things[maker][0][1], text, hours, quantity)


def _is_ours(pair: tuple[Row, Product]) -> bool:
    """The core products stay on show whatever happens."""
    return pair[0]["sku"].startswith("D") and not pair[1].held


def _submitted(product: Product, hours: int) -> None:
    product.state = "submitted"
    product.submitted_at = times.now() - timedelta(hours=hours)
    product.published_at = None


def _sent_back(product: Product, staff_id: int) -> None:
    product.state, product.published_at = "sent_back", None
    made = times.now() - timedelta(hours=6)
    for field, text in REMARKS:
        db.session.add(Remark(product_id=product.id, field=field, text=text, made_by=staff_id, made_at=made))


def _ask(product: Product, text: str, hours: int, quantity: str) -> None:
    db.session.add(
        Enquiry(
            facility_id=product.facility_id,
            product_id=product.id,
            name="Cô Vân" if quantity else "Anh Hậu",
            contact="0912 000 345" if quantity else "0905 000 222",
            quantity=quantity,
            text=text,
            asked_at=times.now() - timedelta(hours=hours),
        )
    )
