"""One at a time at a booth: whoever changes its prices, its makers or its look waits for who was first."""

from sqlalchemy import select

from core.db import db
from fairs.models import Booth


def hold(booth: Booth) -> None:
    """Until the end of the transaction. SQLite lets one writer in at a time anyway."""
    db.session.execute(select(Booth.id).where(Booth.id == booth.id).with_for_update())
