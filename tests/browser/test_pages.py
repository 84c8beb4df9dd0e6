"""Every page of the site, on a phone and at a desk, light and dark: nothing breaks, scrolls sideways or is barred."""

import re
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser

FAIR = "/hoi-cho/cho-phien-lang-nghe-cuoi-thu"
TEA_SET = "bo-am-chen-men-lam-ve-sen-bat-trang"

# Where each endpoint is to be seen: an address, and the links to follow from there.
PUBLIC = {
    "fairs.home": ["/"],
    "catalog.products": ["/san-pham?sao=4&co=con-hang"],
    "catalog.find": [f"/tim?q={quote('tranh')}"],
    "catalog.find_others": [f"/tim/co-so?q={quote('gốm')}"],
    "wanted.show": [f"/tim/nho?q={quote('tủ thờ')}"],
    "catalog.group": ["/nhom/gom-su"],
    "catalog.all_groups": ["/nhom"],
    "catalog_collections.show_all": ["/bo-suu-tap"],
    "place_names.ask": [f"/dia-danh?q={quote('Mễ Trì')}"],
    "catalog.villages": ["/lang-nghe"],
    "catalog.village": ["/lang-nghe/bat-trang"],
    "joining.begin": ["/mo-gian-hang"],
    "shop.product": [f"/san-pham/{TEA_SET}"],
    "shop.question": [f"/hoi?sp={TEA_SET}"],
    "askings.new": [f"/hoi-nhieu?sp={TEA_SET}"],
    "shop.printed": [FAIR + "/gom-tam-sen"],  # a printed code leads there
    "fairs.facility": ["/co-so/gom-tam-sen"],
    "regions.show": ["/xa-phuong/ha-noi/xa-bat-trang"],
    "directory.show": ["/co-so?xem=ban-do&nhom=gom-su&co=ho-tro"],
    "fairs.index": ["/hoi-cho"],
    "fairs.hall": [FAIR],
    "fairs.booth": [FAIR + "/gom-tam-sen"],
    "fairs.chosen": ["/hoi-cho/cho-tet-dinh-mui/xet-chon"],
    "fairs_programme.show": [FAIR + "/chuong-trinh/vuot-dat-cho-tre-con"],
    "fairs_papers.catalogue": [FAIR + "/danh-muc"],
    "fairs_visitors.begin": [FAIR + "/ve"],
    "fairs.placard": [FAIR + "/gom-tam-sen/bien"],
    "fairs_complaints.begin": [FAIR + "/khieu-nai"],
    "guestbook.show": [FAIR + "/gom-tam-sen/so-khach"],
    "venues.index": ["/noi-xem-mua"],
    "venues.show": ["/noi-xem-mua/diem-ocop-gia-lam-mau"],
    "fair_results.show": ["/hoi-cho/hoi-cho-nghe-qua-que-xuan-2026/ket-qua"],
    "insight.portal": ["/khuyen-cong"],
    "insight.scheme": ["/khuyen-cong/de-an/KC-2026-011"],
    "programme.scheme_list": ["/khuyen-cong/de-an"],
    "activity_calendar.index": ["/khuyen-cong/lich"],
    "activity_calendar.show": ["/khuyen-cong/lich", "main .check__text a"],
    "activity_calendar.begin": ["/khuyen-cong/lich", "main a[href$='/dang-ky']"],
    "programme.register": ["/khuyen-cong/ho-tro"],
    "info.show": ["/thong-tin/quy-che"],
    "verify.check": [f"/xac-minh?so={quote('2646 qd bct')}"],
    "cart.show": ["/gio-hang"],
    "wishes.show": ["/yeu-thich"],
    "waiting.show": [f"/bao-khi-co?sp={TEA_SET}"],
    "compare.show": [f"/so-sanh?sp={TEA_SET}&q={quote('lọ hoa')}"],
    "accounts.sign_in": ["/tai-khoan/dang-nhap"],
}
BUYER = {
    "account.show": ["/tai-khoan"],
    "catalog_collections.show": ["/bo-suu-tap", "main a[href*='/bo-suu-tap/']"],
    "gifts.show": ["/the-qua-tang"],
    "verify.paper": [f"/san-pham/{TEA_SET}", ".certificate__title a"],
    "checkout.show": [f"/san-pham/{TEA_SET}", "button:has-text('Mua ngay')"],
}
MAKER = {
    "insight_manage.front": ["/quan-ly"],
    "insight_manage.more": ["/quan-ly/them"],
    "catalog_digests.mine": ["/quan-ly/nhu-cau"],
    "stand_notes.show": ["/quan-ly/gian", "main a[href$='/so-tay']"],
    "fairs_visitors.met": ["/quan-ly/gian", "main a[href$='/khach']"],
    "fair_reports.mine": ["/quan-ly/gian", "main a[href$='/mang-ve']"],
    "fair_reports.my_rows": ["/quan-ly/gian", "main a[href$='/mang-ve']", "main a[href$='/visits']"],
    "catalog_manage.products_page": ["/quan-ly/san-pham"],
    "catalog_manage.new_product": ["/quan-ly/san-pham/moi"],
    "catalog_manage.step": ["/quan-ly/san-pham", ".wares__name a"],
    "catalog_manage.preview": ["/quan-ly/san-pham", ".wares__name a", "a[href$='/xem-truoc']"],
    "catalog_english.show": ["/quan-ly/san-pham", ".wares__name a", "/tieng-anh"],
    "catalog_history.show": ["/quan-ly/san-pham", ".wares__name a", "/lich-su"],
    "catalog_offers.show": ["/quan-ly/san-pham", ".wares__name a", "/loai"],
    "catalog_offers.edit": ["/quan-ly/san-pham", ".wares__name a", "/loai", ".offers__name a"],
    "catalog_photos.show": ["/quan-ly/san-pham", ".wares__name a", "/buoc/1", "main a[href*='/anh/']"],
    "catalog_promises.show": ["/quan-ly/san-pham", ".wares__name a", "/loi-hua"],
    "catalog_promises.usual_reach": ["/quan-ly/giao-toi"],
    "catalog_promises.weeks": ["/quan-ly/lich-lam"],
    "catalog_lots.lots_page": ["/quan-ly/lo"],
    "catalog_lots.show": ["/quan-ly/lo", "main a[href*='/quan-ly/lo/']"],
    "shop_lots.labels": ["/quan-ly/lo", "main a[href*='/quan-ly/lo/']", "a[href$='/tem']"],
    "catalog_wallet.wallet": ["/quan-ly/chung-nhan"],
    "catalog_wallet.new": ["/quan-ly/chung-nhan/moi"],
    "catalog_wallet.signs": ["/quan-ly/chung-nhan/bien"],
    "catalog_wallet.paper": ["/quan-ly/chung-nhan", "tbody a"],
    "requirements.show": ["/quan-ly/yeu-cau"],
    "renewal.mine": ["/quan-ly/chung-nhan", "tbody a", "/ho-so"],
    "catalog_sheets.sheets": ["/quan-ly/nhap"],
    "fairs_contracts.mine": ["/quan-ly/gian", "main a[href*='/quan-ly/gian/']", "a[href$='/hop-dong']"],
    "fairs_rooms.keep_all": ["/quan-ly/gian", "main a[href*='/quan-ly/gian/']", "a[href$='/truc-tiep']"],
    "fairs_rooms.edit": ["/quan-ly/gian", "main a[href*='/quan-ly/gian/']", "a[href$='/truc-tiep']", ".check__text a"],
    "my_venues.show": ["/quan-ly/noi-xem-mua"],
    "shop_manage.parcels_list": ["/quan-ly/don"],
    "shop_manage.parcel": ["/quan-ly/don?tab=xong", "article a[href*='/quan-ly/don/']"],
    "shop_manage.packing_slip": ["/quan-ly/don?tab=xong", "article a[href*='/quan-ly/don/']", "a[href$='/phieu']"],
    "shop_gathering.by_day": ["/quan-ly/hang-can"],
    "shop_gathering.pick_list": ["/quan-ly/hang-can/nhat"],
    "shop_manage.questions": ["/quan-ly/hoi-dap"],
    "shop_bank.show": ["/quan-ly/tien/sao-ke"],
    "carriers.show": ["/quan-ly/hang-van-chuyen"],
    "stock_places.show": ["/quan-ly/kho"],
    "stock_places.place": ["/quan-ly/kho", "article a[href*='/quan-ly/kho/']"],
    "pick_up.show": ["/quan-ly/diem-lay"],
    "slots.show": ["/quan-ly/gio-giao"],
    "sending.show": ["/quan-ly/cach-gui"],
    "sending.new": ["/quan-ly/cach-gui/moi"],
    "sending.edit": ["/quan-ly/cach-gui", "main a[href*='/quan-ly/cach-gui/']"],
    "quotes.write": ["/quan-ly/hoi-dap", "main a[href$='/bao-gia']"],
    "divisions.mine": ["/quan-ly/chia-don"],
    "standing.outlook": ["/quan-ly/dinh-ky"],
    "divisions.new": ["/quan-ly/hoi-dap", "main a[href$='/chia']"],
    "divisions.show": ["/quan-ly/chia-don", "article a[href*='/chia-don/']"],
    "shop_manage.money": ["/quan-ly/tien"],
    "settling.statement": ["/quan-ly/tien", "#cho-giu td a, #cho-giu th a"],
    "settling.payout": ["/quan-ly/tien", "main a[href*='/quan-ly/tien/chi/']"],
    "fees.mine": ["/quan-ly/phi"],
    "vouchers.mine": ["/quan-ly/phieu-giam"],
    "fairs_manage.my_booths": ["/quan-ly/gian"],
    "fairs_manage.booth": ["/quan-ly/gian", "main a[href*='/quan-ly/gian/']"],
    **{
        f"fairs_{of}": ["/quan-ly/gian", "main a[href*='/quan-ly/gian/']", f"a[href$='/{last}']"]
        for of, last in {
            "booth.appearance": "dien-mao",
            "booth.words": "loi",
            "booth.making": "cach-lam",
            "booth.goods": "hang",
            "booth.papers": "giay",
            "booth.hours": "gio",
            "look.history": "lich-su",
            "guests.show": "bay-chung",
        }.items()
    },
    "fairs_look.preview": [
        "/quan-ly/gian",
        "main a[href*='/quan-ly/gian/']",
        "a[href$='/loi']",
        "a[href$='/xem-truoc']",
    ],
    "fairs_booth.prices": ["/quan-ly/gian", "main a[href*='/quan-ly/gian/']", "a[href$='/gia']"],
    "programme_manage.facts": ["/quan-ly/co-so"],
    "programme_manage.standing": ["/quan-ly/co-so/dieu-kien"],
    "helped.show": ["/quan-ly/giup-do"],
    "catalog_same.show": ["/quan-ly/san-pham", ".wares__name a", "/cung-mon"],
    "catalog_same.asked": ["/quan-ly/cung-mon"],
    "mandates.show": ["/quan-ly/nho-ban-ho"],
    "mandates.places": ["/tai-khoan/lam-thay"],
    "team.show": ["/quan-ly/nguoi-cung-lam"],
    "fairs_ledger.mine": ["/quan-ly/tien-gian"],
    "fairs_apply.show": ["/quan-ly/hoi-cho/cho-tet-dinh-mui/dang-ky"],
}
STAFF = {
    "insight_staff.front": ["/can-bo"],
    "insight_staff.components": ["/can-bo/thanh-phan"],
    "log.show": ["/can-bo/nhat-ky"],
    "log.entry": ["/can-bo/nhat-ky", ".check__text a"],
    "catalog_staff.queue": ["/can-bo/san-pham"],
    "catalog_staff.review": ["/can-bo/san-pham", ".moderation__name a"],
    "catalog_history.show_to_staff": ["/can-bo/san-pham", ".moderation__name a", "/lich-su"],
    "catalog_collections.keep_all": ["/can-bo/bo-suu-tap"],
    "catalog_collections.new": ["/can-bo/bo-suu-tap/moi"],
    "catalog_collections.edit": ["/can-bo/bo-suu-tap", "main a[href*='/can-bo/bo-suu-tap/']:not([href$='/moi'])"],
    "catalog_register.listing": ["/can-bo/chung-nhan"],
    "catalog_register.new": ["/can-bo/chung-nhan/moi"],
    "catalog_register.paper": ["/can-bo/chung-nhan", "tbody a"],
    "catalog_same.queue": ["/can-bo/cung-mon"],
    "requirement_desk.desk": ["/can-bo/yeu-cau"],
    "requirement_desk.new": ["/can-bo/yeu-cau/moi"],
    "requirement_desk.edit": ["/can-bo/yeu-cau", "main tbody a[href*='/can-bo/yeu-cau/']:not([href*='giay'])"],
    "requirement_desk.review": ["/can-bo/yeu-cau", "main tbody a[href*='/yeu-cau/giay/']"],
    "requirement_desk.who_lacks": ["/can-bo/yeu-cau/con-thieu"],
    "catalog_demand.report": ["/can-bo/nhu-cau"],
    "catalog_digests.review": ["/can-bo/nhu-cau/gui"],
    "catalog_words.keep_all": ["/can-bo/tu-khoa"],
    "catalog_words.new": ["/can-bo/tu-khoa/dong-nghia/moi"],
    "catalog_words.edit": ["/can-bo/tu-khoa/dong-nghia/che-tra"],
    "renewal.theirs": ["/can-bo/chung-nhan", "tbody a", "/ho-so"],
    "catalog_shelves.attributes_page": ["/can-bo/dac-tinh"],
    "catalog_shelves.attribute": ["/can-bo/dac-tinh", "main a[href*='/can-bo/dac-tinh/']"],
    "joining.desk": ["/can-bo/xin-vao"],
    "joining.review": ["/can-bo/xin-vao", "main a[href*='/can-bo/xin-vao/']"],
    "facilities_staff.roll": ["/can-bo/co-so"],
    "officers.roll": ["/can-bo/nguoi-lam"],
    "officers.show": ["/can-bo/nguoi-lam", "main a[href*='/can-bo/nguoi-lam/']"],
    "facilities_staff.show": ["/can-bo/co-so/gom-tam-sen"],
    "reviews.desk": ["/can-bo/loi-khen"],
    "guestbook.desk": ["/can-bo/so-khach"],
    "door.desk": ["/can-bo/don-hang/khong-nhan"],
    "unanswered.desk": ["/can-bo/don-hang/cho-nhan"],
    "money_desk.show": ["/can-bo/tien"],
    "money_desk.batch": ["/can-bo/tien", "main a[href*='/can-bo/tien/dot/']"],
    "settling_desk.commission_rules": ["/can-bo/tien/hoa-hong"],
    "settling_desk.books": ["/can-bo/tien/so"],
    "settling_desk.account": ["/can-bo/tien", "main a[href*='/can-bo/tien/co-so/']"],
    "settling_desk.statement": ["/can-bo/tien", "main a[href*='/can-bo/tien/co-so/']", "th a"],
    "claims.desk": ["/can-bo/don-hang/doi-tra"],
    "talks.desk": ["/can-bo/hoi-dap"],
    "card_desk.show": ["/can-bo/the"],
    "shop_lots.recalls": ["/can-bo/thu-hoi"],
    "fairs_shelf.board": ["/can-bo/ke"],
    "fairs_shelf.rotation": ["/can-bo/ke", "main a[href*='/can-bo/ke/co-so/']"],
    "fairs_keeping.keep_all": ["/can-bo/hoi-cho"],
    "fairs_keeping.begin_copy": [f"/can-bo{FAIR}/chep"],
    "fairs_keeping.new": ["/can-bo/hoi-cho/moi"],
    "fairs_keeping.edit": ["/can-bo/hoi-cho", "tbody a"],
    "fairs_programme.keep_all": [f"/can-bo{FAIR}/chuong-trinh"],
    "fairs_programme.new": [f"/can-bo{FAIR}/chuong-trinh/moi"],
    "fairs_programme.edit": [f"/can-bo{FAIR}/chuong-trinh", ".check__text a"],
    "fairs_calls.listing": ["/can-bo/hoi-cho/cho-tet-dinh-mui/don"],
    "fairs_judging.show": ["/can-bo/hoi-cho/cho-tet-dinh-mui/don", "tbody a"],
    "fairs_contracts.all_of_fair": [f"/can-bo{FAIR}/hop-dong"],
    "fairs_complaints.desk": [f"/can-bo{FAIR}/khieu-nai"],
    "fairs_panel.show": ["/can-bo/hoi-cho/cho-tet-dinh-mui/ban-cham"],
    "fairs_seating.show": ["/can-bo/hoi-cho/cho-tet-dinh-mui/cho-dung"],
    "fairs_ledger.show": [f"/can-bo{FAIR}/so-gian"],
    "fairs_ledger.account": [f"/can-bo{FAIR}/so-gian", "tbody a"],
    "fairs_judging.rank": ["/can-bo/hoi-cho/cho-tet-dinh-mui/xep-hang"],
    "fairs_calls.keep_criteria": ["/can-bo/hoi-cho/cho-tet-dinh-mui/tieu-chi"],
    "fairs_calls.edit_criterion": ["/can-bo/hoi-cho/cho-tet-dinh-mui/tieu-chi", "tbody a"],
    "fairs_stands.board": ["/can-bo/gian"],
    "venue_desk.keep_all": ["/can-bo/noi-xem-mua"],
    "fees.desk": ["/can-bo/tien/phi"],
    "gifts.one": ["/can-bo/the-qua-tang", "tbody a"],
    "gifts.desk": ["/can-bo/the-qua-tang"],
    "vouchers.desk": ["/can-bo/phieu-giam"],
    "venue_desk.calls": ["/can-bo/noi-xem-mua/goi"],
    "venue_desk.new": ["/can-bo/noi-xem-mua/moi"],
    "venue_desk.edit": ["/can-bo/noi-xem-mua", ".check__text a"],
    "fairs_balance.show": [f"/can-bo{FAIR}/can-bang"],
    "fairs_shelf.fallen": ["/can-bo/ke/can-xem"],
    "fairs_readiness.show": [f"/can-bo{FAIR}/san-sang"],
    "fair_reports.whole": [f"/can-bo{FAIR}/mang-ve"],
    "fair_reports.all_rows": [f"/can-bo{FAIR}/mang-ve", "main a[href$='/visits']"],
    "fairs_papers.keep": [f"/can-bo{FAIR}/ban-in"],
    "fairs_visitors.door": [f"/can-bo{FAIR}/cua"],
    "fairs_floor.index": ["/can-bo/hoi-cho/cho-tet-dinh-mui/so-do"],
    "fairs_floor.board": ["/can-bo/hoi-cho/cho-tet-dinh-mui/so-do/A"],
    "activities.listing": ["/can-bo/hoat-dong"],
    "activities.new": ["/can-bo/hoat-dong/moi"],
    "activities.show": ["/can-bo/hoat-dong", "tbody a"],
    "activities.edit": ["/can-bo/hoat-dong?trang-thai=draft", "tbody a", "a[href$='/sua']"],
    "programme_staff.scheme_list": ["/can-bo/de-an"],
    "programme_staff.scheme": ["/can-bo/de-an/KC-2026-011"],
    "divisions.desk": ["/can-bo/chia-don"],
    "drafts.new": ["/can-bo/de-an/moi"],
    "drafts.edit": ["/can-bo/de-an/KC-2026-MAU07/sua"],
    "records.book": ["/can-bo/chuong-trinh"],
    "records.programme": ["/can-bo/chuong-trinh/CT-2026-2030"],
    "records.plan": ["/can-bo/ke-hoach/2026"],
    "unit_desk.roll": ["/can-bo/don-vi"],
}
# Answers that are no page: data, pictures, files. A sheet's own page is walked where a sheet is sent.
NO_PAGE = re.compile(
    r"\w+_api\.|core\.|catalog\.suggest|shop\.me|info\.site_map|programme\.register_|orders\.qr"
    r"|\w+\.workbook|catalog_demand\.sheet|catalog_offers\.bars|catalog_sheets\.(model|example|report|run_page|goods)|catalog\.shared|\w+_designs\.picture"
    r"|scheme_file\.paper_file|requirements\.paper|requirement_desk\.paper|fair_reports\.\w*(paper|workbook)|fairs_papers\.(catalogue_file|file|placard|price_cards)|fairs_visitors\.(met_workbook|paper|scanned)|venues\.calendar"
    r"|claims\.\w+_picture|log\.sheet|money_desk\.file|settling(_desk)?\.statement_file|settling_desk\.taxes"
    r"|activities\.file|activity_calendar\.(whole_calendar|calendar|handout)|compare\.cards|shop_gathering\.papers|fairs_contracts\.(my_)?scan|fairs_floor\.(drawn|sheet_of)"
    r"|\w+\.evidence_file|catalog_uploads\.|verify\.(keys|scan|signed)|place_names\.answer|shop_sessions\.calendar_file|fairs_programme\.calendar|fairs\.paper$|stand_notes\.worker|quotes\.(paper|copy)|invoices\."
)
# Behind addresses that nobody can guess, or with rows that the demo has not: looked at by tests of their own.
ELSEWHERE = {
    "activity_calendar.signed_up",
    "askings.show", "deposits.show", "divisions.read", "fairs_complaints.show", "fairs_visitors.ticket", "joining.show",
    "orders.show", "quotes.show", "reminders.show", "reviews.of_product", "reviews.report_form",
    "shop_designs.show", "shop_lots.buyers", "shop_sessions.guests", "talks.show", "team.invitation",
    "standing.new", "standing.show", "venues.begin", "venues.booked", "waiting.place", "wishes.shared",
}  # fmt: skip
WHO = {"nguoimua@example.vn": BUYER, "coso@example.vn": MAKER, "canbo@example.vn": STAFF}
INNER = [(who, endpoint) for who, pages in WHO.items() for endpoint in pages]


