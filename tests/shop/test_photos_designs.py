"""Private designs: kept by the maker, shown to a buyer whose enquiry she accepted, to nobody else."""

import re

import pytest
from sqlalchemy import select

from catalog import designs, photos
from catalog.models import Design, Photo, Product
from core import jobs, pictures
from core.db import db
from core.pictures import Picture
from shop import design_access
from shop.models import DesignAccess, Enquiry
from tests.conftest import Browser
from tests.factories import make_enquiry, make_facility, make_member, make_photo, make_product, picture_bytes


@pytest.fixture
def product(app):
    """On show with two photos, of which the second is a real one."""
    product = make_product(facility=make_facility(), state="draft")
    make_photo(product)
    photos.add(product, photos.render([("mau.jpg", picture_bytes(1000, 800, "#24456b"))]))
    product.state = "published"
    db.session.commit()
    jobs.work_off()
    return product


@pytest.fixture
def maker(browser, product):
    return browser.sign_in(make_member(product.facility, "editor"))


@pytest.fixture
def buyer(app):
    return Browser(app)


@pytest.fixture
def enquiry(product):
    return make_enquiry(product.facility, product_id=product.id)


def second_photo(product):
    return db.session.scalars(select(Photo).where(Photo.product_id == product.id).order_by(Photo.id)).all()[1]


def hide(maker, product):
    photo = second_photo(product)
    maker.post(f"/quan-ly/san-pham/{product.id}/anh/{photo.id}/mau-rieng")
    jobs.work_off()
    return db.session.scalar(select(Design))


def accept(maker, enquiry):
    answer = maker.post(f"/quan-ly/hoi-dap/{enquiry.id}/mau-rieng")
    access = db.session.scalar(select(DesignAccess))
    return answer, access.token if access else None


def test_a_hidden_photo_leaves_every_public_address(maker, buyer, product):
    digest = second_photo(product).picture.digest
    assert buyer.get(f"/anh/{digest}/640.jpg").status_code == 200

    design = hide(maker, product)

    assert design.is_ready
    assert buyer.get(f"/anh/{digest}/640.jpg").status_code == 404
    assert digest not in buyer.get(f"/san-pham/{product.slug}").text
    assert digest not in buyer.get(f"/api/v1/products/{product.slug}").text
    assert buyer.get(f"/anh/{design.source}/320.webp").status_code == 404
    assert db.session.scalar(select(Picture).where(Picture.digest == digest)) is None


def test_a_picture_that_another_page_shows_stays_there(maker, buyer, product):
    digest = second_photo(product).picture.digest
    make_photo(make_product(), picture_id=second_photo(product).picture_id)

    hide(maker, product)

    assert buyer.get(f"/anh/{digest}/640.jpg").status_code == 200


def test_the_maker_sees_it_and_another_maker_does_not(app, maker, product):
    design = hide(maker, product)
    path = f"/quan-ly/san-pham/{product.id}/mau-rieng/{design.id}/320.jpg"

    answer = maker.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert Browser(app).sign_in(make_member(make_facility())).get(path).status_code == 404
    assert Browser(app).get(path).status_code == 302


def test_the_accepted_buyer_sees_it_and_nothing_may_be_kept(maker, buyer, product, enquiry):
    hide(maker, product)
    answer, token = accept(maker, enquiry)
    assert answer.status_code == 303

    page = buyer.get(f"/mau-rieng/{token}")
    source = re.search(r'<img src="([^"]+)"', page.text)[1]
    picture = buyer.get(source)

    assert (page.status_code, picture.status_code, picture.mimetype) == (200, 200, "image/jpeg")
    for one in (page, picture):
        assert one.headers["Cache-Control"] == "private, no-store"
        assert one.headers["X-Robots-Tag"] == "noindex"
        assert one.headers["Referrer-Policy"] == "no-referrer"


def test_her_talk_leads_to_it_as_long_as_it_is_open(maker, buyer, product, enquiry):
    """Who left only a phone number gets no letter."""
    hide(maker, product)
    other = make_enquiry(product.facility, product_id=product.id)
    assert "/mau-rieng/" not in buyer.get(f"/hoi/{enquiry.token}").text

    _answer, token = accept(maker, enquiry)

    assert f'href="/mau-rieng/{token}"' in buyer.get(f"/hoi/{enquiry.token}").text
    assert "/mau-rieng/" not in buyer.get(f"/hoi/{other.token}").text
    maker.post(f"/quan-ly/hoi-dap/{enquiry.id}/mau-rieng/thu-lai")
    assert "/mau-rieng/" not in buyer.get(f"/hoi/{enquiry.token}").text


