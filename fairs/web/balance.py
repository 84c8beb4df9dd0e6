"""Staff weigh who gets a place at a fair: everybody who asked, with the meters of those ticked."""

from flask import Blueprint, abort, render_template, request

from accounts.access import staff
from catalog import taxonomy
from fairs import balance, queries

bp = Blueprint("fairs_balance", __name__, url_prefix="/can-bo/hoi-cho/<slug>/can-bang")


@bp.get("")
@staff("allot")
def show(slug: str):
    """Ticks are kept in the address: nothing is decided here, and a choice can be sent to a colleague."""
    fair = queries.fair(slug) or abort(404)
    every = balance.entries(fair)
    ticked = {int(one) for one in request.args.getlist("chon") if one.isascii() and one.isdigit() and len(one) < 10}
    chosen = balance.chosen(every, ticked)
    return render_template(
        "fairs/staff/balance.html",
        fair=fair,
        entries=every,
        chosen={one.facility.id for one in chosen},
        count=len(chosen),
        meters=balance.meters(chosen),
        names={group.slug: group.label for group in taxonomy.browse_groups()},
    )