@pytest.mark.parametrize("endpoint", PUBLIC)
def test_a_public_page(visit, endpoint):
    walk = visit()
    walk.go(PUBLIC[endpoint][0])
    look_everywhere(walk)
    walk.go("/en" + PUBLIC[endpoint][0])  # still on a phone


@pytest.mark.parametrize(("who", "endpoint"), INNER)
def test_a_page_of_ones_own(visit, keys, who, endpoint):
    walk = visit(key=keys(who))
    address, *links = WHO[who][endpoint]
    walk.go(address)
    for link in links:
        if link.startswith("/"):  # another page of the product whose editor is open
            walk.go(re.sub(r"/buoc/\d.*", "", walk.path) + link)
        else:
            walk.press(walk.page.locator(link).first)
    look_everywhere(walk)


@pytest.mark.parametrize("path", ["/khong-co-trang-nay", "/san-pham/chua-tung-co", f"/tim?q={quote('xyzzy qwv')}"])
def test_a_page_that_finds_nothing(visit, path):
    walk = visit()
    walk.page.goto(path)
    walk.look()
    look_everywhere(walk)


def test_every_page_is_among_these(empty_app):
    pages = {rule.endpoint for rule in empty_app.url_map.iter_rules() if "GET" in rule.methods}
    seen = {*PUBLIC, *BUYER, *MAKER, *STAFF, *ELSEWHERE}
    assert {page for page in pages if not NO_PAGE.match(page)} == seen


