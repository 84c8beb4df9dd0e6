"""Pages and JSON of shop: the only code here that knows request, session and templates."""

from flask import Flask

from shop.web import (
    account,
    api,
    cart,
    checkout,
    designs,
    lots,
    manage,
    orders,
    public,
    reviews,
    sessions,
    talks,
    visit,
)


def init_app(app: Flask) -> None:
    visit.init_app(app)
    for module in (account, api, cart, checkout, designs, lots, manage, orders, public, reviews, sessions, talks):
        app.register_blueprint(module.bp)
