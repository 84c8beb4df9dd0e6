"""What a fair brought, for everybody to read."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

import fairs.queries
from core import times
from core.access import public
from fairs import programme
from insight import fair_results

bp = Blueprint("fair_results", __name__)

BOOTHS_SHOWN = 60


@bp.get("/hoi-cho/<slug>/ket-qua")
@public
def show(slug: str):
    fair = fairs.queries.fair(slug)
    if fair is None or fair.is_to_come or fair.state == "cancelled":
        abort(404, _("Chưa có kết quả. Kết quả hiện từ khi hội chợ mở."))
    found = fair_results.of(fair.id)
    return render_template(
        "insight/fair.html",
        fair=fair,
        results=found,
        booths=found.booths[:BOOTHS_SHOWN],
        replays=[one for one in programme.of_fair(fair) if one.state == "over" and one.replay_url],
        today=times.today(),
    )
