"""Asking the market to find what it does not show yet."""

from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext as _

from catalog import wanted
from core import rates
from core.access import visitor
from core.db import db
from core.i18n import here
from core.text import clean_line

bp = Blueprint("wanted", __name__)
MOST_WISHES = 30  # an hour from one place


@bp.get("/tim/nho")
@visitor
def show():
    """Where one comes after asking; the words can be put otherwise here and asked for again."""
    return render_template("catalog/wanted.html", written=clean_line(request.args.get("q", ""))[:120])


@bp.post("/tim/nho")
@visitor
def ask():
    try:
        written = wanted.ask(request.form.get("q", ""))
        rates.count("wanted", request.remote_addr or "", MOST_WISHES)
    except wanted.NothingSaid:
        abort(422, _("Chưa rõ bạn cần món gì. Hãy viết tên món."))
    except rates.TooOften:
        abort(429, _("Bạn đã nhờ nhiều lần trong giờ này. Xin đợi một lát rồi nhờ tiếp."))
    db.session.commit()
    flash(_("Chợ đã ghi: có người cần “%(what)s”. Cảm ơn bạn.", what=written), "good")
    return redirect(here("/tim/nho?") + urlencode({"q": written}), 303)
