"""The log of acts, looked up by staff; each reads what she did, and whoever has the whole province reads all."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _

from accounts import people
from accounts.access import staff
from accounts.models import STAFF_RIGHTS
from core import chain, workbooks
from core.forms import Form
from insight import log

bp = Blueprint("log", __name__, url_prefix="/can-bo/nhat-ky")


class LogForm(Form):
    """What is looked for, from the address of the page."""

    def clean(self) -> None:
        self.thing = self.choice("viec", [word for word, _name in log.things()])
        self.subject = self.integer("so", at_least=1, at_most=log.MOST_ID, required=False)
        self.who = self.text("ai", at_most=200)
        self.since, self.until = self.day("tu"), self.day("den")
        self.before = self.integer("truoc", at_least=1, at_most=log.MOST_ID, required=False)
        if self.since and self.until and self.until < self.since:
            self.errors["den"] = _("Ngày cuối phải sau ngày đầu.")

    @property
    def asked(self) -> log.Asked:
        return log.Asked(self.thing, self.subject, self.who, self.since, self.until, self.before)

    @property
    def said(self) -> dict[str, Any]:
        """The same as an address says it, without the page."""
        told = {"viec": self.thing, "so": self.subject, "ai": self.who, "tu": self.since, "den": self.until}
        return {name: value for name, value in told.items() if value}


@bp.get("")
@staff(*STAFF_RIGHTS)
def show():
    form = LogForm(request.args)
    found = _found(form) if form.is_valid() else None
    page = render_template(
        "insight/log.html",
        form=form,
        found=found,
        things=log.things(),
        name_of=log.name_of,
        told=log.told,
        head=chain.head() if log.is_whole() else None,
        is_whole=log.is_whole(),
        noted=_noted(),
    )
    return page, 422 if form.errors else 200


@bp.get("/tai")
@staff(*STAFF_RIGHTS)
def sheet():
    form = LogForm(request.args)
    if not form.is_valid() or _found(form) is None:
        abort(422, " ".join(form.errors.values()))
    return workbooks.streamed("nhat-ky", _headings(), log.rows(form.asked))


@bp.get("/<int:entry_id>")
@staff(*STAFF_RIGHTS)
def entry(entry_id: int):
    found = log.one(entry_id) or abort(404, _("Không có việc ghi nào ở địa chỉ này."))
    act, link = found
    return render_template(
        "insight/log_entry.html",
        act=act,
        link=link,
        fits=link is not None and chain.digest(link.previous, act) == link.digest,
        name=log.name_of(act.action),
        told=log.told(act),
        names=people.names_of([act.actor_id]),
        makers=log.makers_of([act]),
    )


def _found(form: LogForm) -> log.Found | None:
    try:
        return log.read(form.asked)
    except log.UnknownPerson:
        form.errors["ai"] = _("Chưa có tài khoản nào với địa chỉ này.")
        return None


def _noted() -> bool | None:
    """Whether a digest that was written down is one of the chain's; None where none is asked about."""
    said = request.args.get("dau", "").strip().lower()
    return chain.holds(said) if said else None


def _headings() -> list[str]:
    return [
        _("Số"), _("Lúc"), _("Người làm (số)"), _("Việc"), _("Mã việc"), _("Hồ sơ số"), _("Nội dung"), _("Dấu"),
    ]  # fmt: skip
