"""Every field that the workspace offers of a product on show, posted by its real form: what visitors see stays as it is
until staff approve, but for what docs/decisions/0025-lifecycle.md lets count at once. A new field has to be put in."""

import io
import re

import pytest

from catalog import making, products, revisions, values
from catalog.models import Product
from core import jobs, times
from core.db import db
from tests.catalog.test_manage_products import draft
from tests.catalog.test_products import LABEL
from tests.factories import (
    make_attribute,
    make_facility,
    make_picture,
    make_product,
    make_session,
    make_step,
    make_variant,
    picture_bytes,
)
from tests.forms import forms_of

PICTURE = "a picture"
TOLD = ("name", "name_en", "text", "text_en")
FACTS = (
    "ten_hang_hoa", "xuat_xu", "ten_chiu_trach_nhiem", "dia_chi_chiu_trach_nhiem", "thong_so", "thanh_phan",
    "huong_dan_su_dung",
)  # fmt: skip
OFFER = (
    "name", "name_en", "price", "on_hand", "content_amount", "content_unit", "weight_g", "gtin", "tier_least.N",
    "tier_price.N", "price_per_kg", "piece_g", "under_percent", "over_percent", "least_g", "most_g",
)  # fmt: skip

# Claims, and what each is set to: (form, field) -> value. Forms and fields by their names, every number an N.
WAITS = {
    ("buoc/1", "name"): "Ấm trà vẽ trúc",
    ("buoc/1", "name_en"): "Bamboo teapot",
    ("buoc/1", "browse_category"): "may-tre-dan",
    ("buoc/1", "ocop_group"): "I.1",
    ("buoc/1", "cnnttb_group"): "tcmn",
    ("buoc/1", "video_url"): "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    ("buoc/2", "mode"): "showcase",
    ("buoc/2", "summary"): "Ấm vuốt tay, men tro.",
    ("buoc/2", "story"): "Lò này đỏ lửa từ đời ông.",
    ("buoc/2", "is_gift"): "1",
    ("buoc/2", "one_of_a_kind"): "1",
    **{("buoc/3", f"label.{fact}"): f"Ghi khác: {fact}" for fact in FACTS},
    ("buoc/3", "attr.men"): "xanh",
    ("tieng-anh", "name_en"): "Bamboo teapot",
    **{("tieng-anh", f"label_en.{fact}"): f"Otherwise: {fact}" for fact in FACTS},
    ("tieng-anh", "summary_en"): "Thrown by hand.",
    ("tieng-anh", "story_en"): "The kiln is old.",
    ("anh", "photos"): PICTURE,
    ("anh/sua", "remove"): "",
    ("quay", "photos"): PICTURE,
    ("quay/bo", ""): "",
    **{("cach-lam", name): f"Kể khác: {name}" for name in ("variance", "variance_en", "technique", "technique_en")},
    **{("cach-lam", name): f"Tên khác: {name}" for name in ("artisan", "artisan_title", "artisan_title_en")},
    **{("buoc-lam", name): f"Bước khác: {name}" for name in TOLD},
    ("buoc-lam", "photo"): PICTURE,
    **{("buoc-lam/KEY", name): f"Bước khác: {name}" for name in TOLD},
    ("buoc-lam/KEY", "photo"): PICTURE,
    ("buoc-lam/KEY", "go=up"): "up",
    ("buoc-lam/KEY", "go=down"): "down",
    ("buoc-lam/KEY", "go=away"): "away",
}
# Offers and arrangements; those with a value are tried below.
AT_ONCE = {
    ("buoc/2", "price"): "330.000",
    ("buoc/2", "unit"): "bộ",
    ("buoc/2", "on_hand"): "2",
    ("buoc/2", "weight_g"): "750",
    ("buoc/2", "lead_days"): "9",
    ("buoc/2", "is_fragile"): "1",
    ("anh/sua", "alt_N"): "Ấm nhìn từ trên",
    ("anh/sua", "move"): "",
    ("tieng-anh", "alt_en.N"): "Seen from above",
    ("anh/N/tam", "focus"): "0-0",
    ("anh/N/mau-rieng", ""): "",  # less is shown, and who asks for it to be private must not wait
    ("giao-toi", "reach"): "province",
    ("loai/N", "name"): "Cỡ vừa",
    ("loai/N", "price"): "120.000",
    ("loai/N/thoi-ban", ""): "",
    ("loai/thu-tu", "move"): "",
    ("lich-bay", "show_from"): f"{times.today():%Y-%m-%d}",
    ("cat-di", ""): "",
    **dict.fromkeys([("loai", name) for name in (*OFFER, "sku")]),
    **dict.fromkeys([("loai/N", name) for name in OFFER if name not in ("name", "price")]),
    **dict.fromkeys([("loai/N/giam-gia", name) for name in ("price", "first", "last")]),
    **dict.fromkeys([("giao-toi", name) for name in ("cut_off_hour", "communes")]),
    **dict.fromkeys([("trong-gio", name) for name in ("sku", "count")]),  # of goods that staff approved each
    **dict.fromkeys([("xuong", name) for name in ("week_units", "calendar_id")]),
    **dict.fromkeys([("buoi", name) for name in ("day", "starts", "ends", "places")]),
    **dict.fromkeys([("buoi/N", name) for name in ("places", "go=close")]),
    ("lich-bay", "show_until"): None,
    ("anh/N/tam", "found"): None,
    ("anh/N/dau", "dau"): None,  # a mark is laid by the market itself, over a picture that staff approved
    ("anh/N/dau", "tat_ca"): None,
}
# Seen by nobody: what the page remembers, and pictures for buyers whom the maker chose.
UNSEEN = {("mau-rieng", "photos"), ("anh", "keep_place")}
ALONG = {"buoc-lam": {"name": "Đóng hộp", "text": "Lót rơm."}}  # what a form asks for whatever else it is told
SEEN_ON = {}  # by form, the page that has it
SILENT = ("csrf_token", "on_hand_was", "order", "attributes_shown", "own")


