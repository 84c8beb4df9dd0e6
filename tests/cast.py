"""Everybody and one of everything: who may open which address is asked of all of them (tests/test_addresses.py)."""

from dataclasses import dataclass
from datetime import timedelta

from accounts import team
from accounts.models import STAFF_RIGHTS, User
from catalog import designs, evidence, photos, runs, stocktaking, uploads, vocabulary, waiting
from catalog.models import Product, Waiting
from catalog.search.lexicon import Entry
from core import audit, pictures, times
from core.audit import AuditEntry
from core.db import db
from fairs import booth_papers, called_off, looks, venues
from fairs.calls import panel
from fairs.floor import drawing
from fairs.floor.steps import PutThing
from fairs.models import Shelf
from fairs.papers import keeping as papers
from insight import renewal
from programme import facilities, filing
from programme.activities import materials, sign_ups
from programme.activities.models import Participant
from programme.activities.roll import Attendee
from programme.models import Facility, SchemeMove
from shop import askings, claim_pictures, design_access, divisions, ledger, reminders, reviews, stand_notes, wishes
from shop import cart as carts
from shop.carriers import accounts as carrier_accounts
from shop.enquiries import Question, Wanted
from shop.models import Shipment
from shop.settling import by_hand, payouts
from tests import factories as make

GROUP = "gom-su"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Cast:
    """Ids and addresses only: rows would be another session's."""

    people: dict[str, User | None]
    mine: dict[str, object]
    theirs: dict[str, object]


def gather() -> Cast:
    """Two makers with a product, a parcel, a question and a review each; a fair, a scheme, a village; and everybody."""
    scheme = make.make_scheme()
    db.session.add(SchemeMove(scheme_id=scheme.id, state=scheme.state, on=times.today()))
    village = make.make_village()
    fair = make.make_fair()
    hall = make.make_hall(fair)
    soon = make.make_fair(
        opens_at=times.now() + timedelta(days=20),
        closes_at=times.now() + timedelta(days=25),
        applications_open_at=times.now() - timedelta(days=2),
        applications_close_at=times.now() + timedelta(days=5),
    )
    drawn = make.make_hall(soon)
    free_stand = make.make_stand(drawn, x=0, y=0)
    beside = make.make_stand(drawn, x=1, y=0)
    act = drawing.change(drawn, [PutThing(0, {"kind": "desk", "x": 0, "y": 4, "width": 2, "height": 1})], revision=0)
    picture = pictures.take_in(make.picture_bytes(240, 240))
    makers = [_maker(fair, hall, scheme, village) for _ in range(2)]
    gathered = make.make_collection([db.session.get_one(Product, maker["product_id"]) for maker in makers])
    shared = {
        "scheme": scheme.code, "village": village.slug, "fair": fair.slug, "hall": hall.id, "soon": soon.slug,
        "collection": gathered.id, "collection_slug": gathered.slug, "attribute": make.make_attribute().id,
        "hall_code": drawn.code, "hall_act": act.act_id, "hall_numbers": f"{free_stand.number},{beside.number}",
        "fair_session": make.make_fair_session(fair).slug, "sponsor_id": make.make_sponsor(fair).id,
        "ticket": (ticket := make.make_ticket(fair)).token, "ticket_code": ticket.code,
        "criterion_id": make.make_criterion(soon).id, "judge": panel.seat(soon.id, make.make_judge(soon).id).id,
        **_venue(), **_cards(), **_asked_of_makers(), **_draft(scheme), **_joining(), **_activity(scheme),
        "stand": free_stand.id, "picture": picture.digest, "officer_id": make.make_staff("assist").id, **_words(),
    }  # fmt: skip
    for maker in makers:
        maker["application"] = make.make_application(soon, _facility(maker)).id
    for kind in ("catalogue", "signs"):
        papers.set_paper(papers.ask(fair, kind).id)
    mine, theirs = (shared | maker for maker in makers)
    people = {
        "guest": None,
        "buyer": make.make_user(),
        **{role: make.make_member(_facility(mine), role) for role in ("packer", "editor", "owner")},
        "other maker": make.make_member(_facility(theirs)),
        **{right: make.make_staff(right) for right in STAFF_RIGHTS},
    }
    _paid_out(mine, theirs)
    db.session.commit()
    return Cast(people, mine, theirs)


