"""Who may see a picture that waits for staff's word: the people of its facility, and staff."""

from flask import Flask
from flask_login import current_user

from catalog import unseen
from core import web


def init_app(app: Flask) -> None:
    web.guard_pictures(app, may_see)


def may_see(digest: str) -> bool | None:
    """None: anybody may, and nobody was asked who she is."""
    owners = unseen.waits_at(digest)
    if not owners:
        return None
    if not current_user.is_authenticated:
        return False
    return bool(current_user.rights) or any(one.facility_id in owners for one in current_user.memberships)
