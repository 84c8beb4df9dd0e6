"""What of shop's workspace one needs leave for, who acts in a maker's place; the rest is never opened so (0095)."""

NEEDS = {
    "carriers.ask": "orders", "carriers.cancel": "orders", "carriers.label": "orders", "claims": "orders",
    "deposits": "prices", "door": "orders", "fees": "prices", "invoices": "money", "invoices.my_slip": "orders",
    "journeys": "orders", "proposals": "orders", "quotes": "answers", "settling": "money", "shop_designs": "answers",
    "shop_gathering": "orders", "shop_lots.labels": "stock", "shop_lots.note": "orders", "shop_manage": "orders",
    "shop_manage.questions": "answers", "shop_manage.answer": "answers", "shop_manage.reply": "answers",
    "shop_manage.money": "money", "shop_sessions": "orders", "shop_weighing": "orders", "stand_notes": "booth",
    "stock_places": "stock", "talks": "answers", "vouchers": "prices",
}  # fmt: skip