@pytest.fixture
def product(app):
    """On show, with something told in every place that a product has."""
    facility, man = make_facility(slug="lo-gom"), make_attribute(code="men", browse_category="gom-su")
    found = draft(
        facility, 2, name="Ấm trà men lam", slug="am-tra", state="published", published_at=times.now(),
        summary="Ấm men lam.", story="Chuyện cũ.", label=LABEL | {"chat_lieu": "Đất sét"},
    )  # fmt: skip
    found.variants[0].name = "Cỡ nhỏ"
    make_variant(found, name="Cỡ lớn")
    for place in range(2):
        make_step(found, position=place, name=f"Bước {place}", text="Lời cũ.")
    for word in making.TOLD:
        values.put(found, f"making.{word}", "Lời cũ")
    values.put(found, "frames", [[make_picture().digest, place] for place in range(8)])
    values.put(found, f"attr.{man.code}", ["do"])
    db.session.commit()
    return found


def workspace(product):
    """Every page where a product is edited."""
    base = f"/quan-ly/san-pham/{product.id}"
    parts = ["buoc/1", "buoc/2", "buoc/3", "tieng-anh", "loi-hua", "loai"]
    parts += [f"loai/{product.variants[0].id}"] + [f"anh/{photo.id}" for photo in product.photos[:1]]
    return [f"{base}/{part}" for part in parts]


def offered(maker, product, pages=None):
    """(form, field), form: all that these pages let a maker change."""
    for where in pages or workspace(product):
        page = maker.get(where)
        assert page.status_code == 200, where
        for form in forms_of(page.text, where):
            for field in named(form):
                yield (place_of(form), field), form


def form_of(maker, product, place, field):
    """Looked for where one of its kind was found before, then on every page."""
    pages = workspace(product)
    pages.sort(key=lambda where: SEEN_ON.get(place, "") != re.sub(r"[0-9]+$", "N", where.partition("/san-pham/")[2]))
    for where in pages:
        for key, form in offered(maker, product, [where]):
            if key == (place, field):
                SEEN_ON[place] = re.sub(r"[0-9]+$", "N", where.partition("/san-pham/")[2])
                return form
    raise LookupError((place, field))


def place_of(form):
    """/quan-ly/san-pham/7/loai/9 -> loai/N; a step's key is a KEY."""
    inside = re.sub(r"^/quan-ly/san-pham/[0-9]+/", "", form.action)
    inside = re.sub(r"buoc-lam/[0-9A-Z]{8}", "buoc-lam/KEY", inside)
    return inside if inside.startswith("buoc/") else re.sub(r"(?<=/)[0-9]+", "N", inside)


def named(form):
    """What a form lets one change; a form that is one button, by that button; one without fields, by nothing."""
    fields = {name: one for name, one in form.fields.items() if name not in SILENT}
    told = {re.sub(r"[0-9]+$", "N", name) for name, one in fields.items() if name != "go"}
    if not told:
        told = {f"go={one.options[0]}" for one in fields.values()} or {""}
    return told


