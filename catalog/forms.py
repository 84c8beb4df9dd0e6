"""What a maker types about a product, step by step; `changes()` is what products.revise() takes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from catalog import attributes, gtin, labels, photos, stock, taxonomy, tiers, videos
from catalog.attribute_forms import read_values
from catalog.english import Text
from catalog.models import CONTENT_UNITS, MODES, Product, by_weight
from catalog.sheets.fields import LONGEST, SKU
from catalog.sheets.messages import AGAINST_RECORDS, MESSAGES
from core import times
from core.forms import Form
from core.money import PriceError, parse_price

LONGEST_SUMMARY = 300
LONGEST_FACT = 1000
_MOST_ENGLISH = {"name_en": LONGEST["name_en"], "summary_en": LONGEST_SUMMARY, "story_en": LONGEST["description"]}


class BasicsForm(Form):
    """Step 1: what it is called and where it belongs."""

    def clean(self) -> None:
        groups = [group.slug for group in taxonomy.browse_groups()]
        self.name = self.text("name", at_most=LONGEST["name"], required=_("Đặt tên cho món hàng."))
        self.name_en = self.text("name_en", at_most=LONGEST["name_en"])
        self.browse_category = self.choice("browse_category", groups, required=_("Chọn một nhóm hàng."))
        self.ocop_group = self.choice("ocop_group", [group.code for group in taxonomy.ocop_groups()]) or None
        self.cnnttb_group = self.choice("cnnttb_group", [group.code for group in taxonomy.cnnttb_groups()]) or None
        self.video_url = self._video()

    def changes(self) -> dict[str, Any]:
        """A classification that the request does not speak of stays as it is."""
        said = [name for name in ("ocop_group", "cnnttb_group") if name in self.raw]
        return {name: getattr(self, name) for name in ("name", "name_en", "browse_category", "video_url", *said)}

    def _video(self) -> str:
        typed = self.text("video_url", at_most=videos.LONGEST)
        try:
            return videos.read(typed) if typed else ""
        except videos.NoVideo:
            known = ", ".join(videos.names())
            self.errors["video_url"] = _("Cần địa chỉ https:// của một video ở %(hosts)s.", hosts=known)
            return ""


class NewProductForm(BasicsForm):
    """The first step of a product that is not there yet: its maker may bring a code of his own."""

    def clean(self) -> None:
        super().clean()
        self.sku = self.text("sku", at_most=32).upper()
        if self.sku and not SKU.fullmatch(self.sku):
            self.errors["sku"] = str(MESSAGES["sku_invalid"])

    @property
    def usual(self) -> dict[str, str | None]:
        """The two official groups that goods of this shelf mostly have, until its maker says otherwise."""
        ocop, cnnttb = taxonomy.usual_for(self.browse_category)
        return {"ocop_group": ocop or None, "cnnttb_group": cnnttb or None}


class PlaceForm(Form):
    """Where staff put a product in the three classifications, and what its attributes are."""

    def __init__(self, product: Product, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.attributes = attributes.asked_of(product.browse_category)

    def clean(self) -> None:
        self.values = read_values(self, self.attributes)
        groups = [group.slug for group in taxonomy.browse_groups()]
        self.browse_category = self.choice("browse_category", groups, required=_("Chọn một nhóm hàng."))
        self.ocop_group = self.choice("ocop_group", [group.code for group in taxonomy.ocop_groups()]) or None
        self.cnnttb_group = self.choice("cnnttb_group", [group.code for group in taxonomy.cnnttb_groups()]) or None

    def changes(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("browse_category", "ocop_group", "cnnttb_group")} | self.values


class PriceForm(Form):
    """What has a price as people write prices."""

    def _price(self) -> int | None:
        """450.000, 450k, 1tr2; empty where it is on request."""
        return self._amount("price", self.text("price", at_most=60))

    def _amount(self, name: str, typed: str) -> int | None:
        try:
            return parse_price(typed) if typed else None
        except PriceError as error:
            self.errors[name] = str(MESSAGES[error.code])
            return None


class VariantForm(PriceForm):
    """One form of a product. The only one of a product needs no name."""

    def __init__(self, raw: Mapping[str, Any] | None = None, *, is_only: bool = False) -> None:
        super().__init__(raw)
        self.is_only = is_only

    def clean(self) -> None:
        wanted = "" if self.is_only else _("Đặt tên cho loại này: cỡ, màu, hộp bao nhiêu.")
        self.name = self.text("name", at_most=LONGEST["variant"], required=wanted)
        self.name_en = self.text("name_en", at_most=LONGEST["variant"])
        self.sku = self.text("sku", at_most=32).upper()
        if self.sku and not SKU.fullmatch(self.sku):
            self.errors["sku"] = str(MESSAGES["sku_invalid"])
        self.price = self._price()
        self.on_hand = self.integer("on_hand", at_least=0, at_most=stock.MOST, required=False)
        self.weight_g = self.integer("weight_g", at_least=1, at_most=1_000_000, required=False)
        self.gtin = self._gtin()
        self._clean_content()
        self._clean_weight()
        self._clean_tiers()

    def columns(self) -> dict[str, Any]:
        names = [
            "name",
            "name_en",
            "on_hand",
            "weight_g",
            "gtin",
            "content_amount",
            "content_unit",
            *by_weight.COLUMNS,
            "price",
        ]
        names += ["tier_pairs"] if "tier_least.0" in self.raw else []
        return {name: getattr(self, name) for name in names}

    def changes(self) -> dict[str, Any]:
        """A count left as the page showed it is no change: orders may have moved it since."""
        columns = self.columns()
        if self.value("on_hand") == self.value("on_hand_was", None):
            del columns["on_hand"]
        return columns

    def _gtin(self) -> str | None:
        try:
            return gtin.read(self.text("gtin", at_most=20))
        except gtin.BadGtin:
            self.errors["gtin"] = str(AGAINST_RECORDS["gtin_invalid"])
            return None

    def _clean_tiers(self) -> None:
        """`tier_least.N` and `tier_price.N`; a row left empty is none."""
        pairs: list[tuple[int, int | None]] = []
        self.tier_pairs: tiers.Pairs = []
        try:
            for n in range(tiers.MOST):
                least, price = self.text(f"tier_least.{n}", at_most=3), self.text(f"tier_price.{n}", at_most=60)
                if least or price:
                    pairs.append((int(least), parse_price(price)))
            self.tier_pairs = tiers.ordered(pairs)
            if not tiers.fit(self.tier_pairs, self.price):
                raise tiers.BadTiers("tiers_not_falling")
            if self.tier_pairs and self.price_per_kg:
                self.errors["tiers"] = _("Hàng bán theo cân chưa có giá theo số lượng.")
        except tiers.BadTiers as bad:
            self.errors["tiers"] = str(AGAINST_RECORDS[bad.code])
        except (ValueError, PriceError):
            self.errors["tiers"] = str(AGAINST_RECORDS["tiers_invalid"])

    def _clean_content(self) -> None:
        self.content_unit = self.choice("content_unit", CONTENT_UNITS) or None
        self.content_amount = self.integer("content_amount", at_least=1, at_most=1_000_000, required=False)
        if bool(self.content_unit) != bool(self.content_amount):
            self.errors["content_amount"] = _("Ghi cả số và đơn vị, ví dụ 250 và gam; hoặc để trống cả hai.")

    def _clean_weight(self) -> None:
        """All of it or nothing; the price of one piece is then worked out."""
        typed = self.text("price_per_kg", at_most=60)
        self.price_per_kg = self._amount("price_per_kg", typed) if typed else None
        weighed = bool(typed)
        most, part = by_weight.MOST_PIECE_G, by_weight.MOST_TOLERANCE
        self.piece_g = self.integer("piece_g", at_least=1, at_most=most, required=weighed)
        self.under_percent = self.integer("under_percent", at_least=0, at_most=part, required=weighed)
        self.over_percent = self.integer("over_percent", at_least=0, at_most=part, required=weighed)
        self.least_g = self.integer("least_g", at_least=1, at_most=most, required=weighed)
        self.most_g = self.integer("most_g", at_least=1, at_most=2 * most, required=weighed)
        if not weighed and any(getattr(self, name) is not None for name in by_weight.COLUMNS[1:]):
            self.errors["price_per_kg"] = _("Bán theo cân thì ghi giá mỗi kg; không thì để trống cả phần này.")
        if weighed and not self.errors:
            self._clean_bounds()

    def _clean_bounds(self) -> None:
        terms = by_weight.ByWeight()
        for name in by_weight.COLUMNS:
            setattr(terms, name, getattr(self, name))
        least, most = terms.bounds()
        if terms.least_g is not None and terms.least_g > least:
            self.errors["least_g"] = _("Nhỏ nhất không được hơn %(n)s g, là mức nhẹ hơn đã cho phép.", n=least)
        if terms.most_g is not None and terms.most_g < most:
            self.errors["most_g"] = _("Lớn nhất không được dưới %(n)s g, là mức nặng hơn đã cho phép.", n=most)
        if terms.estimate() < 1:
            self.errors["price_per_kg"] = _("Giá và khối lượng này chưa tới một đồng mỗi cái.")
        self.price = terms.estimate()


class SaleForm(PriceForm):
    """A lower price, from a day until the end of another."""

    def clean(self) -> None:
        self.price = self._price()
        if self.price is None and "price" not in self.errors:
            self.errors["price"] = _("Ghi giá trong đợt giảm.")
        first = self.day("first", at_least=times.today(), required=_("Chọn ngày bắt đầu."))
        last = self.day("last", at_least=first or times.today(), required=_("Chọn ngày cuối."))
        self.since = times.start_of(first) if first else times.now()
        self.until = times.start_of(last + timedelta(days=1)) if last else times.now()


class OfferForm(PriceForm):
    """Step 2: how it is sold and what is told of it."""

    def clean(self) -> None:
        self.mode = self.choice("mode", MODES, required=_("Chọn cách bán."))
        self.price = self._price()
        self.unit = self.text("unit", at_most=LONGEST["unit"], required=_("Ghi đơn vị: chiếc, bộ, hộp, kg.")).lower()
        self.on_hand = self.integer("on_hand", at_least=0, at_most=stock.MOST, required=False)
        self.weight_g = self.integer("weight_g", at_least=1, at_most=1_000_000, required=False)
        self.lead_days = self.integer("lead_days", at_least=1, at_most=365, required=False)
        self.summary = self.text("summary", at_most=LONGEST_SUMMARY)
        self.story = self.text("story", at_most=LONGEST["description"], lines=True)
        self.flags = {name: self.flag(name) for name in ("is_fragile", "is_gift", "one_of_a_kind")}

    def changes(self) -> dict[str, Any]:
        """A count left as the page showed it is no change: orders may have moved it since. Where there are several
        variants the page asks of none of them."""
        names = ["mode", "unit", "lead_days", "summary", "story"]
        names += [name for name in ("price", "weight_g") if name in self.raw]
        if "on_hand" in self.raw and self.value("on_hand") != self.value("on_hand_was", None):
            names.append("on_hand")
        return {name: getattr(self, name) for name in names} | self.flags


class LabelForm(Form):
    """Step 3: the label facts of one kind of goods. What is missing is said when it is sent for approval."""

    def __init__(self, product: Product, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.fields = labels.fields_of(product.browse_category)
        self.conditions = labels.conditions_of(product.browse_category)
        self.attributes = attributes.asked_of(product.browse_category)

    def clean(self) -> None:
        self.values = read_values(self, self.attributes)
        self.facts = {
            f"label.{one.field}": self.text(f"label.{one.field}", at_most=LONGEST_FACT, lines=True)
            for one in self.fields
        }
        self.kinds = [one for n, one in enumerate(self.conditions) if self.flag(f"kind.{n}")]

    def changes(self) -> dict[str, Any]:
        return self.facts | ({f"label.{labels.KINDS}": self.kinds} if self.conditions else {}) | self.values


class EnglishForm(Form):
    """The English of a product's texts, each in the field of its own."""

    def __init__(self, texts: Sequence[Text], raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.texts = texts

    def clean(self) -> None:
        """What the page did not send is left alone."""
        self.told = {
            one.field: self.text(one.field, at_most=_MOST_ENGLISH.get(one.field, LONGEST_FACT), lines=one.is_long)
            for one in self.texts
            if one.field in self.raw
        }

    def changes(self) -> dict[str, Any]:
        return {name: text for name, text in self.told.items() if not name.startswith("alt_en.")}

    def alts(self) -> dict[int, str]:
        """Of photos, by id."""
        marked = {name: text for name, text in self.told.items() if name.startswith("alt_en.")}
        return {int(name.removeprefix("alt_en.")): text for name, text in marked.items()}


class ScheduleForm(Form):
    """The first and the last day on show, each by itself or not at all."""

    def clean(self) -> None:
        first, last = self._day("show_from"), self._day("show_until")
        if first and last and last < first:
            self.errors["show_until"] = _("Ngày cuối phải từ ngày đầu trở đi.")
        self.begins = times.start_of(first) if first else None
        self.ends = times.start_of(last + timedelta(days=1)) if last else None

    def _day(self, name: str) -> date | None:
        typed = self.text(name, at_most=20)
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            self.errors[name] = _("Chọn một ngày.")
            return None


class FocusForm(Form):
    """The place that every crop of a photo keeps in sight: one of five by five, or none: the market finds it."""

    def clean(self) -> None:
        self.place: tuple[int, int] | None = None
        if self.flag("found"):
            return
        across, _dash, down = str(self.raw.get("focus") or "").partition("-")
        known = {str(percent): percent for percent in photos.GRID}
        if across in known and down in known:
            self.place = known[across], known[down]
        else:
            self.errors["focus"] = _("Chạm vào một chỗ trên ảnh.")


class RemarksForm(Form):
    """What staff ask to have mended: `remark.<field>` beside each field."""

    def __init__(self, fields: list[str], raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.fields = fields

    def clean(self) -> None:
        typed = {name: self.text(f"remark.{name}", at_most=500) for name in self.fields}
        self.remarks = {name: text for name, text in typed.items() if text}
        if not self.remarks:
            self.errors["remark."] = _("Ghi ít nhất một lời nhắn ở chỗ cần sửa, để người làm biết sửa gì.")


class ReasonForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=500, required=_("Ghi lý do, người làm sẽ đọc được."))
