"""flask catalog import and the importer behind it (catalog/imports.py), on the real messy sheet."""

import csv
import io

import pytest
from sqlalchemy import select

from catalog import imports, judging, photos, stocktaking
from catalog.models import Product, ProductRevision, Recognition, Variant
from core.audit import AuditEntry
from core.db import db
from core.jobs import Job
from programme.models import CraftVillage
from tests.catalog.sheet_files import DATA, NAMES, SAMPLE, TODAY, table, workbook
from tests.factories import make_facility, make_ocop, make_product, make_village

SHEET = str(DATA / "messy_import_sample.xlsx")


@pytest.fixture
def facility(app, monkeypatch):
    """A facility among the 45 villages of the reference file, on the day of its expected results."""
    monkeypatch.setattr("core.times.today", lambda: TODAY)
    for row in table("villages.csv"):
        make_village(slug=row["slug"], name=row["name"], aliases=row["aliases"])
    return make_facility(slug="gom-mau")


@pytest.fixture
def run(app):
    def run(*arguments):
        db.session.commit()
        return app.test_cli_runner().invoke(args=["catalog", *arguments])

    return run


def everything():
    return [tuple(row) for row in db.session.execute(select(Product.__table__).order_by(Product.sku))]


def reported_in(file):
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def take_in(facility, file):
    with judging.judged(io.BytesIO(file)) as rows:
        lines = list(imports.apply(rows, facility))
    db.session.commit()
    return lines


def sheet(*rows, headings=()):
    return workbook([*NAMES, *headings], *rows)


def test_reports_every_row_as_expected_with_its_change(facility, run, tmp_path):
    report = tmp_path / "ket-qua.csv"

    result = run("import", SHEET, "--facility", "gom-mau", "--report", str(report))

    assert result.exit_code == 0, result.output
    reported = reported_in(report)
    changes = [row.pop("change") for row in reported]
    assert reported == table("messy_import_expected.csv")
    taken = [row["status"] in ("accepted", "warning") for row in reported]
    assert changes == ["created" if one else "" for one in taken]
    assert db.session.query(Product).count() == sum(taken)


def test_writes_what_the_row_says_as_a_draft(facility):
    take_in(facility, SAMPLE)

    pot = db.session.scalar(select(Product).where(Product.sku == "GS001"))
    assert (pot.name, pot.price, pot.on_hand, pot.weight_g) == ("Ấm trà men lam vẽ trúc", 450_000, 20, 900)
    assert (pot.state, pot.slug, pot.village.slug) == ("draft", "am-tra-men-lam-ve-truc", "bat-trang")
    assert pot.facility_id == facility.id
    assert photos.awaited(pot) == ["am-truc.jpg"]
    (certificate,) = pot.recognitions
    assert (certificate.stars, certificate.decision_number) == (4, "1201/QĐ-UBND")
    assert certificate.expires_on.isoformat() == "2028-03-14"


def test_gives_no_stars_that_are_incomplete_or_lapsed(facility):
    take_in(facility, SAMPLE)

    codes = ("ocop_incomplete", "ocop_expired")
    doubtful = [
        row["sku"]
        for row in table("messy_import_expected.csv")
        if row["status"] == "warning" and any(code in row["all_reasons"] for code in codes)
    ]
    starred = db.session.scalars(select(Product.sku).join(Product.recognitions)).all()
    assert doubtful
    assert not set(doubtful) & set(starred)


def test_repeats_without_doubling(facility, run, tmp_path):
    run("import", SHEET, "--facility", "gom-mau")
    before, certificates = everything(), db.session.query(Recognition).count()
    report = tmp_path / "lan-hai.csv"

    run("import", SHEET, "--facility", "gom-mau", "--report", str(report))

    assert everything() == before
    assert db.session.query(Recognition).count() == certificates
    changes = {row["change"] for row in reported_in(report)}
    assert changes == {"unchanged", ""}


def test_a_dry_run_reports_the_same_and_changes_nothing(facility, run, tmp_path):
    dry, real = tmp_path / "thu.csv", tmp_path / "that.csv"

    result = run("import", SHEET, "--facility", "gom-mau", "--dry-run", "--report", str(dry))

    assert "Sẽ tạo" in result.output
    assert everything() == []
    assert db.session.query(AuditEntry).count() == db.session.query(Job).count() == 0
    run("import", SHEET, "--facility", "gom-mau", "--report", str(real))
    assert dry.read_bytes() == real.read_bytes()


