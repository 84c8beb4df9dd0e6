"""A person's own page: where she may go, and what she has ordered."""

from flask import Blueprint, render_template
from flask_login import current_user

from accounts.access import signed_in
from shop import queries, standing_queries

bp = Blueprint("account", __name__, url_prefix="/tai-khoan")


@bp.get("")
@signed_in
def show():
    mine, again = queries.orders_of(current_user.id), standing_queries.of_person(current_user.id)
    return render_template("shop/account.html", orders=mine, standing=again)