def seen(visitor):
    """All that anybody who is not signed in is told of it."""
    paths = ["/san-pham/am-tra", "/en/san-pham/am-tra", "/san-pham?muc=gom-su", "/co-so/lo-gom", "/so-sanh?sp=am-tra"]
    paths += ["/api/v1/products/am-tra", "/api/v1/products?q=am%20tra"]
    return {
        path: (page.status_code, page.data) for path in paths for page in [visitor.get(path, follow_redirects=True)]
    }


def post(maker, product, form, field, value):
    """As a browser sends the form with this one thing changed."""
    sent = {name: values for name, values in form.untouched().items() if name != "csrf_token"}
    sent |= {name: [text] for name, text in ALONG.get(place_of(form), {}).items()}
    name = next((name for name in form.fields if re.sub(r"[0-9]+$", "N", name) == field), None)
    if field.startswith("go="):
        sent["go"] = [value]
    elif name and value == PICTURE:
        sent[name] = [(io.BytesIO(picture_bytes(320, 240)), "anh-9.jpg")]
    elif name:
        sent[name] = [value or form.fields[name].options[-1]]
    return maker.post(form.action, **{key: list(given) for key, given in sent.items()})


def test_every_field_has_its_place_here(maker, product):
    lesson = make_product(facility=product.facility, mode="service", on_hand=None)
    make_session(lesson)
    ordered = make_product(facility=product.facility, mode="made_to_order", on_hand=None)

    found = {key for one in (product, lesson, ordered) for key, _form in offered(maker, one)}

    assert found == set(WAITS) | set(AT_ONCE) | UNSEEN


@pytest.mark.parametrize("place", list(dict.fromkeys(place for place, _field in WAITS)))
def test_a_claim_is_seen_by_nobody_until_staff_approve(maker, officer, visitor, product, place):
    """Each field of a form in its turn, on what the one before it was approved to be."""
    stands = seen(visitor)
    for field in [field for form, field in WAITS if form == place]:
        stands = waits(maker, officer, visitor, product, place, field, stands)


def waits(maker, officer, visitor, product, place, field, before):
    """What is seen when it was approved."""
    form = form_of(maker, product, place, field)

    assert post(maker, product, form, field, WAITS[place, field]).status_code == 303, field

    assert seen(visitor) == before, field
    assert revisions.open_of(product).state == "waiting", field
    page = officer.get(f"/can-bo/san-pham/{product.id}").text
    assert page.count('class="diff__change"') == len(revisions.open_of(product).changes) == 1

    approval = f"/can-bo/san-pham/{product.id}/ban-sua/duyet"
    assert officer.post(approval, version=revisions.open_of(product).version).status_code == 303
    assert revisions.open_of(product) is None
    db.session.commit()
    jobs.work_off()  # a view of a turn is shown once it is developed
    after = seen(visitor)
    assert after != before, field
    return after


def test_an_offer_counts_at_once(maker, product):
    """One after the other; the product is put away last. Step 2 asks for an offer only where there is one."""
    alone = draft(product.facility, 2, name="Ấm trơn", state="published", published_at=times.now(), label=product.label)
    for (place, field), value in AT_ONCE.items():
        if value is not None:
            one = alone if place == "buoc/2" and field in OFFER else product
            form = form_of(maker, one, place, field)
            assert post(maker, one, form, field, value).status_code == 303, (place, field)
            assert revisions.open_of(one) is None, (place, field)
    assert db.session.get(Product, product.id).state == "withdrawn"


@pytest.mark.parametrize(("place", "field"), [("buoc/1", "name"), ("cach-lam", "technique"), ("buoc-lam", "name")])
def test_what_is_put_away_is_no_way_round(maker, visitor, product, place, field):
    before = seen(visitor)
    maker.post(f"/quan-ly/san-pham/{product.id}/cat-di")
    post(maker, product, form_of(maker, product, place, field), field, WAITS[place, field])
    maker.post(f"/quan-ly/san-pham/{product.id}/bay-lai")

    assert db.session.get(Product, product.id).state == "published"
    assert seen(visitor) == before


def test_no_verb_below_the_forms_goes_round(product):
    for name, value in {"name": "Khác", "making.technique": "Khác", "steps": [], "frames": [], "mode": "sale "}.items():
        with pytest.raises(products.NeedsReview):
            products.revise(product, {name: value})
