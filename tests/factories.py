"""Make one saved row with sensible defaults; a test names only what it is about."""

import io
from dataclasses import asdict
from datetime import timedelta
from itertools import count

from PIL import Image

from accounts import mandates, passwords
from accounts.models import Membership, StaffRight, User
from catalog import attributes, requirements, terms
from catalog.models import (
    Attribute,
    AttributeChoice,
    BundlePart,
    Calendar,
    Collection,
    CollectionProduct,
    DeliveryRange,
    Lot,
    MakingStep,
    Photo,
    Product,
    Recognition,
    Requirement,
    SameGoods,
    Session,
    Variant,
)
from catalog.requirements import Paper
from core import audit, codes, pictures, times
from core.db import db
from core.storage import files
from fairs import contracts
from fairs.floor import walks
from fairs.floor.shapes import LETTERS, Floor, Spot, things_of
from fairs.models import (
    Application,
    Booth,
    BoothGuest,
    BoothProduct,
    CallJudge,
    Criterion,
    Fair,
    FairComplaint,
    FairContract,
    FairSession,
    FairSponsor,
    FairTicket,
    Feature,
    GuestEntry,
    Hall,
    Shelf,
    Stand,
    StandAccount,
    StandEntry,
    Venue,
    VenueHours,
    VenueVisit,
)
from programme.activities import roll
from programme.activities.models import Activity, Participant
from programme.activities.roll import Attendee
from programme.joining import JoinRequest
from programme.models import (
    CraftVillage,
    Document,
    Facility,
    Funding,
    Plan,
    Programme,
    Scheme,
    Support,
    Task,
    Unit,
    UnitOfficer,
)
from shop import cart as carts
from shop import (
    claims,
    confirmations,
    divisions,
    gift_desk,
    gifts,
    orders,
    parcels,
    proposals,
    quote_terms,
    quotes,
    refusals,
    refused,
    standing,
    standing_bills,
    standing_offers,
    standing_queries,
)
from shop.models import (
    BankTransaction,
    CardDoubt,
    CardRefund,
    DeliverySlot,
    Enquiry,
    FeeRule,
    Review,
    SendingRate,
    SendingWay,
    Voucher,
)

_numbers = count(1)
PASSWORD = "mat-khau-thu"
_HASH = passwords.hashed(PASSWORD)


def make_user(**columns):
    n = next(_numbers)
    defaults = {"name": f"Người {n}", "email": f"nguoi{n}@example.vn", "password_hash": _HASH}
    return _save(User(**defaults | columns))


def make_member(facility, role="owner", **columns):
    user = make_user(**columns)
    _save(Membership(user_id=user.id, facility_id=facility.id, role=role))
    return user


def make_staff(*rights, **columns):
    user = make_user(**columns)
    for right in rights or ("moderate", "curate", "allot", "programme", "report", "assist", "pay"):
        _save(StaffRight(user_id=user.id, right=right))
    return user


def make_village(**columns):
    n = next(_numbers)
    defaults = {"slug": f"lang-{n}", "name": f"Làng {n}", "craft": "gốm sứ", "commune_name": "Bát Tràng"}
    return _save(CraftVillage(**defaults | columns))


def make_facility(**columns):
    n = next(_numbers)
    defaults = {
        "slug": f"co-so-{n}", "name": f"Cơ sở {n}", "kind": "ho_kinh_doanh", "phone": "+84900000001",
        "bank_bin": "970436", "bank_account": f"000{n:07}", "bank_holder": "CO SO MAU", "commune_name": "Bát Tràng",
        "email": f"coso{n}@example.vn",
    }  # fmt: skip
    return _save(Facility(**defaults | columns))


def make_join_request(**columns):
    n = next(_numbers)
    place = {"commune_code": "ha-noi/xa-bat-trang", "commune_name": "Xã Bát Tràng"}
    defaults = {
        "phone": f"+84913{n:06}", "person": f"Bà {n}", "name": f"Nhà {n}", "kind": "ho_kinh_doanh",
        "household_number": f"HO{n:06}", "goods": "Khăn lụa", "asked_at": times.now(), "moved_at": times.now(),
        "password_hash": _HASH,
    }  # fmt: skip
    return _save(JoinRequest(**place | defaults | columns))