def _draft(scheme):
    """A draft with a task, its plan and its programme."""
    draft = make.make_scheme(state="nhap")
    plan = draft.plan
    return {
        "scheme_paper": _filed(scheme).id, "draft": draft.code,
        "task": make.make_task(draft).id, "plan_year": plan.year,
        "programme_code": plan.programme.code,
    }  # fmt: skip


def _filed(scheme):
    paper = filing.file(
        scheme, filing.Filed("KH_TC", "11/KH-TT", times.today()), ("application/pdf", PDF), "ke-hoach.pdf"
    )
    db.session.flush()
    return paper


def _activity(scheme):
    """Announced, to come, with somebody on its roll, a sign-up and a paper for everybody."""
    tomorrow = times.today() + timedelta(days=1)
    day = {"starts_on": tomorrow, "ends_on": tomorrow, "announced_at": times.now(), "places": 20}
    activity = make.make_activity(scheme, ["Cô Mơ"], **day)
    booked = sign_ups.sign_up(activity, Attendee(name="Cô Đào", phone="+84912000347"), "")
    paper = materials.add(activity, "Bài giảng", PDF, is_public=True)
    db.session.commit()
    row = db.session.query(Participant).filter_by(activity_id=activity.id).one()
    return {
        "activity_id": activity.id, "activity": activity.slug, "participant_id": row.id, "sign_up_id": booked.id,
        "sign_up": booked.token, "activity_file": paper.digest,
    }  # fmt: skip


def _asked_of_makers():
    """Only said, so that everybody's goods go on selling."""
    document, attested = (make.make_requirement(kind, effect="advice") for kind in ("verified", "attested"))
    return {"requirement_id": document.id, "attested_id": attested.id}


def _cards():
    """Card money in doubt, and some that could not be given back."""
    refund = make.make_card_refund()
    return {"card_doubt": make.make_card_doubt().id, "card_refund": refund.id}


def _paid_out(*makers):
    """One batch that pays both, approved."""
    for one in makers:
        owed = ledger.code("facility", facility_id=one["facility_id"])
        ledger.post(f"given:{owed}", "correction", [ledger.Move("bank", owed, 200_000)])
    with audit.actor(make.make_staff("pay").id):
        batch = payouts.make()
    with audit.actor(make.make_staff("pay").id):
        payouts.approve(batch)
    hand = by_hand.record(by_hand.Settlement("card_in", 1_000, times.today(), "FT1"))
    lines = {line.facility_id: line.id for line in batch.lines}
    for one in makers:
        one |= {"payout": batch.id, "payout_line": lines[one["facility_id"]], "hand_entry": hand.id}


def _words():
    row = vocabulary.add(Entry("synonym", "", ("quả na", "mãng cầu")))
    db.session.flush()
    return {"words_code": row.code, "words_act": audit.history_of(row)[0].id}


