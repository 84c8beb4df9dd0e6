"""The page that lays products side by side, and the cards of goods that a device remembers."""

from flask import Blueprint, render_template, request, url_for

from catalog import queries as catalogue
from catalog import search
from core.access import public
from core.text import clean_line
from shop import compare, queries

bp = Blueprint("compare", __name__)
MOST_SEEN = 12
_OFFERED = 6


@bp.get("/so-sanh")
@public
def show():
    """The address is the whole state: /so-sanh?sp=a,b,c. What is no longer on show is said, not passed over."""
    slugs = compare.slugs_in(request.args.getlist("sp"))
    products = queries.whole_products(slugs)
    here = [product.slug for product in products]
    query = clean_line(request.args.get("q", ""))[:200]
    return render_template(
        "shop/compare.html",
        products=products,
        rows=compare.rows(products),
        gone=len(slugs) - len(products),
        most=compare.MOST,
        query=query,
        offered=_offered(products, query),
        together=",".join(here),
        without={slug: _address([one for one in here if one != slug]) for slug in here},
        adding=lambda slug: _address([*here, slug]),
    )


@bp.get("/vua-xem")
@public
def cards():
    """Cards of the goods named in the address, for the script that remembers them; what is off show is left out."""
    slugs = compare.slugs_in(request.args.getlist("sp"), MOST_SEEN)
    return render_template("shop/seen.html", products=catalogue.products_by_slugs(slugs))


def _address(slugs: list[str]) -> str:
    return url_for("compare.show", sp=",".join(slugs))


def _offered(products, query: str):
    """What could stand beside: what was searched for, else goods of the same shelf."""
    if len(products) >= compare.MOST:
        return []
    chosen = {product.id for product in products}
    seen = search.snapshot()
    if query:
        answer = search.find(query, seen=seen)
    elif products:
        answer = search.find("", search.Selection({"group": (products[0].browse_category,)}), seen)
    else:
        return []
    ids = [one for one in answer.ids[: _OFFERED + compare.MOST] if one not in chosen]
    return catalogue.products_by_ids(ids[:_OFFERED])
