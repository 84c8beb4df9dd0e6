"""GET and POST /tai-khoan/dang-nhap"""

import pytest

from tests.factories import PASSWORD, make_facility, make_member, make_staff, make_user


def test_lets_in_by_mail_address(browser):
    make_user(email="ngan@example.vn")

    response = browser.post("/tai-khoan/dang-nhap", who=" Ngan@example.vn ", password=PASSWORD)

    assert response.location == "/"


def test_lets_in_by_phone_however_it_is_spaced(browser):
    make_user(email=None, phone="+84912345678")

    response = browser.post("/tai-khoan/dang-nhap", who="0912 345 678", password=PASSWORD)

    assert response.status_code == 302


def test_sends_a_maker_to_the_workspace_and_staff_to_the_console(browser, app):
    maker, officer = make_member(make_facility()), make_staff()

    assert browser.post("/tai-khoan/dang-nhap", who=maker.email, password=PASSWORD).location == "/quan-ly"
    fresh = type(browser)(app)
    assert fresh.post("/tai-khoan/dang-nhap", who=officer.email, password=PASSWORD).location == "/can-bo"


@pytest.mark.parametrize("who", ["ngan@example.vn", "nobody@example.vn"])
def test_says_the_same_of_a_wrong_password_and_of_nobody(browser, who):
    make_user(email="ngan@example.vn")

    response = browser.post("/tai-khoan/dang-nhap", who=who, password="sai")

    assert response.status_code == 422
    assert "Tên hoặc mật khẩu chưa đúng" in response.text
    assert f'value="{who}"' in response.text


def test_names_the_fields_left_empty(browser):
    response = browser.post("/tai-khoan/dang-nhap", who="", password="")

    assert response.status_code == 422
    assert "Điền thư điện tử hoặc số điện thoại." in response.text
    assert "Điền mật khẩu." in response.text


@pytest.mark.parametrize("next_", ["https://xau.example/", "//xau.example", "/\\xau.example", "javascript:alert(1)"])
def test_never_leads_to_another_site(browser, next_):
    user = make_user()

    response = browser.post("/tai-khoan/dang-nhap", who=user.email, password=PASSWORD, next=next_)

    assert response.location == "/"


def test_goes_back_to_the_page_that_asked(browser):
    user = make_user()

    response = browser.post("/tai-khoan/dang-nhap", who=user.email, password=PASSWORD, next="/gio-hang?x=1")

    assert response.location == "/gio-hang?x=1"


def test_someone_who_has_left_is_not_let_in(browser):
    from core import times

    user = make_user(closed_at=times.now())

    assert browser.post("/tai-khoan/dang-nhap", who=user.email, password=PASSWORD).status_code == 422


def test_signing_out_needs_the_token_and_forgets_the_session(browser):
    user = make_user()
    browser.sign_in(user)

    assert browser.send("POST", "/tai-khoan/dang-xuat").status_code == 400
    assert browser.post("/tai-khoan/dang-xuat").location == "/"
    assert browser.post("/tai-khoan/dang-xuat").status_code == 401