def test_says_how_many_wait_for_label_facts_and_photos(facility, run):
    result = run("import", SHEET, "--facility", "gom-mau")

    count = db.session.query(Product).count()
    assert f"{count} món chờ thông tin nhãn, {count} món chờ ảnh" in result.output


def test_updates_what_differs_and_tells_old_and_new(facility):
    make_product(facility=facility, sku="GS1", name="Ấm", price=100_000, unit="chiếc", on_hand=5)

    (line,) = take_in(facility, sheet(["GS1", "Ấm trà", "Gốm sứ", 450_000, "chiếc"]))

    assert line.change == "updated"
    assert [(d.field, d.old, d.new) for d in line.differences] == [
        ("price", 100_000, 450_000),
        ("name", "Ấm", "Ấm trà"),
    ]
    product = db.session.scalar(select(Product))
    assert (product.name, product.price, product.on_hand, product.state) == ("Ấm", 450_000, 5, "published")
    assert db.session.scalar(select(ProductRevision)).changes == {"name": ["Ấm", "Ấm trà"]}
    assert db.session.scalars(select(Job.payload).where(Job.kind == "search.update")).one() == {
        "product_ids": [product.id]
    }


def test_a_sheet_that_waits_already_changes_nothing_and_one_that_says_what_stands_ends_the_waiting(facility):
    make_product(facility=facility, sku="GS1", name="Ấm", price=100_000, unit="chiếc", on_hand=5)
    renamed, as_it_stands = ["GS1", "Ấm trà", "Gốm sứ", 100_000, "chiếc"], ["GS1", "Ấm", "Gốm sứ", 100_000, "chiếc"]

    changes = [take_in(facility, sheet(row))[0].change for row in (renamed, renamed, as_it_stands)]

    assert changes == ["updated", "unchanged", "updated"]
    assert [one.state for one in db.session.scalars(select(ProductRevision))] == ["withdrawn"]
    assert db.session.scalar(select(Product.name)) == "Ấm"


def test_what_nobody_approved_yet_is_changed_at_once(facility):
    make_product(facility=facility, sku="GS1", name="Ấm", price=100_000, unit="chiếc", on_hand=5, state="draft")

    take_in(facility, sheet(["GS1", "Ấm trà", "Gốm sứ", 450_000, "chiếc"]))

    assert db.session.scalar(select(Product.name)) == "Ấm trà"
    assert db.session.scalar(select(ProductRevision)) is None


def test_an_empty_cell_leaves_what_is_there_and_a_price_on_request_takes_the_price_away(facility):
    make_product(facility=facility, sku="GS1", name="Ấm", weight_g=900, summary="Ấm men lam.", state="draft")

    take_in(facility, sheet(["GS1", "Ấm", "Gốm sứ", "Liên hệ", "chiếc", "", ""], headings=["Khối lượng (g)", "Mô tả"]))

    product = db.session.scalar(select(Product))
    assert (product.price, product.weight_g, product.summary) == (None, 900, "Ấm men lam.")


def test_never_touches_the_product_of_another_facility(facility):
    theirs = make_product(sku="GS1", name="Ấm của người khác")

    lines = take_in(
        facility, sheet(["GS1", "Ấm", "Gốm sứ", 450_000, "chiếc"], ["GS2", "Chén", "Gốm sứ", 45_000, "chiếc"])
    )

    assert lines[0].as_row()["status"] == "rejected"
    assert lines[0].verdict.reason.code == "sku_taken"
    assert len(lines[0].verdict.reason.message) > 10
    assert lines[0].as_row()["name"] == ""
    assert theirs.name == "Ấm của người khác"
    assert lines[1].change == "created"


def test_refuses_less_than_is_promised_to_orders(facility):
    make_product(facility=facility, sku="GS1", on_hand=5, held=3)

    (line,) = take_in(facility, sheet(["GS1", "Ấm", "Gốm sứ", 1000, "chiếc", 2], headings=["Tồn kho"]))

    assert line.verdict.reason.code == "stock_below_held"
    assert db.session.scalar(select(Variant.on_hand)) == 5


@pytest.mark.parametrize(("said", "code"), [(1, "stock_below_held"), (2, None)])
def test_refuses_less_than_lies_at_other_places(facility, said, code):
    pot = make_product(facility=facility, sku="GS1", on_hand=5)
    stocktaking.carry(pot.main, 2, come_from=None, to=stocktaking.open_place(facility.id, "Kho hợp tác xã").id)
    db.session.commit()

    (line,) = take_in(facility, sheet(["GS1", "Ấm", "Gốm sứ", 1000, "chiếc", said], headings=["Tồn kho"]))

    assert (line.verdict.reason.code if line.verdict.reason else None) == code
    assert db.session.scalar(select(Variant.on_hand)) == (5 if code else said)


