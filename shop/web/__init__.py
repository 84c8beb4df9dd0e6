"""Pages and JSON of shop: the only code here that knows request, session and templates."""

from flask import Flask

from shop.web import (
    account,
    api,
    cart,
    checkout,
    compare,
    designs,
    gathering,
    lots,
    manage,
    orders,
    public,
    reviews,
    sessions,
    stand_notes,
    talks,
    visit,
    weighing,
    wishes,
)


def init_app(app: Flask) -> None:
    visit.init_app(app)
    buying = (account, api, cart, checkout, compare, designs, orders, public, reviews, sessions, talks, wishes)
    for module in (*buying, gathering, lots, manage, stand_notes, weighing):
        app.register_blueprint(module.bp)