def make_product(**columns):
    """A published product on sale, five in stock, unless told otherwise."""
    n = next(_numbers)
    if "facility" not in columns and "facility_id" not in columns:
        columns["facility"] = make_facility()
    offer = {"price": 100_000, "on_hand": 5, "weight_g": 500, "held": 0}
    offer = {name: columns.pop(name, usual) for name, usual in offer.items()}
    defaults = {
        "sku": f"T{n:04}", "slug": f"hang-{n}", "name": f"Món hàng {n}", "browse_category": "gom-su",
        "unit": "chiếc", "state": "published", "published_at": times.now(),
    }  # fmt: skip
    product = Product(**defaults | columns)
    product.variants = [Variant(sku=product.sku, **offer)]
    return _save(product)


def make_variant(product, **columns):
    """One more variant of a product, five in stock."""
    n = next(_numbers)
    defaults = {"sku": f"V{n:04}", "name": f"Cỡ {n}", "price": 150_000, "on_hand": 5, "weight_g": 500, "position": n}
    return _save(Variant(product=product, **defaults | columns))


def make_attribute(kind="one", **columns):
    """An attribute with three choices where it has choices at all."""
    n = next(_numbers)
    colours = (("do", "Đỏ", "Red"), ("xanh", "Xanh", "Blue"), ("trang", "Trắng", "White"))
    choices = [AttributeChoice(code=code, name=name, name_en=name_en) for code, name, name_en in colours]
    defaults = {"code": f"dac-tinh-{n}", "name": f"Đặc tính {n}", "name_en": f"Trait {n}", "position": n}
    return _save(Attribute(kind=kind, choices=choices if kind in ("one", "several") else [], **defaults | columns))


def make_value(product, attribute, value):
    product.attributes.append(attributes.value_row(attribute, value))
    product.updated_at = times.now()  # as whoever writes a product does
    return _save(product)


def make_collection(products=(), left_out=(), **columns):
    """A collection with some goods put in and some kept out by hand."""
    n = next(_numbers)
    defaults = {"slug": f"bo-{n}", "title": f"Bộ {n}", "title_en": f"Set {n}", "position": n}
    by_hand = [(product, True) for product in products] + [(product, False) for product in left_out]
    choices = [
        CollectionProduct(product_id=product.id, is_in=is_in, reason="Thử", position=place, decided_at=times.now())
        for place, (product, is_in) in enumerate(by_hand)
    ]
    return _save(Collection(choices=choices, **defaults | columns))


def make_picture(**columns):
    n = next(_numbers)
    defaults = {"digest": f"{n:032x}", "width": 960, "height": 960, "colour": "#aabbcc", "ready_at": times.now()}
    return _save(pictures.Picture(**defaults | columns))


def make_photo(product, **columns):
    columns.setdefault("picture_id", make_picture().id)
    return _save(Photo(**{"product_id": product.id, "alt": product.name} | columns))


def make_ocop(product, stars=4, issued_on=None, **columns):
    issued_on = issued_on or times.today() - timedelta(days=100)
    defaults = {
        "decision_number": "1/QĐ-UBND", "issuer": "UBND thành phố Hà Nội", "state": "confirmed",
        "expires_on": terms.last_day("ocop", issued_on), "confirmed_at": times.now(),
    }  # fmt: skip
    return _save(
        Recognition(product_id=product.id, kind="ocop", stars=stars, issued_on=issued_on, **defaults | columns)
    )


def make_cnnttb(product, level="tinh", year=2024, **columns):
    defaults = {"state": "confirmed", "confirmed_at": times.now()}
    return _save(Recognition(product_id=product.id, kind="cnnttb", level=level, year=year, **defaults | columns))


def make_paper(subject, kind="food_safety", **columns):
    """A confirmed paper of a product, a facility or a village, 200 days before its end."""
    about = {"product": "product_id", "facility": "facility_id", "craft_village": "village_id"}[subject.__tablename__]
    today = times.today()
    defaults = {
        "decision_number": "25/2025/ATTP-CNĐK", "issuer": "Chi cục Quản lý chất lượng", "title": "Nghệ nhân Hà Nội",
        "state": "confirmed", "confirmed_at": times.now(), "issued_on": today - timedelta(days=100),
        "expires_on": today + timedelta(days=200) if kind == "food_safety" else None, about: subject.id,
    }  # fmt: skip
    return _save(Recognition(kind=kind, **defaults | columns))


