"""Anybody checks a badge, a printed QR or a decision number; programs get the same answer signed."""

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog import evidence, recognition_facts, taxonomy
from catalog.web import papers
from core import codes, qr, signing
from core.access import public
from core.text import clean_line
from insight import certificates

bp = Blueprint("verify", __name__)

LONGEST_NUMBER = 200  # an address that a camera read is longer than any number


@bp.get("/xac-minh")
@public
def check():
    number = clean_line(request.args.get("so", ""))[:LONGEST_NUMBER]
    if (code := certificates.code_in(number)) and _known(code):
        return redirect(url_for(".paper", code=code))
    return _page("check", number=number, found=certificates.find(number) if number else None)


@bp.get("/xac-minh/<code>")
@public
def paper(code: str):
    """What a printed QR opens; a code in any case, with spaces or hyphens, leads to its one address."""
    meant = codes.typed(code[:40])
    found = _known(meant) if meant else None
    if found is None:
        return _unknown(meant)
    if meant != code:
        return redirect(url_for(".paper", code=meant), 301)
    drawing = qr.drawing(f"{current_app.config['SITE_URL']}/xac-minh/{meant}")
    if isinstance(found, certificates.Standing):
        return _page("support", standing=found, code=meant, drawing=drawing)
    return _page("paper", paper=found, code=meant, history=certificates.history(found), drawing=drawing)


@bp.get("/xac-minh/<code>.json")
@public
def signed(code: str) -> Response:
    """The same for programs, signed; the keys are at /.well-known/phiencho-keys.json."""
    found = _known(codes.typed(code[:40])) or _unknown("")
    site = current_app.config["SITE_URL"]
    if isinstance(found, certificates.Standing):
        return jsonify(signing.signed(certificates.facts_of_support(found, site)))
    return jsonify(signing.signed(certificates.facts(found, site)))


@bp.get("/xac-minh/<code>/tep/<digest>")
@public
def scan(code: str, digest: str) -> Response:
    """A scan that staff have released."""
    found = certificates.with_code(codes.typed(code[:40])) or abort(404)
    return papers.served(evidence.released(found, digest))


@bp.get("/.well-known/phiencho-keys.json")
@public
def keys() -> Response:
    return jsonify(algorithm="Ed25519", keys=signing.public_keys())


def _known(code: str):
    return (certificates.with_code(code) or certificates.standing_with_code(code)) if code else None


def _unknown(code: str):
    if code and certificates.waits(code):
        abort(404, _("Chưa xác minh: giấy mang mã này chưa được người trực đối chiếu. Đừng vội tin dấu in kèm."))
    abort(404, _("Chưa xác minh được: chợ không biết mã này. Xem lại từng chữ, hoặc tra theo số giấy."))


def _page(template: str, **context):
    return render_template(
        f"info/{template}.html",
        levels=taxonomy.level_names(),
        kinds=recognition_facts.kinds(),
        fields=recognition_facts.names(),
        states=recognition_facts.states(),
        site=current_app.config["SITE_URL"],
        **context,
    )