def test_the_page_of_an_order(visit):
    walk = visit()
    walk.go(order_by_api(walk.page.request))
    look_everywhere(walk)


def order_by_api(api):
    """The address of an order for two makers, to be paid by transfer."""
    cart = api.post("/api/v1/carts").json()["id"]
    for sku in ("P01", "P06"):
        assert api.post(f"/api/v1/carts/{cart}/lines", data={"sku": sku, "quantity": 1}).status == 201
    commune = api.get("/api/v1/places/ha-noi").json()["items"][0]["code"]
    address = {"province_code": "ha-noi", "commune_code": commune, "street": "Số 7"}
    buyer = {"name": "Lê Thị Thử", "phone": "0912345678"}
    order = {"buyer": buyer, "address": address, "payment": "vietqr"}
    answer = api.post(f"/api/v1/carts/{cart}/checkout", data=order)
    assert answer.status == 201, answer.text()
    return "/don-hang/" + answer.json()["order"]["token"]


def look_everywhere(walk):
    """At a desk in the light, in the dark, and on a phone in both."""
    walk.page.emulate_media(color_scheme="dark")
    walk.look()
    narrow(walk)
    walk.page.emulate_media(color_scheme="light")
    walk.look()


def narrow(walk):
    walk.page.set_viewport_size({"width": 360, "height": 800})
    walk.look()