def make_requirement(kind="verified", **columns):
    """Asked of everybody since a month, and binding since yesterday; a document where nothing else is said."""
    today = times.today()
    told = {"computed": {"fact": "account"}, "attested": {"statement": "Tôi bán hàng thật."}}.get(kind, {})
    defaults = {
        "title": "Giấy an toàn thực phẩm", "effect": "sell", "from_on": today - timedelta(days=30),
        "binds_on": today - timedelta(days=1), "made_at": times.now(),
    }  # fmt: skip
    return _save(Requirement(kind=kind, **defaults | told | columns))


def make_proof(requirement, facility, state="waiting", **columns):
    """A document with its scan, of an officer's desk."""
    decided = {"decided_at": times.now()} if state in ("accepted", "refused") else {}
    paper = Paper("25/2026/ATTP", "Chi cục An toàn thực phẩm", None, columns.pop("valid_until", None))
    content = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    made = requirements.hand_in(facility.id, requirement, paper, ("application/pdf", content), "giay.pdf")
    for name, value in ({"state": state, "made_by": None} | decided | columns).items():
        setattr(made, name, value)
    return _save(made)


def make_same(product, lead, state="asked"):
    """A request to be shown under another's name."""
    now = times.now()
    agreed = {"agreed_at": now} if state != "asked" else {}
    return _save(SameGoods(product_id=product.id, lead_id=lead.id, state=state, asked_at=now, **agreed))


def make_mandate(facility, to, *actions, days=30):
    """Of a facility for another, or for a person: goods where nothing else is said."""
    with audit.actor(None):
        return _save(
            mandates.give(facility.id, actions or ("goods",), times.today() + timedelta(days=days), to=_to(to))
        )


def _to(one):
    return one if isinstance(one, User) else one.id


def make_plan(year=2026):
    n = next(_numbers)
    programme = _save(Programme(code=f"CT{n}", name="Chương trình", from_year=2026, to_year=2030))
    return db.session.query(Plan).filter_by(year=year).first() or _save(Plan(programme_id=programme.id, year=year))


def make_scheme(**columns):
    n = next(_numbers)
    columns.setdefault("plan_id", make_plan().id)
    defaults = {
        "code": f"KC-2026-{n:03}", "name": f"Đề án {n}", "kind": "KDP", "content_code": "hoi_cho_trong_nuoc",
        "content_head": 4, "state": "dang_thuc_hien",
    }  # fmt: skip
    scheme = _save(Scheme(**defaults | columns))
    for source in ("national", "local", "counterpart"):
        _save(Funding(scheme_id=scheme.id, source=source, planned=100_000_000))
    return scheme


def make_document(scheme=None, **columns):
    n = next(_numbers)
    scheme = scheme or make_scheme()
    return _save(
        Document(**{"scheme_id": scheme.id, "type": "TT", "number": f"{n}/TTr", "on": times.today()} | columns)
    )


def make_unit(kind="xa", **columns):
    n = next(_numbers)
    place = {"commune_code": f"ha-noi/xa-{n}"} if kind == "xa" else {}
    return _save(Unit(**{"kind": kind, "name": f"Đơn vị {n}"} | place | columns))


def make_officer(unit=None, *rights, **columns):
    """Staff of a unit; of the office without one."""
    user = make_staff(*(rights or ("programme",)), **columns)
    if unit:
        _save(UnitOfficer(user_id=user.id, unit_id=unit.id))
    return user


def make_task(scheme=None, **columns):
    scheme = scheme or make_scheme()
    return _save(Task(**{"scheme_id": scheme.id, "name": "Khảo sát", "due_on": times.today()} | columns))


def make_support(scheme=None, facility=None, **columns):
    scheme, facility = scheme or make_scheme(), facility or make_facility()
    defaults = {"content": "Máy chuốt", "unit": "máy", "local": 20_000_000, "decided_on": times.today()}
    return _save(Support(scheme_id=scheme.id, facility_id=facility.id, **defaults | columns))


