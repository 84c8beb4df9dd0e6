"""From a whole file to where its sender wants it: a photo, a turntable frame or a private design."""

from collections.abc import Callable

from catalog import designs, desk, photos, spins, uploads
from catalog.models import Product, Upload
from catalog.photos import Batch
from core import audit
from core.db import db

# What hangs a rendered picture on a product, by the use that was asked for.
HANGERS: dict[str, Callable[[Product, Batch], int]] = {"photo": photos.add, "frame": spins.add, "design": designs.add}


def finish(upload: Upload) -> None:
    """Take in a whole file and close its upload, taken or refused with a reason. The caller commits; a second time
    changes nothing. Ends the transaction on its way."""
    upload_id, name, made_by = upload.id, upload.file_name, upload.made_by
    content = uploads.content_of(upload)
    batch = photos.render([(name, content)], keeps_place=upload.keeps_place)
    upload = db.session.get_one(Upload, upload_id, populate_existing=True)
    product = desk.product_of(upload.facility_id, upload.product_id)
    if product is None or upload.state != "open":
        return
    with audit.actor(audit.actor_id() or made_by):
        HANGERS[upload.use](product, batch)
    reason = batch.refused[0][1] if batch.refused else ""
    uploads.close(upload, "refused" if reason else "taken", reason)
