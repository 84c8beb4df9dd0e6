"""Private designs: pictures that lie apart from all others and are shown only to buyers whom the maker accepted."""

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import raiseload

from catalog import photos, products
from catalog.models import Design, Photo, Product
from catalog.photos import Batch
from core import audit, jobs, pictures, times
from core.db import db, release
from core.pictures import RefusedPicture, apart, shelf
from core.storage import files

MOST = 24
WIDTHS = (320, 960, 1600)
ENDINGS = {"webp": "image/webp", "jpg": "image/jpeg"}


def of_product(product_id: int) -> list[Design]:
    wanted = select(Design).where(Design.product_id == product_id).order_by(Design.position, Design.id)
    return list(db.session.scalars(wanted.options(raiseload("*"))))


def shown(product_id: int) -> list[Design]:
    """Those a chosen buyer sees."""
    return [design for design in of_product(product_id) if design.is_ready]


def one_of(product_id: int, design_id: int) -> Design | None:
    return db.session.scalar(select(Design).where(Design.id == design_id, Design.product_id == product_id))


def have_any(product_ids: list[int]) -> set[int]:
    """Which of these products have private designs. One query."""
    wanted = select(Design.product_id).where(Design.product_id.in_(product_ids), Design.ready_at.is_not(None))
    return set(db.session.scalars(wanted.distinct()))


def add(product: Product, batch: Batch) -> int:
    """Keep what was rendered as designs: no row of `picture` is made, so no public address can lead to it."""
    here = {design.source for design in of_product(product.id)}
    before = len(here)
    for one in batch.rendered:
        if one.upload.digest in here:
            batch.refused.append((one.file_name, _("Mẫu này đã có.")))
        elif len(here) >= MOST:
            batch.refused.append((one.file_name, _("Mỗi món nhiều nhất %(n)s mẫu riêng.", n=MOST)))
        else:
            _keep(product, one.upload.digest, (one.upload.width, one.upload.height), product.name)
            here.add(one.upload.digest)
    return len(here) - before


def hide(product: Product, photo: Photo) -> None:
    """Make a photo a private design. What shall be private is so at once: no officer need look at less being shown.
    Its public files go when nothing else shows that picture. Raises LastPhoto."""
    if product.is_published and len(product.photos) == 1:
        raise photos.LastPhoto(product.id)
    picture = photo.picture
    digest = photo.source or picture.digest
    if digest not in {design.source for design in of_product(product.id)}:
        _keep(product, digest, (picture.width, picture.height), photo.alt, goes_back=False)
    product.photos.remove(photo)
    audit.record(product, "product.photo_hidden", back={f"hidden.{digest}": [False, True]})
    products.touched(product)
    pictures.retire(picture)


def bring_out(product: Product, design: Design) -> None:
    """Show a design among the photos of the product, for everybody. Raises RefusedPicture."""
    source = design.source
    upload = pictures.examined(shelf.original(source) or b"")
    photos.attach(product, pictures.accept(upload))
    remove(product, design, goes_back=False)  # the photo that comes goes back by itself


def bring_back(product: Product, source: str) -> None:
    """A design that was removed, from its original. Raises RefusedPicture."""
    upload = pictures.examined(shelf.original(source) or b"")
    _keep(product, source, (upload.width, upload.height), product.name)


def develop(design_id: int) -> None:
    """Make the renditions of a design, apart from all public ones. Ends the transaction on its way."""
    design = db.session.get(Design, design_id)
    if design is None or design.is_ready:
        return
    source = design.source
    release()
    try:
        developed = apart.develop(shelf.original(source) or b"")
    except RefusedPicture:
        db.session.delete(db.session.get_one(Design, design_id))
        return
    widest = developed.facts["width"]
    for width, ending, content in developed.prints:
        if width in WIDTHS or width == widest:
            files().put(_key(design_id, source, width, ending), content)
    design = db.session.get_one(Design, design_id)
    design.width, design.height = widest, developed.facts["height"]
    design.ready_at = times.now()


def widths_of(design: Design) -> list[int]:
    return sorted({width for width in WIDTHS if width < design.width} | {design.width})


def rendition(design: Design, width: int, ending: str) -> bytes | None:
    """A picture of a design, for those who may see it; the caller has asked whether they may."""
    if ending not in ENDINGS or width not in widths_of(design):
        return None
    return files().get(_key(design.id, design.source, width, ending))


def _keep(product: Product, digest: str, size: tuple[int, int], alt: str, *, goes_back: bool = True) -> None:
    last = db.session.scalar(select(func.max(Design.position)).where(Design.product_id == product.id))
    design = Design(
        product_id=product.id, source=digest, width=size[0], height=size[1], alt=alt,
        position=0 if last is None else last + 1,
    )  # fmt: skip
    db.session.add(design)
    if goes_back:
        audit.record(product, "product.design_added", back={f"design.{digest}": [False, True]})
    db.session.flush()
    jobs.enqueue("catalog.develop_design", design_id=design.id)


def remove(product: Product, design: Design, *, goes_back: bool = True) -> None:
    for width in widths_of(design):
        for ending in ENDINGS:
            files().delete(_key(design.id, design.source, width, ending))
    db.session.delete(design)
    back = {f"design.{design.source}": [True, False]} if goes_back else {}
    audit.record(product, "product.design_removed", back=back)
    products.touched(product)


def _key(design_id: int, source: str, width: int, ending: str) -> str:
    return f"designs/{design_id}-{source}/{width}.{ending}"
