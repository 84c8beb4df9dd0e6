"""The renewal pack: one file with what the next assessment asks for, as far as the market knows it."""

import io
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date

from flask import current_app
from sqlalchemy import select

from catalog import evidence, recognition_letters, register
from catalog.models import Lot, MakingStep, Photo, Product, Promise, Recognition
from core import audit, jobs, mail, times, workbooks
from core.access import must_reach
from core.db import db
from core.pictures import shelf
from core.storage import files
from insight import renewal_figures
from insight.models import RenewalPack
from insight.renewal_figures import Figures

MOST_PHOTOS = 60
Table = tuple[str, Sequence[str], list[Sequence[workbooks.Cell]]]


class NotForThis(Exception):
    """Nobody assesses this again: it is no paper of a product or facility that staff confirmed."""


def ask(paper: Recognition) -> RenewalPack:
    """Have it made; one a day. Raises NotForThis."""
    must_reach(paper.commune_code)
    if not may_have(paper):
        raise NotForThis
    made = latest(paper.id)
    if made is not None and made.as_of == times.today():
        return made
    made = RenewalPack(
        recognition_id=paper.id, as_of=times.today(), asked_by=audit.actor_id(), asked_at=times.now()
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(paper, "recognition.pack_asked", as_of=made.as_of.isoformat())
    jobs.enqueue("insight.make_pack", pack_id=made.id)
    return made


def may_have(paper: Recognition) -> bool:
    return paper.is_confirmed and paper.village_id is None


def latest(recognition_id: int) -> RenewalPack | None:
    query = select(RenewalPack).where(RenewalPack.recognition_id == recognition_id)
    return db.session.scalar(query.order_by(RenewalPack.as_of.desc()).limit(1))


def make(pack_id: int) -> None:
    """Write the file, put it in the place of an earlier one, and tell the facility. A second time does nothing."""
    pack = db.session.get(RenewalPack, pack_id)
    paper = register.paper(pack.recognition_id) if pack else None
    if pack is None or paper is None or pack.ready_at is not None:
        return
    with tempfile.TemporaryFile() as file:
        write(paper, pack.as_of, file)
        pack.byte_count = file.tell()
        file.seek(0)
        files().put_stream(pack.file_key, file)
    pack.ready_at = times.now()
    for old in _older(pack):
        files().delete(old.file_key)
        db.session.delete(old)
    if paper.owner and paper.owner.email:
        name = recognition_letters.name_of(paper)
        mail.send(paper.owner.email, f"Hồ sơ đã xong: {name}", f"{name}: hồ sơ để công nhận lại đã xong, mời tải về.")


def write(paper: Recognition, as_of: date, file: io.IOBase) -> None:
    """The whole pack as a ZIP. No buyer is named in it, nor any place with fewer than five buyers."""
    figures = renewal_figures.sales(paper, as_of)
    goods = _goods(paper)
    tables = list(_tables(paper, as_of, figures, goods))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:  # type: ignore[arg-type]
        pack.writestr("HO-SO.css", current_app.jinja_env.get_template("insight/renewal_cover.css").render())
        pack.writestr("HO-SO.html", _cover(paper, as_of, figures, goods, tables))
        for name, headings, rows in tables:
            pack.writestr(f"bang/{name}.csv", workbooks.as_csv(headings, rows))
            pack.writestr(f"bang/{name}.xlsx", workbooks.write(name, headings, rows))
        _put_papers(pack, paper)
        _put_photos(pack, goods)


def _older(pack: RenewalPack) -> Sequence[RenewalPack]:
    query = select(RenewalPack).where(RenewalPack.recognition_id == pack.recognition_id, RenewalPack.id != pack.id)
    return db.session.scalars(query).all()


def _goods(paper: Recognition) -> Sequence[Product]:
    query = select(Product).where(renewal_figures.goods_of(paper), Product.published_at.is_not(None))
    return db.session.scalars(query.order_by(Product.id)).all()


def _tables(paper: Recognition, as_of: date, figures: Figures, goods: Sequence[Product]) -> Iterable[Table]:
    sold = ("Số đơn", "Số lượng", "Tiền hàng (đồng)", "Người mua khác nhau")

    def counted(cell: renewal_figures.Cell) -> tuple[int, int, int, int]:
        return cell.orders, cell.units, cell.dong, len(cell.buyers)

    yield "theo-thang", ("Tháng", *sold), [(month, *counted(cell)) for month, cell in figures.months.items()]
    places = [(renewal_figures.place_name(key), cell) for key, cell in figures.places.items()]
    yield (
        "theo-noi-giao",
        ("Tỉnh, thành", "Xã, phường", *sold),
        [
            (province or "Các nơi ít người mua, gộp lại", commune, *counted(cell))
            for (province, commune), cell in places
        ],
    )
    yield "theo-loai", ("Mã", "Tên", *sold), [(sku, name, *counted(c)) for (sku, name), c in figures.forms.items()]
    said = renewal_figures.opinions(paper, as_of)
    yield (
        "loi-nguoi-mua",
        ("Ngày", "Món", "Sao", "Lời người mua", "Lời đáp"),
        [(times.local(one.written_at).date(), one.product, one.stars, one.text, one.reply) for one in said],
    )
    yield "lo-hang", ("Món", "Số lô", "Ngày làm", "Hạn dùng", "Số lượng", "Thu hồi"), _lots(goods)
    yield "giay-to", ("Loại", "Số", "Nơi cấp", "Ngày cấp", "Ngày cuối", "Sao", "Tình trạng"), [
        (recognition_letters.name_of(one), one.decision_number, one.issuer, one.issued_on, one.ends_on, one.stars,
         STATES[one.verdict])
        for one in _papers(paper)
    ]  # fmt: skip


STATES = {
    "valid": "còn hiệu lực", "lapsed": "hết hạn", "replaced": "đã có giấy mới", "revoked": "bị thu hồi",
    "unverified": "chưa xác nhận",
}  # fmt: skip


def _lots(goods: Sequence[Product]) -> list[Sequence[workbooks.Cell]]:
    names = {one.id: one.name for one in goods}
    query = select(Lot).where(Lot.product_id.in_(names)).order_by(Lot.made_on, Lot.id)
    return [
        (names[one.product_id], one.number, one.made_on, one.use_by, one.quantity, one.recall_reason)
        for one in db.session.scalars(query)
    ]


def _papers(paper: Recognition) -> list[Recognition]:
    """Its own history and the facility's papers; those of other goods are of other packs."""
    owner = paper.owner
    mine = register.wallet(owner.id) if owner else [paper]
    return [one for one in mine if one.product_id in (None, paper.product_id) or paper.product_id is None]


def _put_papers(pack: zipfile.ZipFile, paper: Recognition) -> None:
    for one in _papers(paper):
        for n, scan in enumerate(one.evidence, 1):
            ending = "pdf" if scan.mimetype == "application/pdf" else "jpg"
            if content := evidence.content_of(scan):
                pack.writestr(f"giay-to/{one.kind}-{one.number_key or one.id}-{n}.{ending}", content)


def _put_photos(pack: zipfile.ZipFile, goods: Sequence[Product]) -> None:
    query = select(Photo).where(Photo.product_id.in_([one.id for one in goods]))
    slugs = {one.id: one.slug for one in goods}
    for photo in db.session.scalars(query.order_by(Photo.product_id, Photo.position).limit(MOST_PHOTOS)):
        widths = photo.picture.widths
        content = shelf.rendition(photo.picture.digest, widths[-1], "jpg") if widths else None
        if content:
            pack.writestr(f"anh/{slugs[photo.product_id]}-{photo.position + 1}.jpg", content, zipfile.ZIP_STORED)


def _cover(paper: Recognition, as_of: date, figures: Figures, goods: Sequence[Product], tables: Sequence[Table]) -> str:
    since, _until = renewal_figures.period(as_of)
    ids = [one.id for one in goods]
    steps = db.session.scalars(select(MakingStep).where(MakingStep.product_id.in_(ids)).order_by(MakingStep.position))
    promises = db.session.scalars(select(Promise).where(Promise.product_id.in_(ids)))
    cover = current_app.jinja_env.get_template("insight/renewal_cover.html")
    return cover.render(
        paper=paper, name=recognition_letters.name_of(paper), owner=paper.owner,
        since=since, as_of=as_of, figures=figures, goods=goods, tables=tables, steps=steps.all(),
        promises=promises.all(), written_at=times.now(),
    )  # fmt: skip
