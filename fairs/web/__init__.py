"""Pages and JSON of fairs: the only code here that knows request, session and templates."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from accounts import mandates
from catalog.web import kinds, picked
from core import acts as named_acts
from core import blueprints
from core.i18n import number
from fairs import acts, leave, shown


def init_app(app: Flask) -> None:
    named_acts.told(acts.FAIR | acts.BOOTH | acts.SHELF | acts.GUEST | acts.TICKET | acts.VENUE)
    kinds.name("fair", kinds.Words(_l("Hội chợ"), _l("Hội chợ"), _booths))
    kinds.name("venue", kinds.Words(_l("Nơi xem và mua"), _l("Nơi xem và mua"), _shown))
    picked.tell(shown.of_group)
    mandates.told(leave.NEEDS)
    blueprints.register(app, __name__, __path__)


def _shown(count: int) -> str:
    return ngettext("%(n)s món", "%(n)s món", count, n=number(count))


def _booths(count: int) -> str:
    return ngettext("%(n)s gian", "%(n)s gian", count, n=number(count))
