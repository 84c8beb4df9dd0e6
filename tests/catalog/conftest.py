"""Who has to do with a `product` that a test makes: its maker, the officer who looks at it, and whoever comes by."""

import pytest

from tests.conftest import Browser
from tests.factories import make_member, make_staff


@pytest.fixture
def maker(app, product):
    return Browser(app).sign_in(make_member(product.facility, "editor"))


@pytest.fixture
def officer(app):
    return Browser(app).sign_in(make_staff("moderate"))


@pytest.fixture
def visitor(app):
    return Browser(app)
