"""How complete a product is: what must be there before it can be shown, and what makes it sell better."""

from dataclasses import dataclass

from flask_babel import gettext as _

from catalog import labels
from catalog.models import Product

GOOD_PHOTOS = 3  # front, label, beside a thing of known size
STORY_WORDS = 30


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the list: `weight` of a hundred, the editor's step and the field where it is done."""

    code: str
    text: str
    done: bool
    weight: int
    step: int
    field: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Completeness:
    items: list[Item]

    @property
    def score(self) -> int:
        """Of 100."""
        return sum(item.weight for item in self.items if item.done)

    @property
    def blocking(self) -> list[Item]:
        """What must still be done before it can be sent for approval."""
        return [item for item in self.items if item.is_required and not item.done]

    @property
    def next(self) -> Item | None:
        """The point to do first: what is required, then what weighs most."""
        left = [item for item in self.items if not item.done]
        return max(left, key=lambda item: (item.is_required, item.weight), default=None)


def of(product: Product) -> Completeness:
    return Completeness([*_first_step(product), *_second_step(product), *_label_facts(product)])


def _first_step(product: Product) -> list[Item]:
    photos = len(product.photos)
    return [
        Item("photo", _("Có ít nhất một ảnh"), photos > 0, 15, 1, "photos", is_required=True),
        Item("photos", _("Có ba ảnh: mặt trước, nhãn, cạnh vật quen"), photos >= GOOD_PHOTOS, 10, 1, "photos"),
        Item("name_en", _("Có tên tiếng Anh cho khách nước ngoài"), bool(product.name_en), 5, 1, "name_en"),
    ]  # fmt: skip


def _second_step(product: Product) -> list[Item]:
    sold = product.mode == "sale"
    counted = not sold or product.on_hand is not None
    weighed = product.mode in ("showcase", "service") or product.weight_g is not None
    told = len(product.story.split()) >= STORY_WORDS
    items = [
        Item("unit", _("Ghi đơn vị"), bool(product.unit), 5, 2, "unit", is_required=True),
        Item("stock", _("Ghi số đang có"), counted, 5, 2, "on_hand"),
        Item("weight", _("Ghi khối lượng để tính tiền gửi"), weighed, 5, 2, "weight_g"),
        Item("summary", _("Có mô tả ngắn"), bool(product.summary), 10, 2, "summary"),
        Item("story", _("Kể chuyện món hàng, vài câu cũng được"), told, 10, 2, "story"),
    ]
    price = Item("price", _("Ghi giá bán"), product.price is not None, 15, 2, "price", is_required=sold)
    return [price, *items]


def _label_facts(product: Product) -> list[Item]:
    """The twenty points of the label, shared among what is missing so that each is named."""
    lacking = labels.missing(product)
    if not lacking:
        return [Item("label", _("Đủ thông tin nhãn hàng hóa"), True, 20, 3, "label", is_required=True)]
    shares = [20 // len(lacking)] * len(lacking)
    shares[0] += 20 - sum(shares)
    return [_label_fact(one, share) for one, share in zip(lacking, shares, strict=True)]


def _label_fact(one: labels.LabelField, share: int) -> Item:
    code = f"label.{one.field}"
    return Item(code, _("Nhãn: %(name)s", name=one.name), False, share, 3, code, is_required=True)