def test_a_renewed_certificate_stands_beside_the_old_one(facility):
    product = make_product(facility=facility, sku="GS1")
    make_ocop(product, stars=3, decision_number="1/QĐ-UBND")
    row = ["GS1", "Ấm", "Gốm sứ", 450_000, "chiếc", 4, "2/QĐ-UBND", "01/06/2026"]

    take_in(facility, sheet(row, headings=["Sao OCOP", "Số QĐ", "Ngày cấp"]))

    assert {(one.stars, one.decision_number) for one in product.recognitions} == {(3, "1/QĐ-UBND"), (4, "2/QĐ-UBND")}


def test_two_goods_of_one_name_get_addresses_of_their_own(facility):
    take_in(facility, sheet(["GS1", "Ấm", "Gốm sứ", 450_000, "chiếc"], ["GS2", "Ấm", "Gốm sứ", 45_000, "bộ"]))

    assert db.session.scalars(select(Product.slug).order_by(Product.sku)).all() == ["am", "am-gs2"]


def test_a_sheet_broken_further_on_changes_nothing(facility, run, tmp_path):
    file = tmp_path / "hong.xlsx"
    file.write_bytes(SAMPLE[: len(SAMPLE) // 2])

    result = run("import", str(file), "--facility", "gom-mau")

    assert result.exit_code == 1
    assert "Tệp bị hỏng" in result.output
    assert everything() == []


def test_names_a_facility_that_does_not_exist(app, run):
    result = run("import", SHEET, "--facility", "khong-co")

    assert result.exit_code == 1
    assert "khong-co" in result.output


def test_sets_what_is_on_hand(facility, run):
    make_product(sku="P01", on_hand=5, held=2)

    result = run("stock", "P01", "9")

    assert result.exit_code == 0
    assert "còn bán 7" in result.output
    assert db.session.scalar(select(Variant.on_hand)) == 9


@pytest.mark.parametrize("arguments", [("KHONG", "9"), ("P01", "1"), ("P01", "-4"), ("P01", "chín")])
def test_refuses_a_count_that_cannot_be(facility, run, arguments):
    make_product(sku="P01", on_hand=5, held=2)

    result = run("stock", *arguments)

    assert result.exit_code != 0
    assert db.session.scalar(select(Variant.on_hand)) == 5


def test_villages_stay_as_they_are(facility):
    take_in(facility, SAMPLE)

    assert db.session.query(CraftVillage).count() == len(table("villages.csv"))


BY_WEIGHT = "199999/kg; 1200 g; -10%; +15%; 900-1500 g"


def test_goods_sold_by_weight_come_and_go_with_a_sheet(facility):
    row = ["GL1", "Giò lụa", "Thực phẩm", 5000, "cây", BY_WEIGHT]
    assert take_in(facility, sheet(row, headings=["Bán theo cân"]))[0].change == "created"
    goods = db.session.query(Product).filter_by(sku="GL1").one()
    main = goods.main
    assert (main.sold_by_weight, main.price) == (BY_WEIGHT, 239_999)
    assert take_in(facility, sheet(row, headings=["Bán theo cân"]))[0].change == "unchanged"
    assert take_in(facility, sheet([*row[:5], ""], headings=["Bán theo cân"]))[0].change == "unchanged"
    assert take_in(facility, sheet([*row[:5], "không"], headings=["Bán theo cân"]))[0].change == "updated"
    db.session.expire_all()
    assert (goods.main.is_weighed, goods.price) == (False, 5000)


def test_half_said_terms_of_weight_are_refused(facility):
    (line,) = take_in(facility, sheet(["GL1", "Giò", "Thực phẩm", 5000, "cây", "5/kg"], headings=["Bán theo cân"]))
    assert "by_weight_invalid" in str(line.verdict.reasons)


@pytest.mark.parametrize(("state", "taken"), [("published", False), ("draft", True)])
def test_a_price_on_request_leaves_nothing_on_sale_without_a_price(facility, state, taken):
    product = make_product(sku="GS1", facility=facility, state=state)
    price = product.price
    lines = take_in(facility, sheet(["GS1", product.name, "Gốm sứ", "Liên hệ", "chiếc"]))

    assert db.session.get(Product, product.id).price == (None if taken else price)
    assert [line.verdict.reason.code for line in lines if line.verdict.reason] == ([] if taken else ["price_needed"])
