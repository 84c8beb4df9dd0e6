"""Staff keep the words of search: synonyms and traps, with a look at what a change does before it is saved."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts import people
from accounts.access import staff
from catalog import vocabulary, word_preview
from catalog.word_forms import WordsForm, as_typed
from core import audit, undo
from core.db import db, only_read, release

bp = Blueprint("catalog_words", __name__, url_prefix="/can-bo/tu-khoa")

KINDS = {"dong-nghia": "synonym", "bay": "trap"}
SLUGS = {kind: slug for slug, kind in KINDS.items()}
MOVES = {"tat": "off", "mo-lai": "on", "nhu-goc": "given"}
_KIND = "<any('dong-nghia', 'bay'):kind>"
_SHOWN, _HISTORY = 400, 20


@bp.get("")
@staff("curate")
def keep_all():
    typed = request.args.get("q", "")[:100]
    kind = KINDS.get(request.args.get("loai", ""), "synonym")
    rows = vocabulary.every(kind, typed)
    if request.args.get("cua") == "cho":
        rows = [one for one in rows if one.is_ours]
    return render_template(
        "catalog/staff/words.html", rows=rows[:_SHOWN], total=len(rows), typed=typed, kind=kind, slugs=SLUGS
    )


@bp.get(f"/{_KIND}/moi")
@staff("curate")
def new(kind: str):
    return _page(KINDS[kind], None, WordsForm({}))


@bp.post(f"/{_KIND}/moi")
@staff("curate")
def make(kind: str):
    form = WordsForm(request.form)
    if not form.is_valid():
        return _page(KINDS[kind], None, form), 422
    try:
        row = vocabulary.add(form.entry(KINDS[kind]))
    except vocabulary.NotSound as wrong:
        form.errors |= wrong.faults
        return _page(KINDS[kind], None, form), 422
    if request.form.get("go") == "preview":
        only_read()  # what was tried is not kept, and nobody waits while it is compared
        return _page(KINDS[kind], None, form, previewed=True)
    code = row.code
    db.session.commit()
    flash(_("Đã thêm. Mọi máy tìm theo trong vòng hai giây."), "good")
    return redirect(url_for(".edit", kind=kind, code=code), 303)


@bp.get(f"/{_KIND}/<code>")
@staff("curate")
def edit(kind: str, code: str):
    kept = _kept(kind, code)
    return _page(kept.entry.kind, kept, WordsForm(as_typed(kept.entry, kept.version)))


@bp.post(f"/{_KIND}/<code>")
@staff("curate")
def change(kind: str, code: str):
    kept, form = _kept(kind, code), WordsForm(request.form)
    if not form.is_valid():
        return _page(kept.entry.kind, kept, form), 422
    try:
        changed = vocabulary.change(kept, form.entry(kept.entry.kind, code, is_on=kept.entry.is_on), form.version)
    except vocabulary.NotSound as wrong:
        form.errors |= wrong.faults
        return _page(kept.entry.kind, kept, form), 422
    except vocabulary.ChangedMeanwhile:
        release()
        form.errors["note"] = _("Người khác vừa sửa mục này. Mở lại trang để xem bản mới rồi sửa tiếp.")
        return _page(kept.entry.kind, kept, form), 409
    if request.form.get("go") == "preview":
        only_read()  # what was tried is not kept, and nobody waits while it is compared
        return _page(kept.entry.kind, _kept(kind, code), form, previewed=True)
    db.session.commit()
    flash(_("Đã lưu. Mọi máy tìm theo trong vòng hai giây.") if changed else _("Không có gì đổi."), "good")
    return redirect(url_for(".edit", kind=kind, code=code), 303)


@bp.post(f"/{_KIND}/<code>/<any('tat', 'mo-lai', 'nhu-goc'):move>")
@staff("curate")
def switch(kind: str, code: str, move: str):
    try:
        changed = vocabulary.switch(_kept(kind, code), MOVES[move])
        db.session.commit()
        flash(_("Đã ghi.") if changed else _("Không có gì đổi."), "good")
    except vocabulary.NotSound as wrong:
        release()
        flash(" ".join(wrong.faults.values()), "bad")
    except vocabulary.ChangedMeanwhile:
        release()
        flash(_("Người khác vừa sửa mục này; xem lại rồi làm tiếp."), "bad")
    return redirect(url_for(".edit", kind=kind, code=code), 303)


@bp.post(f"/{_KIND}/<code>/lan-sua/<int:entry_id>/hoan-tac")
@staff("curate")
def take_back(kind: str, code: str, entry_id: int):
    kept, entry = _kept(kind, code), audit.entry(entry_id)
    if not kept.row or entry not in audit.history_of(kept.row):
        abort(404)
    try:
        undo.undo(entry)
        db.session.commit()
        flash(_("Đã trở lại như trước lần sửa ấy."), "good")
    except (undo.CannotBeUndone, undo.ChangedSince, vocabulary.ChangedMeanwhile):
        release()
        flash(_("Mục này đã được sửa tiếp sau lần ấy, nên không hoàn tác được; sửa thẳng ở ô bên trên."), "bad")
    except vocabulary.NotSound as wrong:
        release()
        flash(" ".join(wrong.faults.values()), "bad")
    return redirect(url_for(".edit", kind=kind, code=code), 303)


def _kept(kind: str, code: str) -> vocabulary.Kept:
    return vocabulary.find(KINDS[kind], code) or abort(404, _("Không có mục từ này."))


def _page(kind: str, kept: vocabulary.Kept | None, form: WordsForm, *, previewed: bool = False):
    """The form; what the change would do, where it was asked; what happened to the entry before."""
    entry = kept.entry if kept else None
    trial = form.entry(kind, entry.code if entry else "", is_on=entry.is_on if entry else True) if previewed else None
    history = audit.history_of(kept.row)[:_HISTORY] if kept and kept.row else []
    return render_template(
        "catalog/staff/word.html",
        kind=kind,
        slug=SLUGS[kind],
        kept=kept,
        form=form,
        preview=word_preview.of(trial, entry) if trial else None,
        preview_shown=word_preview.SHOWN,
        history=history,
        undoable={one.id for one in history if undo.changes_of(one)} - undo.undone_among([one.id for one in history]),
        names=people.names_of(one.actor_id for one in history),
    )
