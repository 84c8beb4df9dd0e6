"""Cards are off, as everywhere, but where a test asks for `cards`."""

import pytest

from tests.shop.cards import Shop
from tests.stripe_stand_in import StandIn


@pytest.fixture
def cards(app, browser):
    """The shop with cards on, at a stand-in whose notices come only when the test lets them."""
    with StandIn() as stripe:
        stripe.notices.held = True
        kept = {name: app.config[name] for name in stripe.settings()}
        app.config.update(stripe.settings())
        yield Shop(app, browser, stripe)
        app.config.update(kept)
