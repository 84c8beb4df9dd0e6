"""Papers of an activity, handed out to everybody or kept with its file; a file is what its content says it is."""

import hashlib

from flask_babel import gettext as _

from core import audit
from core.db import db
from core.storage import files
from core.text import clean_line
from programme.activities import records
from programme.activities.models import Activity, ActivityFile

MOST_BYTES, MOST_FILES = 15 * 1024 * 1024, 20
_STARTS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png"}
# What a handout never needs and a hostile file does.
_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/OpenAction")


class RefusedFile(Exception):
    """A file that cannot be kept; the message says why."""


def add(activity: Activity, title: str, content: bytes, *, is_public: bool) -> ActivityFile:
    """The same file is kept once. Raises RefusedFile."""
    records.must_reach(activity.commune_code)
    mimetype = _mimetype(content)
    if is_public and mimetype != "application/pdf":
        raise RefusedFile(_("Ảnh chỉ giữ trong hồ sơ; muốn phát cho mọi người thì gửi PDF."))
    digest = hashlib.sha256(content).hexdigest()
    there = next((one for one in activity.files if one.digest == digest), None)
    if there is None:
        if len(activity.files) >= MOST_FILES:
            raise RefusedFile(_("Mỗi hoạt động giữ nhiều nhất %(n)s tệp.", n=MOST_FILES))
        files().put(_key(digest), content)
        there = ActivityFile(digest=digest, mimetype=mimetype, byte_count=len(content), added_by=audit.actor_id())
        activity.files.append(there)
    there.title, there.is_public = clean_line(title)[:120] or digest[:8], is_public
    db.session.flush()
    audit.record(there, "activity.file_kept", public=is_public, digest=digest)
    return there


def content_of(one: ActivityFile) -> bytes | None:
    return files().get(_key(one.digest))


def _mimetype(content: bytes) -> str:
    if not content:
        raise RefusedFile(_("Tệp trống."))
    if len(content) > MOST_BYTES:
        raise RefusedFile(_("Tệp nặng quá 15 MB."))
    found = next((mimetype for start, mimetype in _STARTS.items() if content.startswith(start)), "")
    if not found:
        raise RefusedFile(_("Chỉ nhận PDF, JPEG hoặc PNG."))
    if found == "application/pdf" and any(sign in content for sign in _ACTIVE):
        raise RefusedFile(_("Tệp PDF có phần tự chạy nên không nhận. In lại thành PDF rồi gửi."))
    return found


def _key(digest: str) -> str:
    return f"activities/{digest[:2]}/{digest}"
