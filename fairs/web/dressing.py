"""The steps in which a facility dresses its booth, on a phone; all but prices go into the draft."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import photos, sale_words, sales
from catalog.evidence import MOST_BYTES, RefusedEvidence
from core import times
from core.db import db, release
from core.forms import Form, ids_in
from fairs import booth_papers, contact, fair_prices, looks, workspace
from fairs.booth_forms import FairPricesForm, FilmForm, HoursForm, LookForm, PaperForm, StepsForm, WordsForm, field_of
from fairs.models import Booth
from fairs.themes import THEMES
from fairs.web.showing import step_links

bp = Blueprint("fairs_booth", __name__, url_prefix="/quan-ly/gian/<int:booth_id>")


@bp.get("/dien-mao")
@facility("editor")
def appearance(booth_id: int):
    return _as_drafted(booth_id, LookForm, _look_page)


@bp.post("/dien-mao")
@facility("editor")
def dress(booth_id: int):
    return _drafted(booth_id, LookForm(request.form), _look_page, "words")


@bp.post("/anh")
@facility("editor")
def hang(booth_id: int):
    owner, upload = my_facility_id(), request.files.get("banner")
    _own(booth_id)
    if not (upload and upload.filename):
        flash(_("Chọn một ảnh rồi bấm Treo ảnh."), "bad")
        return redirect(url_for(".appearance", booth_id=booth_id), 303)
    batch = photos.render([(upload.filename, upload.read())], at_most=1)
    booth = workspace.booth_of(owner, booth_id) or abort(404)
    for picture in photos.kept(batch):
        looks.change(booth, banner_id=picture.id, banner_focus=[])
        flash(_("Ảnh mới nằm trong bản nháp."), "good")
    for _name, reason in batch.refused:
        flash(reason, "bad")
    db.session.commit()
    return redirect(url_for(".appearance", booth_id=booth_id), 303)


@bp.get("/loi")
@facility("editor")
def words(booth_id: int):
    return _as_drafted(booth_id, WordsForm, _words_page)


@bp.post("/loi")
@facility("editor")
def tell(booth_id: int):
    return _drafted(booth_id, WordsForm(request.form), _words_page, "making")


@bp.get("/cach-lam")
@facility("editor")
def making(booth_id: int):
    booth = _own(booth_id)
    said = {f"{part}-{n}": row[part] for n, row in enumerate(_steps(booth)) for part in StepsForm.PARTS}
    said |= {f"picture-{n}": row.get("picture_id") for n, row in enumerate(_steps(booth))}
    return _steps_page(booth, StepsForm(said))


@bp.post("/cach-lam")
@facility("editor")
def lay_down(booth_id: int):
    owner, form = my_facility_id(), StepsForm(request.form)
    if not form.is_valid():
        return _steps_page(_own(booth_id), form), 422
    known = set(looks.picture_ids(_steps(_own(booth_id))))
    batches = _step_photos(form)
    booth = workspace.booth_of(owner, booth_id) or abort(404)
    for row in form.rows:
        row["picture_id"] = row["picture_id"] if row["picture_id"] in known else None
        for picture in photos.kept(batches[row["place"]]) if row["place"] in batches else ():
            row["picture_id"] = picture.id
    for reason in [reason for batch in batches.values() for _name, reason in batch.refused]:
        flash(reason, "bad")
    looks.change(booth, steps=[{part: row[part] for part in (*StepsForm.PARTS, "picture_id")} for row in _moved(form)])
    db.session.commit()
    flash(_("Đã lưu vào bản nháp."), "good")
    return redirect(url_for(".making", booth_id=booth_id), 303)


@bp.get("/hang")
@facility("editor")
def goods(booth_id: int):
    booth = _own(booth_id)
    every = {product.id: product for product in workspace.goods_for(booth)}
    chosen = [every[one] for one in looks.values_of(booth)["goods"] if one in every]
    others = [product for product in every.values() if product not in chosen]
    return _page("booth_goods", booth, None, goods=chosen, others=others)


@bp.post("/hang")
@facility("editor")
def show(booth_id: int):
    booth = _own(booth_id)
    mine = {product.id for product in workspace.goods_for(booth)}
    looks.change(booth, goods=[one for one in _wanted_order() if one in mine])
    db.session.commit()
    flash(_("Đã lưu vào bản nháp."), "good")
    return redirect(url_for(".goods", booth_id=booth_id), 303)


@bp.get("/giay")
@facility("editor")
def papers(booth_id: int):
    return _as_drafted(booth_id, FilmForm, _papers_page)


@bp.post("/phim")
@facility("editor")
def film(booth_id: int):
    return _drafted(booth_id, FilmForm(request.form), _papers_page, "papers")


@bp.post("/giay")
@facility("editor")
def add_paper(booth_id: int):
    form, upload = PaperForm(request.form), request.files.get("file")
    content = upload.read(MOST_BYTES + 1) if upload and upload.filename else b""
    release()
    booth = _own(booth_id)
    if form.is_valid():
        try:
            booth_papers.add(booth, form.title, form.title_en, content)
        except RefusedEvidence as refused:
            form.errors["file"] = str(refused)
    if form.errors:
        db.session.rollback()
        booth = _own(booth_id)
        return _papers_page(booth, FilmForm(looks.values_of(booth)), form), 422
    db.session.commit()
    flash(_("Đã lưu vào bản nháp."), "good")
    return redirect(url_for(".papers", booth_id=booth_id), 303)


@bp.post("/giay/bo")
@facility("editor")
def remove_paper(booth_id: int):
    booth_papers.remove(_own(booth_id), request.form.get("digest", "")[:40])
    db.session.commit()
    return redirect(url_for(".papers", booth_id=booth_id), 303)


@bp.get("/gio")
@facility("editor")
def hours(booth_id: int):
    booth = _own(booth_id)
    values = looks.values_of(booth)
    said = {f"from-{day}": span[0] for day, span in values["contact_hours"].items()}
    said |= {f"until-{day}": span[1] for day, span in values["contact_hours"].items()}
    return _hours_page(booth, HoursForm(said | {name: values[name] for name in ("hours", "room_url")}))


@bp.post("/gio")
@facility("editor")
def keep_hours(booth_id: int):
    return _drafted(booth_id, HoursForm(request.form), _hours_page, "hours")


@bp.get("/gia")
@facility("editor")
def prices(booth_id: int):
    booth = _own(booth_id)
    asked = {field_of(one.variant_id): one.price for one in booth.prices}
    return _prices_page(booth, FairPricesForm(asked, fair_prices.forms_of(booth)))


@bp.post("/gia")
@facility("editor")
def ask(booth_id: int):
    booth = _own(booth_id)
    form = FairPricesForm(request.form, fair_prices.forms_of(booth))
    if not form.is_valid() or not _asked(booth, form):
        db.session.rollback()
        return _prices_page(_own(booth_id), form), 422
    db.session.commit()
    flash(_("Đã lưu giá riêng. Giá tự có hiệu lực khi phiên mở và tự hết khi phiên đóng."), "good")
    return redirect(url_for("fairs_booth.prices", booth_id=booth_id), 303)


def _as_drafted(booth_id: int, form: Callable[[dict[str, Any]], Any], page: Callable[[Booth, Any], Any]):
    """The page of a form that shows what the draft holds."""
    booth = _own(booth_id)
    return page(booth, form(looks.values_of(booth)))


def _drafted(booth_id: int, form: Any, page: Callable[[Booth, Any], Any], onward: str):
    """Write what a form told into the draft and go on to the next step; or its page again, with what is wrong."""
    booth = _own(booth_id)
    if not form.is_valid():
        return page(booth, form), 422
    looks.change(booth, **form.told)
    db.session.commit()
    flash(_("Đã lưu vào bản nháp."), "good")
    return redirect(url_for(f".{onward}", booth_id=booth_id), 303)


def _asked(booth: Booth, form: FairPricesForm) -> bool:
    """Ask the prices, or leave the sentence of the rule that forbids one at its field."""
    try:
        fair_prices.revise(booth, form.wanted)
    except fair_prices.FairOver:
        abort(409, _("Phiên này không bán nữa, nên không đặt giá riêng được."))
    except fair_prices.Refused as refused:
        form.errors |= {field_of(one): sale_words.why(reason) for one, reason in refused.why.items()}
    return not form.errors


def _look_page(booth: Booth, form: LookForm):
    dressed = looks.Dressed(booth, looks.values_of(booth))
    return _page("booth_look", booth, form, themes=THEMES, banner=looks.banner_of(dressed), grid=photos.GRID)


def _words_page(booth: Booth, form: WordsForm):
    return _page("booth_words", booth, form, words=len(str(form.value("story")).split()))


def _steps_page(booth: Booth, form: StepsForm):
    return _page("booth_steps", booth, form, most=StepsForm.MOST, pictures=looks.shown_pictures(_steps(booth)))


def _papers_page(booth: Booth, film: FilmForm, form: PaperForm | None = None):
    return _page(
        "booth_papers",
        booth,
        form or PaperForm(),
        film=film,
        papers=looks.values_of(booth)["papers"],
        most=booth_papers.MOST,
    )


def _hours_page(booth: Booth, form: HoursForm):
    return _page("booth_hours", booth, form, days=contact.week())


def _prices_page(booth: Booth, form: FairPricesForm):
    forms = fair_prices.forms_of(booth)
    labels = {field_of(one.id): one.full_name for one in forms}
    limit = sales.limit_on(times.local(booth.fair.opens_at).date())
    return _page("booth_prices", booth, form, forms=forms, labels=labels, limit=limit)


def _page(name: str, booth: Booth, form: Form | None, **more: Any) -> str:
    links = [(href, text, href == request.path) for href, text in step_links(booth)]
    return render_template(f"fairs/{name}.html", facility=booth.facility, booth=booth, form=form, links=links, **more)


def _steps(booth: Booth) -> list[dict[str, Any]]:
    """Of the draft; a booth without its own begins with those of its maker."""
    own = looks.values_of(booth)["steps"]
    return own or [{"name_en": "", "text_en": "", "picture_id": None} | one for one in booth.facility.steps]


def _step_photos(form: StepsForm) -> dict[int, photos.Batch]:
    """What was sent with each step, looked at; this ends the transaction."""
    sent = {row["place"]: request.files.get(f"photo-{row['place']}") for row in form.rows}
    return {
        n: photos.render([(file.filename, file.read())], at_most=1)
        for n, file in sent.items()
        if file and file.filename
    }


def _moved(form: StepsForm) -> list[dict[str, Any]]:
    """The steps in order, one of them moved up or down where its button was pressed."""
    rows = {row["place"]: row for row in form.rows}
    return [rows[one] for one in _shifted(list(rows))]


def _wanted_order() -> list[int]:
    """The goods ticked, in the order sent, with one of them moved up or down where its button was pressed."""
    ticked = request.form.getlist("product_ids", type=int)
    sent = ids_in(request.form.get("order", ""))
    kept = [one for one in sent if one in ticked]
    return _shifted(list(dict.fromkeys(kept + ticked)))


def _shifted(ids: list[Any]) -> list[Any]:
    for name, step in (("up", -1), ("down", 1)):
        moved = request.form.get(name, -1, type=int)
        if moved in ids and 0 <= ids.index(moved) + step < len(ids):
            place = ids.index(moved)
            ids[place], ids[place + step] = ids[place + step], ids[place]
    return ids


def _own(booth_id: int) -> Booth:
    return workspace.booth_of(my_facility_id(), booth_id) or abort(404)
