"""Why a lower price is refused, in a sentence for who typed it."""

from flask_babel import gettext as _

from catalog import sales
from core.money import vnd


def why(refused: Exception) -> str:
    """Of NoPrice, NotLower, TooLow or TooLong."""
    if isinstance(refused, sales.NotLower):
        return _("Phải thấp hơn giá thấp nhất 30 ngày trước đợt: %(price)s.", price=vnd(refused.lowest))
    if isinstance(refused, sales.TooLow):
        percent = refused.limit.most_percent
        return _("Giảm nhiều nhất %(n)s %%, tức không dưới %(price)s.", n=percent, price=vnd(refused.least))
    if isinstance(refused, sales.TooLong):
        most = refused.limit.most_days_a_year
        return _("Mỗi năm giảm giá nhiều nhất %(n)s ngày; còn %(left)s ngày.", n=most, left=refused.left)
    return _("Loại này chưa có giá, nên chưa giảm được.")