def test_a_withdrawn_address_leads_nowhere_and_a_new_one_is_another(maker, buyer, product, enquiry):
    design = hide(maker, product)
    _answer, old = accept(maker, enquiry)

    maker.post(f"/quan-ly/hoi-dap/{enquiry.id}/mau-rieng/thu-lai")
    assert buyer.get(f"/mau-rieng/{old}").status_code == 404
    assert buyer.get(f"/mau-rieng/{old}/{design.id}/320.jpg").status_code == 404

    _answer, new = accept(maker, enquiry)
    assert new != old
    assert buyer.get(f"/mau-rieng/{old}").status_code == 404
    assert buyer.get(f"/mau-rieng/{new}").status_code == 200


def test_the_maker_finds_the_yes_and_the_no_beside_the_question(maker, product, enquiry):
    assert "cho xem mẫu riêng" not in maker.get("/quan-ly/hoi-dap").text
    hide(maker, product)
    assert "Nhận lời, cho xem mẫu riêng" in maker.get("/quan-ly/hoi-dap").text

    _answer, token = accept(maker, enquiry)

    page = maker.get("/quan-ly/hoi-dap").text
    assert f"/mau-rieng/{token}" in page
    assert "Thu lại mẫu riêng" in page


def test_accepting_twice_keeps_the_address(maker, product, enquiry):
    hide(maker, product)

    assert accept(maker, enquiry)[1] == accept(maker, enquiry)[1]


def test_a_token_opens_the_designs_of_its_own_product_only(maker, buyer, product, enquiry):
    hide(maker, product)
    other = make_product()
    foreign = Design(product_id=other.id, source="f" * 32, width=400, height=400, ready_at=product.created_at)
    db.session.add(foreign)
    db.session.commit()
    _answer, token = accept(maker, enquiry)

    assert buyer.get(f"/mau-rieng/{token}/{foreign.id}/320.jpg").status_code == 404


@pytest.mark.parametrize("rest", ["", "/1/320.jpg"])
@pytest.mark.parametrize("token", ["x", "a" * 32, "a" * 500, "%00"])
def test_guesses_are_not_there(buyer, product, token, rest):
    assert buyer.get(f"/mau-rieng/{token}{rest}").status_code in (400, 404)


def test_nothing_to_show_is_no_yes(maker, product, enquiry):
    answer, token = accept(maker, enquiry)

    assert (answer.status_code, token) == (409, None)


def test_another_maker_neither_accepts_nor_withdraws(app, maker, product, enquiry):
    hide(maker, product)
    stranger = Browser(app).sign_in(make_member(make_facility(), "editor"))

    assert accept(stranger, enquiry)[0].status_code == 404
    assert db.session.scalar(select(DesignAccess)) is None
    accept(maker, enquiry)
    assert stranger.post(f"/quan-ly/hoi-dap/{enquiry.id}/mau-rieng/thu-lai").status_code == 404
    assert db.session.scalar(select(DesignAccess)).withdrawn_at is None


def test_the_buyer_hears_of_it_by_mail(maker, product, enquiry, monkeypatch):
    sent = []
    monkeypatch.setattr("shop.letters.mail.send", lambda to, subject, text: sent.append((to, text)))
    hide(maker, product)

    _answer, token = accept(maker, enquiry)

    assert sent[0][0] == enquiry.contact
    assert f"http://localhost/mau-rieng/{token}" in sent[0][1]


def test_comes_out_again_for_everybody(maker, buyer, product):
    design = hide(maker, product)
    source = design.source
    db.session.get(Product, product.id).state = "draft"
    db.session.commit()

    maker.post(f"/quan-ly/san-pham/{product.id}/mau-rieng/{design.id}/ra")
    jobs.work_off()

    assert db.session.scalar(select(Design)) is None
    product = db.session.get(Product, product.id)
    assert len(product.photos) == 2
    product.state = "published"
    db.session.commit()
    assert buyer.get(f"/anh/{source}/640.jpg").status_code == 200


def test_the_last_photo_of_what_is_on_show_is_not_hidden(maker, app):
    product = make_product(facility=make_facility())
    photo = make_photo(product)
    mine = Browser(app).sign_in(make_member(product.facility, "editor"))

    mine.post(f"/quan-ly/san-pham/{product.id}/anh/{photo.id}/mau-rieng")

    assert db.session.scalar(select(Design)) is None
    assert len(db.session.get(Product, product.id).photos) == 1


def test_one_sent_as_a_design_never_has_a_public_row(maker, product):
    content = picture_bytes(700, 700, "#123456")
    designs.add(product, photos.render([("rieng.jpg", content)]))
    db.session.commit()
    jobs.work_off()

    assert pictures.known(pictures.digest_of(content)) is None
    assert pictures.rendition(pictures.digest_of(content), 320, "jpg") is None
    assert len(designs.shown(product.id)) == 1


def test_an_enquiry_about_a_stand_opens_nothing(app, product):
    enquiry = make_enquiry(product.facility)

    with pytest.raises(design_access.NothingToShow):
        design_access.accept(db.session.get(Enquiry, enquiry.id))
