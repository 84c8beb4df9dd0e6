"""Every address of the site with example parameters, taken from the URL map; and a ledger of what a request wrote."""

import re
from contextlib import contextmanager

from sqlalchemy import event

from core import sealed
from core.access import SAFE
from core.db import db
from tests.cast import GROUP

# What stands for a variable of an address: a key of the cast's `mine` or `theirs`, or "=" and the value itself.
# By endpoint, else by blueprint. An address with a variable that has no entry fails the tests.
EXAMPLES = {
    "accounts": {},
    "activities": {
        "activity_id": "activity_id", "participant_id": "participant_id", "sign_up_id": "sign_up_id",
        "digest": "activity_file", "move": "=lich",
    },
    "activities.mend": {"activity_id": "activity_id", "participant_id": "participant_id", "move": "=bo"},
    "activity_calendar": {"slug": "activity", "token": "sign_up", "digest": "activity_file"},
    "roll_sheets": {"activity_id": "activity_id"},
    "cart": {"line_id": "cart_line"},
    "cards": {"token": "order"},
    "card_desk": {"doubt_id": "card_doubt", "refund_id": "card_refund"},
    "catalog.group": {"slug": f"={GROUP}"},
    "catalog.find_others": {"slug": "=co-so"},
    "catalog.shared": {"slug": "product"},
    "catalog.village": {"slug": "village"},
    "catalog_api.product": {"slug": "product"},
    "catalog_manage": {
        "product_id": "product_id", "number": "=1", "move": "=cat-di",
    },
    "catalog_english": {"product_id": "product_id"},
    "catalog_history": {"product_id": "product_id", "entry_id": "act_id"},
    "catalog_designs": {"product_id": "product_id", "design_id": "design", "width": "=240", "ending": "=jpg"},
    "catalog_lots": {"lot_id": "lot_id", "step_id": "lot_step"},
    "catalog_promises": {"product_id": "product_id", "key": "step_key", "calendar_id": "calendar_id"},
    "catalog_promises.offer_session": {"product_id": "service_id"},
    "catalog_promises.change_session": {"product_id": "service_id", "session_id": "session_id"},
    "catalog_photos": {"product_id": "product_id", "photo_id": "photo"},
    "catalog_offers": {"product_id": "product_id", "variant_id": "variant_id", "move": "=thoi-ban"},
    "catalog_register": {"recognition_id": "recognition_id", "evidence_id": "evidence_id", "move": "=cong-khai"},
    "shop_bank": {"transaction_id": "bank_row"},
    "shop_weighing": {"parcel_id": "parcel_id", "line_id": "order_line"},
    "catalog_same": {"product_id": "product_id", "request_id": "same_request", "move": "=tu-choi"},
    "mandates": {"mandate_id": "mandate_id"},
    "requirements": {"proof_id": "proof_id"},
    "requirement_desk": {"requirement_id": "requirement_id", "proof_id": "proof_id"},
    "renewal": {"recognition_id": "recognition_id"},
    "catalog_wallet": {"recognition_id": "recognition_id", "evidence_id": "evidence_id"},
    "catalog_sheets": {"run_id": "run_id"},
    "catalog_spins": {"product_id": "product_id"},
    "catalog_uploads": {"product_id": "product_id", "key": "upload"},
    "catalog_staff": {"product_id": "submitted_id"},
    "catalog_shelves": {"product_id": "submitted_id", "attribute_id": "attribute", "move": "=luu-tru"},
    "catalog_collections": {
        "collection_id": "collection", "slug": "collection_slug", "product_id": "product_id", "move": "=luu-tru",
    },
    "catalog_words": {"kind": "=dong-nghia", "code": "words_code", "move": "=tat", "entry_id": "words_act"},
    "catalog_collections.order": {"collection_id": "collection", "move": "=len"},
    "core": {"digest": "picture", "width": "=160", "extension": "=jpg"},
    "facilities_staff": {"slug": "facility", "support_id": "support_id"},
    "helped": {"slug": "facility", "entry_id": "entry_id"},
    "log": {"entry_id": "entry_id"},
    "team": {"member_id": "member_id", "invitation_id": "invitation_id", "token": "invitation"},
    "fairs_api.facility": {"slug": "facility"},
    "fairs_api.fair": {"slug": "fair"},
    "fairs_floor": {"slug": "soon", "code": "hall_code", "stand_id": "stand", "ending": "=xlsx"},
    "fairs_booth": {"booth_id": "booth_id"},
    "fairs_guests": {"booth_id": "booth_id", "guest_id": "guest_id"},
    "fairs_guests.send_away": {"booth_id": "booth_id", "guest_id": "own_guest"},
    "fairs_rooms": {"booth_id": "booth_id", "session_slug": "booth_session", "move": "=huy"},
    "fairs_look": {"booth_id": "booth_id", "look_id": "look_id"},
    "fairs.paper": {"fair_slug": "fair", "slug": "booth", "digest": "booth_paper"},
    "fairs_manage": {"booth_id": "booth_id", "slug": "soon"},
    "fairs_apply": {"slug": "soon"},
    "fairs_apply.give_back": {"slug": "fair", "booth_id": "booth_id"},
    "fairs_calls": {"slug": "soon", "criterion_id": "criterion_id", "move": "=len", "ending": "=xlsx"},
    "fairs_judging": {"slug": "soon", "application_id": "application"},
    "fairs.chosen": {"slug": "soon"},
    "fairs_ledger": {"slug": "fair", "account_id": "stand_account", "entry_id": "stand_entry"},
    "fairs_contracts": {"slug": "fair", "booth_id": "booth_id", "contract_id": "contract"},
    "fairs_complaints": {"slug": "fair", "fair_slug": "fair", "token": "complaint_page", "complaint_id": "complaint"},
    "fairs_panel": {"slug": "soon", "judge_id": "judge"},
    "fairs_seating": {"slug": "soon", "application_id": "application"},
    "fairs.booth": {"fair_slug": "fair", "slug": "booth"},
    "fairs.facility": {"slug": "facility"},
    "fairs.hall": {"slug": "fair"},
    "fairs.placard": {"fair_slug": "fair", "slug": "booth"},
    "fairs_keeping": {"slug": "fair"},
    "fairs_balance": {"slug": "fair"},
    "venues": {"slug": "venue", "visit_id": "visit", "token": "visit_booking"},
    "venue_desk": {"slug": "venue", "visit_id": "visit", "booking_id": "to_ring", "move": "=da-goi"},
    "my_venues": {"booking_id": "to_ring", "move": "=da-goi"},
    "fairs_readiness": {"slug": "fair"},
    "guestbook": {"fair_slug": "fair", "slug": "booth", "entry_id": "guest_entry"},
    "fairs_programme": {
        "slug": "fair", "fair_slug": "fair", "session_slug": "fair_session", "move": "=huy", "sponsor_id": "sponsor_id",
    },
    "fairs_programme.show": {"fair_slug": "fair", "slug": "fair_session"},
    "fairs_programme.calendar_of_one": {"fair_slug": "fair", "slug": "fair_session"},
    "fairs_shelf": {"feature_id": "feature_id", "entry_id": "shelf_act", "slug": "facility"},
    "fairs_stands": {"stand_id": "stand"},
    "verify": {"code": "paper_code", "digest": "scan"},
    "fair_results.show": {"slug": "fair"},
    "fairs_papers": {"slug": "fair", "booth_id": "booth_id", "kind": "=signs"},
    "fairs_visitors": {"slug": "fair", "token": "ticket", "code": "ticket_code", "move": "=xoa"},
    "fair_reports": {"slug": "fair", "what": "=orders"},
    "info.show": {"page": "=gioi-thieu"},
    "joining": {"token": "join_page", "request_id": "join_request"},
    "insight.scheme": {"code": "scheme"},
    "officers": {"person_id": "officer_id"},
    "askings": {"token": "asking"},
    "divisions": {"token": "shared_talk", "enquiry_id": "shared_id", "division_id": "division_id"},
    "division_api": {"token": "shared_talk", "division_id": "division_id"},
    "standing": {"token": "standing_order", "product_id": "standing_product"},
    "quotes": {"token": "enquiry", "enquiry_id": "enquiry_id", "number": "=1"},
    "orders": {"token": "order", "code": "parcel_code", "line_id": "order_line"},
    "programme_api": {"province_code": "=ha-noi", "code": "scheme", "slug": "facility"},
    "programme_manage": {},
    "programme_staff": {"code": "scheme"},
    "records": {"code": "programme_code", "year": "plan_year"},
    "drafts": {"code": "draft", "task_id": "task"},
    "drafts.note_results": {"code": "scheme"},
    "scheme_file": {"code": "scheme", "paper_id": "scheme_paper", "support_id": "support_id"},
    "unit_desk": {"person_id": "officer_id"},
    "talks": {"token": "enquiry", "enquiry_id": "enquiry_id"},
    "regions": {"province": "=ha-noi", "slug": "=xa-bat-trang"},
    "reviews": {"slug": "product", "review_id": "review_id"},
    "shop.printed": {"code": "booth_code"},
    "shop.product": {"slug": "product"},
    "shop_api": {"token": "cart", "line": "cart_line"},
    "shop_api.show_order": {"token": "order"},
    "shop_designs": {
        "token": "access", "enquiry_id": "enquiry_id", "design_id": "design", "width": "=240", "ending": "=jpg",
    },
    "vouchers": {"voucher_id": "voucher_id"},
    "vouchers.stop": {"voucher_id": "fair_voucher"},
    "cart.put_voucher": {"voucher": "voucher_code"},
    "shop_lots": {"lot_id": "lot_id", "parcel_id": "parcel_id", "line_id": "order_line"},
    "settling": {"month": "=2026-10", "ending": "=csv", "line_id": "payout_line"},
    "settling_desk": {"slug": "facility", "month": "=2026-10", "ending": "=csv", "entry_id": "hand_entry"},
    "money_desk": {"batch_id": "payout", "line_id": "payout_line", "ending": "=csv"},
    "shop_sessions": {"product_id": "service_id", "session_id": "session_id"},
    "shop_sessions.calendar_file": {"token": "booked_order", "line_id": "booked_line"},
    "catalog_digests": {},
    "reminders": {"token": "cart_reminder"},
    "deposits": {"product_id": "made_id"},
    "invoices": {"token": "order", "code": "parcel_code", "parcel_id": "parcel_id", "month": "=2026-10"},
    "gifts": {"card_id": "gift_card"},
    "fees": {"rule_id": "fee_rule"},
    "fees.stop": {"rule_id": "market_fee"},
    "waiting": {"token": "waiting_place"},
    "wishes": {"token": "shared_list"},
    "stand_notes": {"booth_id": "booth_id", "sale_id": "stand_sale"},
    "door": {"parcel_id": "parcel_id", "token": "order", "code": "parcel_code", "refusal_id": "refusal_id"},
    "unanswered": {"parcel_id": "late_parcel"},
    "pick_up": {},
    "stock_places": {"place_id": "stock_place"},
    "sending": {"way_id": "sending_way"},
    "sending_api": {"token": "cart"},
    "freight_api": {"token": "cart"},
    "quotes_api": {"token": "enquiry", "number": "=1"},
    "slots": {"slot_id": "delivery_slot"},
    "journeys": {"parcel_id": "parcel_id"},
    "carriers": {"carrier": "=ghn", "parcel_id": "packed_parcel", "shipment_id": "shipment"},
    "carrier_api": {"carrier": "=ghn", "account_id": "carrier_account", "key": "carrier_key"},
    "amending": {"token": "late_order", "code": "late_code"},
    "claims": {
        "parcel_id": "got_parcel", "token": "got_order", "code": "got_code", "claim_id": "claim_id",
        "picture_id": "claim_picture", "width": "=240",
    },
    "proposals": {
        "parcel_id": "late_parcel", "line_id": "late_line", "token": "late_order", "code": "late_code",
        "proposal_id": "proposal_id",
    },
    "shop_manage": {"parcel_id": "parcel_id", "enquiry_id": "enquiry_id", "review_id": "review_id"},
}  # fmt: skip
# The fields without which an act finds nothing to act on.
FIELDS = {
    "carriers.ask": {"carrier": "=ghn"},
    "activities.enter": {
        "scheme": "scheme",
        "kind": "=class",
        "name": "=Lớp thêu",
        "starts_on": "=2026-03-01",
        "ends_on": "=2026-03-09",
        "commune": "=Bát Tràng",
    },
    "activities.change": {
        "scheme": "scheme",
        "kind": "=class",
        "name": "=Lớp thêu",
        "starts_on": "=2026-03-01",
        "ends_on": "=2026-03-09",
        "commune": "=Bát Tràng",
        "places": "=20",
    },
    "activities.put": {"name": "=Cô Mận"},
    "activities.call_off": {"why": "=Mưa to"},
    "activities.withdraw": {"why": "=Ghi thừa"},
    "activity_calendar.sign_up": {"name": "=Cô Mận", "phone": "=0912000346"},
    "cart.change": {"quantity": "=2"},
    "cart.put": {"sku": "sku", "quantity": "=1"},
    "catalog_history.take_back": {"field": "=story", "which": "=old"},
    "catalog_photos.restore": {"digest": "picture"},
    "catalog_photos.focus": {"focus": "=25-75"},
    "catalog_sheets.confirm": {"digest": "run_digest"},
    "catalog_words.make": {"both_ways": "=nải chuối, buồng chuối"},
    "drafts.give_task": {"name": "=Khảo sát", "due_on": "=2026-12-31"},
    "drafts.finish_task": {"on": "=2026-11-01"},
    "fairs_stands.allot": {"facility_id": "facility_id"},
    "stand_notes.sell": {"key": "=k-thu", "variant": "variant_id", "quantity": "=1"},
    "stand_notes.ask": {"key": "=k-thu", "text": "=Có hộp quà không?"},
    "stand_notes.cancel": {"reason": "=Ghi nhầm"},
    "fairs_visitors.register": {"name": "=Lan", "agrees": "=1"},
    "fairs_visitors.let_in": {"code": "ticket_code"},
    "fairs_visitors.note": {"code": "ticket_code"},
    "fairs_contracts.note": {"booth_id": "booth_id"},
    "fairs_floor.begin": {"code": "=Z", "name": "=Nhà Z", "width": "=20", "height": "=20"},
    "fairs_floor.merge": {"numbers": "hall_numbers"},
    "fairs_floor.put_rows": {
        "number": "=Z01",
        "group": "=gom-su",
        "x": "=10",
        "y": "=10",
        "width": "=2",
        "height": "=2",
        "across": "=1",
        "down": "=1",
    },
    "fairs_floor.put_stand": {"act": "=remove"},
    "fairs_floor.put_thing": {"kind": "=aisle", "x": "=10", "y": "=10", "width": "=2", "height": "=2"},
    "fairs_floor.revise": {"name": "=Nhà Z", "width": "=20", "height": "=20"},
    "fairs_floor.take_back": {"act": "hall_act"},
    "fairs_shelf.feature": {"fair": "fair", "product_id": "product_id"},
    "fairs_shelf.order": {"fair": "fair"},
    "fairs_shelf.undo": {"fair": "fair"},
    "venue_desk.call_off": {"reason": "=Mưa to."},
    "venue_desk.close": {"why": "=Sửa nhà."},
    "insight.count_visit": {"kind": "=product", "id": "product_id"},
    "officers.add": {"who": "=khong@example.vn"},
    "officers.change_rights": {"seen": "=assist", "rights": "=curate"},
    "officers.narrow": {"reach": "=all"},
    "place_names.answer": {"q": "=Vạn Phúc"},
    "shop.ask": {"sp": "product"},
    "askings.new": {"sp": "product"},
    "askings.ask": {"sp": "product"},
    "shop.question": {"sp": "product"},
    "standing.make": {"ma": "standing_sku"},
    "team.change_role": {"role": "=editor"},
    "team.switch": {"facility_id": "facility_id"},
    "catalog_digests.choose": {"nhan": "=0"},
    "catalog_digests.decide": {"key": "=to the", "move": "=held"},
    "waiting.show": {"sp": "gone"},
    "waiting.ask": {"sp": "gone", "sku": "gone_sku", "email": "=van@example.vn"},
    "wishes.keep": {"sp": "product"},
    "wishes.drop": {"sp": "product"},
    "wishes.to_cart": {"sku": "sku"},
    "shop_api.change_line": {"quantity": "=2"},
    "money_desk.cancel": {"reason": "=Nhầm"},
    "money_desk.fail": {"error": "=Sai số"},
    "catalog_same.answer": {"reason": "=Không phải hàng của tôi"},
    "catalog_same.decide": {"reason": "=Khác món"},
    "catalog_same.ask": {"lead": "product", "words": "=Nhập của xưởng"},
    "mandates.begin": {"facility_id": "facility_id"},
    "mandates.give": {"who": "facility", "actions": "=goods", "until": "=2027-01-01"},
    "mandates.take": {"action": "=goods"},
    "requirement_desk.remind": {"facility_id": "facility_id"},
    "requirements.attest": {"requirement": "attested_id", "version": "=1"},
    "requirements.hand_in": {"requirement": "requirement_id", "number": "=1/ATTP", "issuer": "=Chi cục"},
    "settling_desk.turn_back": {"why": "=Nhầm"},
    "money_desk.send": {"reference": "=FT1"},
    "shop_bank.choose": {"parcel": "parcel_id"},
    "shop_bank.ignore": {"reason": "=Tiền nhà chuyển"},
}
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|DROP|ALTER|CREATE)\b", re.IGNORECASE)


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def reading(app):
    return [rule for rule in rules(app) if "GET" in rule.methods]


