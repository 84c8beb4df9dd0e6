"""Files that come in parts: kept privately until whole, continued after a break, then handed to the intake."""

import re
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from catalog.models import Product, Upload
from core import audit, jobs, times
from core.db import db
from core.storage import files

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
MOST_BYTES = 20 * 1024 * 1024  # of a file, as in core/pictures
PART = 256 * 1024  # every part but the last: a part sent twice is the same part
MOST_OPEN = 60  # of a facility: a turntable of 36 and the photos of two products
KEPT = timedelta(days=1)


class NotExpected(Exception):
    """This part does not follow what is here; the sender asks how far it is and goes on from there."""


class TooMany(Exception):
    """A facility has as many files under way as it may."""


class KeyTaken(Exception):
    """Another file has this key."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes `start` to `start + len(content)` of a file of `size`."""

    start: int
    size: int
    content: bytes

    @property
    def is_right(self) -> bool:
        """Begins where parts begin, and is as long as a part there is."""
        return self.start % PART == 0 and 0 < len(self.content) == min(PART, self.size - self.start)


@dataclass(frozen=True, slots=True)
class Label:
    """What the sender says of a file before its first part."""

    file_name: str
    use: str
    keeps_place: bool = False


def of(product: Product, key: str) -> Upload | None:
    """A file under way to this product; that of another is not there."""
    return db.session.scalar(select(Upload).where(Upload.key == key, Upload.product_id == product.id))


def open_of(product: Product) -> list[Upload]:
    """Files of a product that are not whole yet."""
    unfinished = select(Upload).where(Upload.product_id == product.id, Upload.state == "open")
    return list(db.session.scalars(unfinished.order_by(Upload.id)))


def begin(product: Product, key: str, size: int, label: Label) -> Upload:
    """Make room for a file. Raises TooMany, KeyTaken."""
    if db.session.scalar(select(Upload.id).where(Upload.key == key)):
        raise KeyTaken(key)
    under_way = select(func.count()).where(Upload.facility_id == product.facility_id, Upload.state == "open")
    if (db.session.scalar(under_way) or 0) >= MOST_OPEN:
        raise TooMany(product.facility_id)
    upload = Upload(
        key=key, facility_id=product.facility_id, product_id=product.id, use=label.use,
        file_name=label.file_name, size=size, keeps_place=label.keeps_place, made_by=audit.actor_id(),
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    jobs.enqueue("catalog.forget_upload", run_at=times.now() + KEPT, upload_id=upload.id)
    return upload


def receive(upload: Upload, part: Part) -> None:
    """Keep the part that follows what is here; one that is here already changes nothing. Raises NotExpected."""
    if part.size != upload.size or part.start > upload.received or not part.is_right:
        raise NotExpected(upload.key)
    if part.start < upload.received or upload.state != "open":
        return
    files().put(_part_key(upload.key, part.start), part.content)
    db.session.execute(
        update(Upload)
        .where(Upload.id == upload.id, Upload.received == part.start, Upload.state == "open")
        .values(received=part.start + len(part.content), updated_at=times.now())
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(upload)


def content_of(upload: Upload) -> bytes:
    """The whole file."""
    return b"".join(files().get(key) or b"" for key in _part_keys(upload))


def close(upload: Upload, state: str, reason: str = "") -> bool:
    """Taken or refused, once: of two who finish the same file, one is told to go on."""
    closed = db.session.execute(
        update(Upload)
        .where(Upload.id == upload.id, Upload.state == "open")
        .values(state=state, reason=reason, updated_at=times.now())
        .returning(Upload.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    db.session.refresh(upload)
    return closed is not None


def drop_parts(upload: Upload) -> None:
    """Remove the parts of a file that is closed; to be called after the commit that closed it."""
    for key in _part_keys(upload):
        files().delete(key)


def cancel(upload: Upload) -> None:
    """The sender thinks better of it."""
    drop_parts(upload)
    db.session.delete(upload)


def forget(upload_id: int) -> None:
    """Clean up a day after the last part; one still being sent is looked at again later."""
    upload = db.session.get(Upload, upload_id)
    if upload is None:
        return
    if upload.updated_at + KEPT > times.now():
        jobs.enqueue("catalog.forget_upload", run_at=upload.updated_at + KEPT, upload_id=upload_id)
    else:
        cancel(upload)


def too_big() -> str:
    return _("Ảnh nặng quá %(n)s MB.", n=MOST_BYTES // 1024 // 1024)


def _part_keys(upload: Upload) -> list[str]:
    return [_part_key(upload.key, start) for start in range(0, upload.received, PART)]


def _part_key(key: str, start: int) -> str:
    return f"uploads/{key}/{start:09}"
