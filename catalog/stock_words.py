"""Why a lower number on hand is refused, in a sentence for who typed it."""

from flask_babel import gettext as _

from catalog.stock import BelowHeld


def why(below: BelowHeld) -> str:
    if below.away:
        return _("Đang giữ %(n)s cho đơn chưa gửi và để %(away)s ở nơi khác.", n=below.held, away=below.away)
    return _("Đang giữ %(n)s cho các đơn chưa gửi.", n=below.held)