def changing(app):
    """(rule, method) of every act."""
    return [(rule, method) for rule in rules(app) for method in sorted(rule.methods - set(SAFE))]


def access_of(app, rule):
    """The mark of a view and what it asks for."""
    view = app.view_functions[rule.endpoint]
    return view.access, view.access_detail


def path_of(app, rule, values, **given):
    """The address with the examples of `values` in place of its variables, but for those given."""
    known = _table(EXAMPLES, rule.endpoint)
    variables = {name: _value(known[name], values) for name in rule.arguments - set(given)} | given
    return app.url_map.bind("localhost").build(rule.endpoint, variables)


def numbers_in(rule):
    """The variables of an address that are numbers."""
    return re.findall(r"<int:(\w+)>", rule.rule)


def fields_of(rule, values):
    return {name: _value(key, values) for name, key in FIELDS.get(rule.endpoint, {}).items()}


def without_example(app):
    return [
        f"{rule.endpoint} <{name}>"
        for rule in rules(app)
        for name in sorted(rule.arguments)
        if name not in _table(EXAMPLES, rule.endpoint)
    ]


def _table(table, endpoint):
    return table.get(endpoint) or table.get(endpoint.partition(".")[0], {})


def _value(key, values):
    return key[1:] if str(key).startswith("=") else values[key]


@contextmanager
def ledger():
    """The statements that were written and committed inside the block."""
    pending, kept = [], []

    def note(connection, cursor, statement, *_):
        if _WRITES.match(statement):
            pending.append(statement)

    def keep(connection):
        kept.extend(pending)
        pending.clear()

    def forget(connection):
        pending.clear()

    watched = (("before_cursor_execute", note), ("commit", keep), ("rollback", forget))
    for name, listener in watched:
        event.listen(db.engine, name, listener)
    try:
        yield kept
    finally:
        for name, listener in watched:
            event.remove(db.engine, name, listener)


def rows_of_all_tables():
    """Every row of every table, by table."""
    db.session.rollback()
    rows = {
        table: [dict(row) for row in db.session.execute(table.select().order_by(*table.primary_key)).mappings()]
        for table in db.metadata.sorted_tables
    }
    db.session.rollback()
    return rows


def put_back(rows):
    """The database as it was when `rows` were read; what is sealed is opened for as long."""
    db.session.rollback()
    seals = sealed.open_up(db.session.connection())
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    for table in db.metadata.sorted_tables:
        if rows[table]:
            db.session.execute(table.insert(), rows[table])
    for seal in seals:
        db.session.connection().exec_driver_sql(seal)
    db.session.commit()