def make_activity(scheme=None, people=(), facilities=(), **columns):
    """A class that ended yesterday, a draft; `people` are names, `facilities` rows, of its roll."""
    n, today = next(_numbers), times.today()
    defaults = {
        "slug": f"lop-{n}", "kind": "class", "name": f"Lớp {n}", "starts_on": today - timedelta(days=9),
        "ends_on": today - timedelta(days=1), "commune_code": "ha-noi/xa-bat-trang",
    }  # fmt: skip
    scheme = scheme or make_scheme()
    activity = _save(Activity(scheme_id=scheme.id, **defaults | columns))
    for one in [*(Attendee(name=name, birth_year=1990) for name in people), *map(Attendee, facilities)]:
        row = {"activity_id": activity.id, "name": one.name, "birth_year": one.birth_year}
        row |= {"facility_id": one.facility.id if one.facility else None, "who_key": roll.who_key(activity.kind, one)}
        db.session.add(Participant(**row))
    db.session.commit()
    return activity


def make_fair(**columns):
    n = next(_numbers)
    now = times.now()
    defaults = {
        "slug": f"hoi-cho-{n}", "name": f"Hội chợ {n}",
        "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=5),
    }  # fmt: skip
    return _save(Fair(**defaults | columns))


def make_hall(fair=None, **columns):
    n = next(_numbers)
    fair = fair or make_fair()
    return _save(Hall(fair_id=fair.id, **{"code": f"H{n}", "name": f"Nhà {n}", "width": 20, "height": 20} | columns))


def make_stand(hall=None, **columns):
    n = next(_numbers)
    hall = hall or make_hall()
    defaults = {"number": f"G{n:02}", "group": "gom-su", "letter": "G", "x": n % 20, "y": 1, "walk": n}
    return _save(Stand(hall_id=hall.id, fair_id=hall.fair_id, **defaults | columns))