def _maker(fair, hall, scheme, village):
    facility = make.make_facility(village_id=make.make_village().id, commune_code="ha-noi/xa-bat-trang")
    support = make.make_support(scheme, facility)
    product = make.make_product(facility=facility, village_id=village.id, on_hand=50)
    photo = make.make_photo(product)
    variant = make.make_variant(product, gtin="08931234567897")
    paper = make.make_ocop(product)
    scan = evidence.attach(paper, "giay.pdf", evidence.read(PDF))
    evidence.release(paper, scan)
    renewal.ask(paper)
    db.session.flush()
    renewal.make(renewal.latest(paper.id).id)
    submitted = make.make_product(facility=facility, state="submitted", submitted_at=times.now())
    booth = make.make_booth(fair, facility, make.make_stand(hall), [product], scheme_id=scheme.id)
    booth.support_id = support.id
    booth_papers.add(booth, "Bảng giá", "", PDF)
    looks.publish(booth)
    looks.change(booth, tagline="Nháp")
    own_guest = make.make_guest(booth, make.make_facility())
    asked = make.make_guest(make.make_booth(fair), facility, accepted_at=None)
    shelf = _shelf(fair)
    account, payment = make.make_stand_account(booth)
    off = make.make_visit(make.make_venue(kind="workshop", facility_id=facility.id))
    to_ring = venues.book(off, "Cô Mận", "+84912000346", 1)
    called_off.call_off(off, "Mưa")
    slot = make.make_feature(shelf, product, scheme_id=scheme.id)
    audit.record(shelf, "shelf.featured", feature=slot.id)
    shelf_act = audit.history_of(shelf)[0].id
    delivered = make.make_parcel(product, state="delivered", payment="vietqr")
    parcel = make.make_parcel(product, payment="vietqr")
    refusal = make.make_refusal(make.make_parcel(product, state="handed_over"), appeal="Tôi có ở nhà.")
    late = make.make_parcel(product, quantity=3)
    late.order.placed_at = times.now() - timedelta(days=9)
    asked_less = make.make_proposal(late)
    claim = make.make_claim(delivered, state="disputed")
    claim_pictures.add(claim.id, photos.render([("vo.jpg", make.picture_bytes(240, 240))]))
    db.session.commit()
    shown = claim_pictures.of_claim(claim.id)[0]
    claim_pictures.develop(shown.id)
    db.session.commit()
    packed = make.make_parcel(product, state="packed", payment="vietqr")
    delivery_slot = make.make_slot(facility)
    sending_way = make.make_sending(facility)
    stock_place = stocktaking.open_place(facility.id, f"Kho hợp tác xã {facility.id}")
    account_with = carrier_accounts.connect(facility.id, "ghn", {"token": "t", "shop_id": "1"})
    with_carrier = Shipment(parcel=packed, account=account_with, our_code=f"{packed.code}-1", asked_at=times.now())
    db.session.add(with_carrier)
    db.session.commit()
    review = reviews.write(delivered.lines[0], 5, "Chén nhẹ, men sâu.", "Chị Ngân")
    enquiry = make.make_enquiry(facility, product_id=product.id)
    make.make_quote(enquiry)
    again = make.make_standing(product)
    shared = make.make_enquiry(facility)
    division = make.make_division(shared)
    divisions.send(division, times.today() + timedelta(days=5), "")
    question = Question("Cô Vân", "van@example.vn", "Quà Tết", "9 bộ", Wanted())
    asking = askings.ask([askings.Choice(facility, product)], question)
    act = AuditEntry(
        at=times.now(), action="product.revised", subject_kind="product", subject_id=product.id,
        detail={"story": ["Chuyện cũ.", "Chuyện mới."]},
    )  # fmt: skip
    db.session.add(act)
    application_fair = make.make_fair(applications_open_at=times.now() - timedelta(days=90))
    application = make.make_application(application_fair, facility, [product])
    run = runs.put_up(facility, "hang.csv", f"Mã SP,Tên sản phẩm,Giá bán\n{facility.slug},Ấm chè,90.000\n".encode())
    db.session.commit()
    runs.read(run.id)
    upload = uploads.begin(product, f"duong-gui-cua-{facility.slug}", 1_000, uploads.Label("am.jpg", "photo"))
    db.session.commit()
    designs.add(product, photos.render([("mau.jpg", make.picture_bytes(240, 240))]))
    db.session.commit()
    guest = make.make_guest_entry(booth)
    noted = stand_notes.sell(booth, "k-1", stand_notes.Sold(product.main.id, 1, 90_000)).row
    db.session.commit()
    bank_row = make.make_transfer(facility)
    design = designs.of_product(product.id)[0]
    designs.develop(design.id)
    db.session.commit()
    access = design_access.accept(enquiry)
    invitation, token = team.invite(facility.id, "packer", email=f"moi@{facility.slug}.vn")
    member = make.make_member(facility, "packer").memberships[0]
    with audit.actor(None):
        audit.acting_as(None, facility.id)
        facilities.revise(facility, hours="7:00-17:00")
        audit.acting_as(None)
    entry = audit.done_for(facility.id, 1)[0]
    lot, service = make.make_lot(product), make.make_product(facility=facility, mode="service", on_hand=None)
    proof = make.make_proof(make.make_requirement(effect="advice"), facility)
    same = make.make_same(make.make_product(state="published"), product, state="agreed")
    make.make_same(product, make.make_product(state="published"))
    mandate = make.make_mandate(facility, make.make_facility(slug=f"lien-hiep-{facility.id}"))
    made = make.make_product(facility=facility, mode="made_to_order", on_hand=None, lead_days=5)
    session, calendar = make.make_session(service, places=9), make.make_calendar(facility=facility)
    steps = make.make_step(product), make.make_step(lot=lot)
    booked = carts.begin()
    carts.put(booked, service.main, 1, session=session)
    booking = make.order_cart(booked)
    cart = carts.begin()
    cart_line = carts.put(cart, product.main, 1, booth=booth)
    reminders.ask(cart, "cho@example.vn", "vi")
    gone = make.make_product(facility=facility, on_hand=0)
    waiting.ask(gone.main, "cho@example.vn", "vi")
    waits = db.session.query(Waiting).filter_by(variant_id=gone.main.id).one()
    voucher = make.make_voucher(facility_id=facility.id)
    wished = wishes.begin(make.make_user().id)
    wishes.keep(wished, product)
    wishes.share(wished)
    db.session.commit()
    return {
        "standing_order": again.token, "standing_product": product.id, "standing_sku": product.main.sku,
        "shared_talk": shared.token, "shared_id": shared.id, "division_id": division.id,
        "facility": facility.slug, "facility_id": facility.id, "product": product.slug, "product_id": product.id,
        "proof_id": proof.id, "mandate_id": mandate.id, "same_request": same.id,
        "support_id": support.id, "invitation_id": invitation.id, "invitation": token, "member_id": member.id,
        "entry_id": entry.id, "sku": product.sku, "submitted_id": submitted.id, "photo": photo.id, "booth": booth.slug,
        "variant_id": variant.id, "recognition_id": paper.id,
        "paper_code": paper.code, "evidence_id": scan.id, "scan": scan.digest,
        "own_guest": own_guest.id, "guest_id": asked.id,
        "look_id": looks.history(booth)[0].id, "booth_paper": booth.papers[0]["digest"],
        "booth_session": make.make_fair_session(fair, booth_id=booth.id).slug,
        "contract": make.make_contract(booth).id,
        "complaint": (complaint := make.make_complaint(booth)).id, "complaint_page": complaint.token,
        "to_ring": to_ring.id, "stand_account": account.id, "stand_entry": payment.id,
        "booth_id": booth.id, "booth_code": booth.code, "feature_id": slot.id, "shelf_act": shelf_act,
        "parcel_id": parcel.id,
        "parcel_code": parcel.code, "order": parcel.order.token, "order_line": parcel.lines[0].id,
        "review_id": review.id, "enquiry_id": enquiry.id, "enquiry": enquiry.token, "asking": asking.token,
        "application_id": application.id, "run_id": run.id,
        "run_digest": run.file_key.rpartition("/")[2], "lot_id": lot.id,
        "lot_step": steps[1].id, "step_key": steps[0].key, "calendar_id": calendar.id, "service_id": service.id,
        "made_id": made.id,
        "session_id": session.id, "booked_order": booking.token, "booked_line": booking.parcels[0].lines[0].id,
        "sending_way": sending_way.id, "stock_place": stock_place.id,
        "delivery_slot": delivery_slot.id,
        "cart_reminder": reminders.of(cart).token,
        "cart": cart.token, "cart_line": cart_line.id, "shared_list": wished.share_token,
        "gone": gone.slug, "gone_sku": gone.sku, "waiting_place": waits.token,
        "upload": upload.key, "act_id": act.id, "design": design.id, "access": access.token, "guest_entry": guest.id,
        "stand_sale": noted.id, "bank_row": bank_row.id, "refusal_id": refusal.id, "late_parcel": late.id,
        "got_parcel": delivered.id, "got_order": delivered.order.token, "got_code": delivered.code,
        "packed_parcel": packed.id, "shipment": with_carrier.id, "carrier_account": account_with.id,
        "carrier_key": carrier_accounts.address_key(account_with),
        "claim_id": claim.id, "claim_picture": shown.id,
        "late_line": late.lines[0].id, "late_order": late.order.token, "late_code": late.code,
        "proposal_id": asked_less.id, "voucher_id": voucher.id, "voucher_code": voucher.code,
        "gift_card": make.make_gift().id,
        "fee_rule": make.make_fee(facility, stopped_at=None).id, "market_fee": make.make_fee(rate=1_000).id,
        "fair_voucher": make.make_voucher(fair_id=fair.id).id,
    }  # fmt: skip


def _shelf(fair):
    return db.session.query(Shelf).filter_by(fair_id=fair.id).first() or make.make_shelf(fair)


def _facility(one):
    return db.session.get_one(Facility, one["facility_id"])


def _joining():
    lacking = make.make_join_request(state="lacking", words="Gửi số giấy")
    return {"join_request": make.make_join_request().id, "join_page": lacking.token}


def _venue():
    visit = make.make_visit()
    booking = venues.book(visit, "Cô Vân", "+84912000345", 1)
    db.session.commit()
    return {"venue": visit.venue.slug, "visit": visit.id, "visit_booking": booking.token}
