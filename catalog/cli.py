"""`flask catalog <verb>`: sheets, stock and the search index from the command line."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

import click
from flask import Flask
from flask.cli import AppGroup

from catalog import desk, export, fetching, imports, judging, photos, products, stock
from catalog.sheets import UnreadableSheet
from core import signing
from core.db import db
from core.pictures import RefusedPicture
from programme.models import Facility

group = AppGroup("catalog", help="Hàng hóa: nhập bảng kê, đặt tồn kho.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--facility", "slug", required=True, help="Mã địa chỉ (slug) của cơ sở.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ đổi gì, không ghi.")
@click.option("--report", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Ghi kết quả từng dòng.")
@click.option("--fetch-pictures", is_flag=True, help="Lấy cả ảnh mà bảng kê ghi bằng địa chỉ https://.")
def import_sheet(file: Path, slug: str, dry_run: bool, report: Path | None, fetch_pictures: bool) -> None:
    """Nhập bảng kê hàng .xlsx hoặc .csv của một cơ sở; nhập lại không sinh đôi."""
    facility = desk.facility_with_slug(slug)
    if facility is None:
        raise click.ClickException(f"Không có cơ sở nào tên {slug}.")
    try:
        with file.open("rb") as stream, judging.judged(stream, _tell_read) as rows, _opened(report) as out:
            counts, skus = _run(rows, facility, dry_run, out)
    except UnreadableSheet as unreadable:
        raise click.ClickException(str(unreadable)) from unreadable
    if not dry_run:
        db.session.commit()
    _say(counts, dry_run)
    if fetch_pictures and not dry_run:
        _fetch(file, facility.id, skus)


@group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--facility", "slug", required=True, help="Mã địa chỉ (slug) của cơ sở.")
def export_sheet(file: Path, slug: str) -> None:
    """Ghi hàng của một cơ sở ra bảng .xlsx mà lệnh import đọc lại được."""
    facility = desk.facility_with_slug(slug)
    if facility is None:
        raise click.ClickException(f"Không có cơ sở nào mang mã địa chỉ {slug}.")
    with file.open("wb") as out:
        count = export.write(facility, out)
    click.echo(f"{file}: {count} dòng.")


@group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="phiencho-keys.json đã tải.")
def verify(file: Path, keys: Path | None) -> None:
    """Kiểm tệp JSON tải từ trang tra: chữ ký có đúng của chợ, nội dung có bị sửa không."""
    try:
        known = json.loads(keys.read_text("utf-8"))["keys"] if keys else signing.public_keys()
        answer = json.loads(file.read_text("utf-8"))
        is_right = signing.holds(answer, known)
    except (ValueError, KeyError, TypeError):
        is_right = False
    if not is_right:
        raise click.ClickException("Chữ ký không đúng: tệp đã bị sửa, hoặc không phải của chợ này.")
    told = answer["facts"]
    click.echo(f"Đúng chữ ký của chợ ({answer['key']}): {told['code']} {told['verdict']}, ngày {told['as_of']}.")


@group.command("verify-key")
@click.option("--rotate", is_flag=True, help="Ký bằng khóa mới từ lần khởi động sau; khóa cũ vẫn được công bố.")
def verify_key(rotate: bool) -> None:
    """In các khóa công khai của trang tra."""
    try:
        if rotate:
            click.echo(f"Khóa ký mới: {signing.rotate()}")
    except signing.KeyIsSet as fixed:
        raise click.ClickException("Khóa nằm ở VERIFY_SIGNING_KEY: đổi giá trị ấy rồi khởi động lại.") from fixed
    for number, key in signing.public_keys().items():
        click.echo(f"{number} {key}")


@group.command("stock")
@click.argument("sku")
@click.argument("number", type=click.IntRange(0, stock.MOST))
def set_stock(sku: str, number: int) -> None:
    """Đặt số đang có của một món."""
    try:
        variant = products.count(sku, number)
    except stock.UnknownSku as unknown:
        raise click.ClickException(f"Không có món nào mang mã {sku}.") from unknown
    except stock.BelowHeld as below:
        raise click.ClickException(f"Đang giữ {below.held} cho các đơn chưa gửi, không đặt ít hơn được.") from below
    db.session.commit()
    click.echo(f"{variant.sku} {variant.full_name}: đang có {variant.on_hand}, còn bán {variant.available}.")


@group.command("photos")
@click.argument("sku")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def add_photos(sku: str, files: tuple[Path, ...]) -> None:
    """Thêm ảnh vào một món: cùng một cửa với ảnh tải lên; mỗi tệp một dòng kết quả."""
    product = desk.product_with_sku(sku)
    if product is None:
        raise NotFound(f"Không có món nào mang mã {sku}.")
    refusals = 0
    for file in files:
        try:
            picture = photos.put_up(product, file)
            db.session.commit()
            click.echo(f"accepted {picture.digest}")
        except RefusedPicture as refused:
            db.session.rollback()
            refusals += 1
            click.echo(f"refused {refused.code} {refused}")
    sys.exit(1 if refusals else 0)


class NotFound(click.ClickException):
    """What was named is not there; told apart from a file that was refused."""

    exit_code = 2


def _run(
    rows: judging.Judged, facility: Facility, dry_run: bool, out: IO[str] | None
) -> tuple[Counter[str], dict[int, str]]:
    """What the rows came to, and the codes of those taken in by their number in the sheet."""
    skus: dict[int, str] = {}
    lines = imports.preview(rows, facility) if dry_run else imports.apply(rows, facility)
    noted = _noting(lines, skus)
    with _bar(noted, rows.count, "Đối chiếu" if dry_run else "Ghi") as counted:
        if out:
            return imports.write_report(counted, out), skus
        return Counter(t for one in counted for t in imports.tally(one)), skus


def _noting(lines: Iterator[imports.Line], skus: dict[int, str]) -> Iterator[imports.Line]:
    for line in lines:
        if line.change and line.verdict.values.sku:
            skus[line.verdict.sheet_row] = line.verdict.values.sku
        yield line


def _fetch(file: Path, facility_id: int, skus: dict[int, str]) -> None:
    with file.open("rb") as stream:
        for one in fetching.named(stream, skus):
            reason = fetching.brought(facility_id, one)
            db.session.commit()
            click.echo(f"{one['sku']} {one['url']}: {reason or 'đã lấy'}")


def _bar(lines: Iterator[imports.Line], count: int, label: str) -> Any:
    return click.progressbar(lines, length=count, label=label, file=sys.stderr)


def _tell_read(count: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\rĐã đọc {count} dòng", nl=False, err=True)


@contextmanager
def _opened(report: Path | None) -> Iterator[IO[str] | None]:
    with report.open("w", encoding="utf-8", newline="") if report else nullcontext() as out:
        yield out


def _say(counts: Counter[str], dry_run: bool) -> None:
    taken = counts["accepted"] + counts["warning"]
    click.echo(
        f"{counts['rows']} dòng: nhận {taken} ({counts['warning']} cần xem lại), "
        f"trùng {counts['duplicate']}, không nhận {counts['rejected']}."
    )
    will = "Sẽ" if dry_run else "Đã"
    click.echo(
        f"{will} tạo {counts['created']}, {will.lower()} sửa {counts['updated']}, giữ nguyên {counts['unchanged']}."
    )
    if counts["lacks_label"] or counts["lacks_photo"]:
        click.echo(f"Còn là nháp: {counts['lacks_label']} món chờ thông tin nhãn, {counts['lacks_photo']} món chờ ảnh.")