def make_full_hall(fair, stands=300, **columns):
    """A hall with aisles, a door and so many stands in lines of fourteen along them, each with a booth."""
    lines = -(-stands // 14)
    aisles = [
        {"id": n + 1, "kind": "aisle", "x": 8 * n + 2, "y": 0, "width": 4, "height": 30, "label": f"Lối {n + 1}"}
        for n in range(-(-lines // 2))
    ]
    door = {"id": 99, "kind": "entrance", "x": 2, "y": 31, "width": 4, "height": 1, "label": "Cửa vào"}
    size = {"code": "A", "width": max(8 * len(aisles), 8), "height": 32, "features": [*aisles, door]}
    hall = make_hall(fair, **size | columns)
    spots = {n: _spot_of_line(n) for n in range(stands)}
    floor = Floor(hall.width, hall.height, spots, things_of(hall.features))
    turns = {key: turn for turn, key in enumerate(walks.order(floor))}
    facility, now = make_facility(name="Xưởng của cả nhà"), times.now()
    places = [
        Stand(hall_id=hall.id, fair_id=fair.id, letter=LETTERS[spot.group], walk=turns[n], **asdict(spot))
        for n, spot in spots.items()
    ]
    db.session.add_all(places)
    db.session.flush()
    for n, stand in enumerate(places):
        row = {"slug": f"gian-{n}", "code": f"F{fair.id}-{n}", "title": f"Gian {n}", "published_at": now}
        db.session.add(Booth(fair_id=fair.id, facility_id=facility.id, stand_id=stand.id, **row))
    db.session.commit()
    return hall


def _spot_of_line(n):
    """Lines stand left and right of their aisle, 8 cells from one aisle to the next."""
    line, place = divmod(n, 14)
    aisle, side = divmod(line, 2)
    x, facing = 8 * aisle + (6 if side else 0), "left" if side else "right"
    group = ("gom-su", "may-tre-dan", "thuc-pham")[aisle % 3]
    return Spot(f"G{n:03}", group, x, 2 * place + 1, facing=facing, list_price=9_000_000, subsidised=7_200_000)


def make_booth(fair=None, facility=None, stand=None, products=(), **columns):
    """A published booth showing `products` in the order given."""
    n = next(_numbers)
    fair, facility = fair or make_fair(), facility or make_facility()
    defaults = {"slug": f"gian-{n}", "code": f"B{n}", "title": facility.name, "published_at": times.now()}
    booth = _save(
        Booth(
            fair_id=fair.id,
            facility_id=facility.id,
            stand_id=stand.id if stand else None,
            **defaults | columns,
        )
    )
    for position, product in enumerate(products):
        _save(BoothProduct(booth_id=booth.id, product_id=product.id, position=position))
    return booth


def make_guest(booth, facility, **columns):
    """A maker who agreed that a booth shows its goods."""
    invited = times.now() - timedelta(days=1)
    defaults = {"invited_at": invited, "accepted_at": invited + timedelta(hours=1)} | columns
    by = 1 if defaults["accepted_at"] else None
    return _save(BoothGuest(booth_id=booth.id, facility_id=facility.id, accepted_by=by, **defaults))


def make_fair_session(fair=None, **columns):
    """A session of a fair that goes on now."""
    n, now = next(_numbers), times.now()
    fair = fair or make_fair()
    defaults = {
        "slug": f"buoi-{n}", "kind": "demo", "title": f"Buổi {n}", "starts_at": now - timedelta(hours=1),
        "ends_at": now + timedelta(hours=1), "changed_at": now,
    }  # fmt: skip
    return _save(FairSession(fair_id=fair.id, **defaults | columns))


def make_sponsor(fair=None, **columns):
    fair, n = fair or make_fair(), next(_numbers)
    return _save(FairSponsor(fair_id=fair.id, **{"level": "companion", "name": f"Nhà tài trợ {n}"} | columns))


def make_ticket(fair=None, **columns):
    """Of somebody who lets booths have her contact, unless `contact` is empty."""
    n, contact = next(_numbers), columns.pop("contact", "+84912345678")
    defaults = {"token": f"ve-{n}", "name": f"Khách {n}", "contact": contact, "shares_contact": bool(contact)}
    return _save(FairTicket(fair_id=(fair or make_fair()).id, **defaults | columns))


def make_shelf(fair=None, **columns):
    """The front shelf of a fair, or of another kind by its place and key."""
    if columns.get("place", "front") == "front":
        fair = fair or make_fair()
        columns.setdefault("key", f"phien-{fair.id}")
    return _save(Shelf(fair_id=fair.id if fair else None, **{"title": "Kệ của chợ phiên này"} | columns))


def make_feature(shelf, product, **columns):
    now = times.now()
    defaults = {
        "position": next(_numbers), "reason": "Rót không rớt một giọt.", "starts_at": now - timedelta(days=1),
        "ends_at": now + timedelta(days=3), "decided_at": now,
    }  # fmt: skip
    return _save(Feature(shelf_id=shelf.id, product_id=product.id, **defaults | columns))


def make_venue(**columns):
    """A point of sale, open every day from eight to five."""
    n = next(_numbers)
    defaults = {"slug": f"diem-{n}", "kind": "ocop_point", "name": f"Điểm {n}", "commune_code": "ha-noi/xa-bat-trang"}
    hours = [VenueHours(weekday=day, opens=480, closes=1020) for day in range(7)]
    return _save(Venue(**{"hours": hours} | defaults | columns))


def make_visit(venue=None, **columns):
    """A visit in three days, ten places."""
    starts = times.now() + timedelta(days=3)
    defaults = {
        "kind": "visit", "title": "Xem lò đỏ lửa", "title_en": "See the kiln",
        "starts_at": starts, "ends_at": starts + timedelta(hours=2),
        "places": 10,
    }  # fmt: skip
    return _save(VenueVisit(venue_id=(venue or make_venue()).id, **defaults | columns))


def picture_bytes(width=1200, height=900, colour="#b5341c", fmt="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, fmt)
    return out.getvalue()


def _save(row):
    db.session.add(row)
    db.session.commit()
    return row


def make_cart(*goods, quantity=1, booth=None, feature=None):
    """A visitor's cart with so many of each product (of its first variant) or variant."""
    cart = carts.begin()
    for one in goods:
        carts.put(cart, one.main if isinstance(one, Product) else one, quantity, booth=booth, feature=feature)
    db.session.commit()
    return cart


def make_order(*products, quantity=1, payment="cod", booth=None, feature=None, **buyer):
    """An order of so many of each product, placed as a visitor places one."""
    cart = make_cart(*(products or (make_product(),)), quantity=quantity, booth=booth, feature=feature)
    return order_cart(cart, payment=payment, **buyer)


def order_cart(cart, payment="cod", **buyer):
    """The order of a cart, placed as a visitor places one."""
    defaults = {
        "name": "Đặng Thị Thu Ngân", "phone": "+84912345678", "province_code": "ha-noi",
        "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8 ngõ 27", "payment": payment,
    }  # fmt: skip
    order = orders.place(cart, orders.Buyer(**defaults | buyer))
    db.session.commit()
    return order


def make_parcel(*products, state="placed", **options):
    """The first parcel of a new order, brought to a state by the maker's own moves."""
    parcel = make_order(*products, **options).parcels[0]
    steps = {
        "confirmed": parcels.confirm, "packed": parcels.pack, "delivered": parcels.deliver,
        "handed_over": _ask_and_hand_over,
    }  # fmt: skip
    order_of_steps = ["confirmed", "packed", "handed_over", "delivered"]
    for step in order_of_steps[: order_of_steps.index(state) + 1] if state in order_of_steps else []:
        steps[step](parcel)
    db.session.commit()
    return parcel


def _ask_and_hand_over(parcel):
    if parcel.payment.method == "cod":
        confirmations.note(parcel, "call", "confirmed")
    parcels.hand_over(parcel, "Bưu điện", "VN123")


def make_transfer(facility, **columns):
    """Money that came to a maker's account, of which nobody knows what for."""
    n = next(_numbers)
    defaults = {
        "source": "notice", "account": facility.bank_account, "key": str(n), "amount": 90_000, "content": "tien hang",
        "direction": "in", "at": times.now(), "raw": "", "state": "unknown", "why": "no_code",
    }  # fmt: skip
    return _save(BankTransaction(facility_id=facility.id, **defaults | columns))


def make_refusal(parcel, reason="no_answer", appeal="", **options):
    """A parcel on its way that was not taken at the door; with her words where she objects."""
    told = next(one for one in refused.reasons() if one.code == reason)
    refusal = refusals.note(parcel, told, told.borne_by, **options)
    db.session.flush()
    if appeal:
        refusals.appeal(refusal, appeal)
    db.session.commit()
    return refusal


def make_proposal(parcel, quantity=1, **options):
    proposal = proposals.propose(parcel, parcel.lines[0], quantity, **options)
    db.session.commit()
    return proposal


def make_voucher(**columns):
    """A tenth off for who names its code, unless told otherwise; `code=None` applies by itself."""
    defaults = {
        "code": codes.public_code(), "title": "Giảm giá", "effect": "percent",
        "from_at": times.now() - timedelta(days=1), "until_at": times.now() + timedelta(days=9),
    }  # fmt: skip
    if columns.get("effect", "percent") in ("percent", "second"):
        defaults["percent"] = 10
    return _save(Voucher(**defaults | columns))


def make_gift(value=200_000, code=None, **columns):
    """A gift card, paid for; `code` is what its holder types."""
    card = gift_desk.issue(gift_desk.Wish(value, reference="PT 12"))
    for name, said in columns.items():
        setattr(card, name, said)
    if code:
        card.digest, card.last4 = gifts.key_of(code), code[-4:]
    db.session.commit()
    return card


def make_fee(facility=None, **columns):
    """5,000 a parcel for packing; the market's where no maker is named."""
    defaults = {"kind": "packing", "title": "Hộp xốp", "basis": "parcel", "rate": 5_000, "facility_id": None}
    source = "" if facility else "Mức mẫu"
    return _save(FeeRule(**defaults | {"facility_id": facility.id if facility else None, "source": source} | columns))


def make_claim(parcel, kind="broken", quantity=1, state="asked"):
    """About the first line of a delivered parcel; "disputed" after its maker refused."""
    claim = claims.ask(parcel, kind, {parcel.lines[0].id: quantity}, "Nắp nứt một đường.")
    db.session.flush()
    if state == "disputed":
        claims.refuse(claim, "Lúc gói còn nguyên.")
        claims.dispute(claim)
    db.session.commit()
    return claim


def make_enquiry(facility=None, **columns):
    defaults = {"name": "Cô Vân", "contact": "van@example.vn", "text": "Chén có vẽ tên được không ạ?"}
    facility = facility or make_facility()
    asked_at = columns.pop("asked_at", times.now())
    return _save(Enquiry(facility_id=facility.id, asked_at=asked_at, waits_since=asked_at, **defaults | columns))


def make_quote(enquiry, *lines, **terms):
    """A version that the maker has sent: lines as quote_terms.Line; ten of the asked product unless told otherwise."""
    product = enquiry.product
    usual = quote_terms.Line("Chén khắc tên", "chiếc", 10, 90_000, product_id=product.id if product else None)
    soon = times.today() + timedelta(days=20)
    defaults = {"delivery_fee": 40_000, "ready_on": soon, "valid_until": times.today() + timedelta(days=7)}
    quote = quotes.offer(enquiry, quote_terms.Terms(lines or (usual,), **defaults | terms), quotes.seen_of(enquiry))
    db.session.commit()
    return quote


def make_division(enquiry, quantity=100, parts=None, **terms):
    """Proposed by who was asked: `parts` by maker, how many; half to herself unless told otherwise."""
    lead, soon = enquiry.facility, times.today() + timedelta(days=20)
    if lead.village_id is None:
        lead.village_id = make_village().id
    asked = {lead: quantity // 2} if parts is None else parts
    usual = {"unit_price": 90_000, "delivery_fee": 30_000, "ready_on": soon} | terms
    shares = [divisions.Part(one.id, many, **usual) for one, many in asked.items()]
    until = times.end_of(times.today() + timedelta(days=2))
    plan = divisions.Plan("Chén men lam", "chiếc", quantity, answer_before=until, parts=shares, **usual)
    division = divisions.divide(enquiry, plan)
    db.session.commit()
    return division


def make_standing(*products, many=2, **buyer):
    """Each week from a week on, agreed to at what it costs."""
    for one in products:
        if standing_queries.offer_of(one.id) is None:
            standing_offers.offer(one, 1, standing_offers.ANY_DAY)
    goods = {one.main.id: many for one in products}
    defaults = {"email": "quan@example.vn", "payment": "cod"} | buyer
    who = orders.Buyer("Quán Mộc", "0912345678", "ha-noi", "ha-noi/xa-gia-lam", "Số 8", **defaults)
    made = standing.make(standing.Wish(goods, "week", times.today() + timedelta(days=7), None), who, "vi")
    bill = standing_bills.reckon([one.main for one in products], goods, "ha-noi", "ha-noi/xa-gia-lam")
    standing.agree(made, bill.total, bill.deposit.said)
    db.session.commit()
    return made


def make_application(fair, facility, products=(), **columns):
    made_at = columns.pop("made_at", times.now())
    chosen = [product.id for product in products]
    return _save(Application(fair_id=fair.id, facility_id=facility.id, product_ids=chosen, made_at=made_at, **columns))


def make_stand_account(booth, price=9_000_000, paid=2_000_000):
    """What a booth's stand costs its facility, and a payment; no subsidy."""
    row = {"list_price": price, "subsidised": 0, "code": f"GIAN{next(_numbers)}", "opened_at": times.now()}
    ids = {"fair_id": booth.fair_id, "stand_id": booth.stand_id, "facility_id": booth.facility_id}
    account = _save(StandAccount(**ids, **row))
    on = {"account_id": account.id, "on": times.today(), "recorded_at": times.now()}
    _save(StandEntry(kind="charge", amount=price, **on))
    return account, _save(StandEntry(kind="payment", amount=paid, reference="FT1", **on))


def make_criterion(fair, points=20, **columns):
    name = f"Tiêu chí {next(_numbers)}"
    return _save(Criterion(fair_id=fair.id, points=points, **{"name": name, "measures": "Hàng làm tay."} | columns))


def make_contract(booth, **columns):
    """Signed today with a partner of this country; its scan lies in the store."""
    defaults = {
        "fair_id": booth.fair_id, "booth_id": booth.id, "stand_id": booth.stand_id, "facility_id": booth.facility_id,
        "scheme_id": booth.scheme_id, "kind": "contract", "partner": "Công ty Quà Việt", "partner_kind": "domestic",
        "amount": 250_000_000, "signed_on": times.today(), "digest": "0" * 32, "mimetype": "application/pdf",
    }  # fmt: skip
    made = _save(FairContract(**defaults | columns))
    files().put(contracts._key(made.digest), b"%PDF-1.4\n%%EOF\n")
    return made


def make_complaint(booth=None, fair=None, **columns):
    """Made now, due in a week."""
    now = times.now()
    defaults = {"words": "Hàng không như lời giới thiệu.", "contact": "+84912000345", "made_at": now,
                "due_at": now + timedelta(days=7), "fair_id": (fair or booth.fair).id}  # fmt: skip
    if booth:
        defaults |= {"booth_id": booth.id, "stand_id": booth.stand_id, "facility_id": booth.facility_id}
        defaults["scheme_id"] = booth.scheme_id
    return _save(FairComplaint(**defaults | columns))


def make_judge(fair, person=None, **columns):
    """Somebody of staff in the panel of a call; she is returned, not her seat."""
    person = person or make_staff("allot", **columns)
    _save(CallJudge(fair_id=fair.id, person_id=person.id, named_at=times.now()))
    return person


def make_hamper(facility=None, parts=(), **columns):
    """A hamper of (product or variant, count) pairs; counted by its parts only."""
    product = make_product(**{"facility": facility or make_facility(), "on_hand": None} | columns)
    for part, how_many in parts:
        variant = part.main if isinstance(part, Product) else part
        _save(BundlePart(bundle_id=product.main.id, part_id=variant.id, count=how_many))
    db.session.refresh(product.main)
    return product


def make_calendar(product=None, facility=None, week_units=2, **columns):
    """A product's own weeks, or a craft's."""
    n = next(_numbers)
    owner = {"product_id": product.id, "facility_id": product.facility_id} if product else {"facility_id": facility.id}
    return _save(Calendar(**{"name": f"Xưởng {n}", "week_units": week_units} | owner | columns))


def make_session(product, days=3, places=2, **columns):
    starts = times.start_of(times.today()) + timedelta(days=days, hours=8)
    return _save(
        Session(
            **{"product_id": product.id, "starts_at": starts, "ends_at": starts + timedelta(hours=3), "places": places}
            | columns
        )
    )


def make_lot(product, **columns):
    n = next(_numbers)
    defaults = {"number": f"L{n:04}", "made_on": times.today() - timedelta(days=10)}
    return _save(Lot(product_id=product.id, **defaults | columns))


def make_range(facility, reach, product=None, **columns):
    return _save(
        DeliveryRange(
            facility_id=facility.id,
            product_id=product.id if product else None,
            reach=reach,
            **{"communes": []} | columns,
        )
    )


def make_step(product=None, lot=None, **columns):
    return _save(
        MakingStep(
            product_id=product.id if product else None, lot_id=lot.id if lot else None, **{"name": "Nhào đất"} | columns
        )
    )


def make_guest_entry(booth=None, **columns):
    """What a visitor wrote at a stand, waiting for staff unless told otherwise."""
    defaults = {"text": "Gian mến khách.", "signed": "Chị Ngân", "written_at": times.now()}
    return _save(GuestEntry(booth_id=(booth or make_booth()).id, **defaults | columns))


def make_review(line, **columns):
    """A review of an order line, shown unless told otherwise."""
    defaults = {"stars": 5, "text": "Đẹp và chắc.", "signed": "Chị Ngân", "written_at": times.now(), "state": "shown"}
    return _save(Review(line_id=line.id, product_id=line.product_id, **defaults | columns))


def make_card_doubt(**columns):
    """Money that came by card for an order that is not there."""
    number = next(_numbers)
    defaults = {"key": f"intent:pi_{number}", "kind": "unknown_order", "intent_id": f"pi_{number}", "amount": 50_000}
    return _save(CardDoubt(**defaults | {"at": times.now()} | columns))


def make_card_refund(**columns):
    """One that failed, of money in doubt."""
    doubt = make_card_doubt(settled_at=times.now(), settlement="Hoàn lại")
    defaults = {"doubt_id": doubt.id, "intent_id": doubt.intent_id, "amount": 50_000, "state": "failed"}
    return _save(CardRefund(**defaults | {"asked_at": times.now()} | columns))


def make_sending(facility, name="Xe ôm", zones=("noi_tinh",), **columns):
    """A way of sending of a maker's own: up to 2 kg for 15 000 đồng, to 10 kg for 30 000, the next day."""
    of_way = {one: columns.pop(one) for one in ("free_from", "cut_off_hour", "retired_at") if one in columns}
    usual = {"fragile_fee": 5_000, "chilled_fee": None, "fee_per_extra_kg": None, "days": 1}
    steps = ((2_000, 15_000), (10_000, 30_000))
    rates = [
        SendingRate(zone=zone, up_to_g=grams, fee=fee, **usual | columns) for zone in zones for grams, fee in steps
    ]
    return _save(SendingWay(facility_id=facility.id, name=name, rates=rates, **of_way))


def make_slot(facility, place="send", places=1, days=3, hour=8, **columns):
    """Two hours of a day to come."""
    starts = times.start_of(times.today() + timedelta(days=days)) + timedelta(hours=hour)
    defaults = {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "places": places, "taken": 0}
    venue = int(place.partition("diem-")[2] or 0) or None
    return _save(DeliverySlot(facility_id=facility.id, place=place, venue_id=venue, **defaults | columns))
