"""Migrations run forward and back, agree with the models, and lose no row on the way."""

from datetime import datetime, timedelta

import flask_migrate
import pytest
from sqlalchemy import inspect, text

from accounts.models import STAFF_RIGHTS, StaffRight, User
from app import create_app
from core import migrating, times
from core.config import ROOT
from core.db import db
from core.jobs import Job

MIGRATIONS = str(ROOT / "migrations")


@pytest.fixture
def fresh(tmp_path, database_url, empty_app):
    """An application over an empty database of the kind under test."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
        app = create_app({"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": tmp_path})
        migrating.begin(app)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
        return
    schema = "migrated"
    with empty_app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        url = f"{database_url}?options=-csearch_path%3D{schema}"
        app = create_app({"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": tmp_path})
        migrating.begin(app)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
        with db.engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def tables():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_forward_and_back_and_forward_again(fresh):
    flask_migrate.upgrade(MIGRATIONS)
    assert tables() == set(db.metadata.tables)

    flask_migrate.downgrade(MIGRATIONS, revision="base")
    assert tables() == set()

    flask_migrate.upgrade(MIGRATIONS)
    assert tables() == set(db.metadata.tables)


def test_the_models_hold_nothing_the_migrations_lack(fresh):
    flask_migrate.upgrade(MIGRATIONS)

    flask_migrate.check(MIGRATIONS)  # ends the process with an error where they differ


def test_a_repeat_changes_nothing_and_keeps_every_row(fresh):
    flask_migrate.upgrade(MIGRATIONS)
    db.session.add(Job(kind="note", payload={"n": 1}, run_at=times.now()))
    db.session.commit()

    flask_migrate.upgrade(MIGRATIONS)

    assert db.session.scalar(db.select(Job)).payload == {"n": 1}


def test_every_step_has_a_way_back_and_imports_no_models():
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        source = path.read_text("utf-8")
        assert "def downgrade" in source
        for package in ("core", "accounts", "programme", "catalog", "fairs", "shop", "insight"):
            assert f"import {package}" not in source
            assert f"from {package}" not in source


def test_every_right_of_staff_can_be_granted_after_them(fresh):
    """CHECKs are not compared by the tool that compares models with migrations."""
    flask_migrate.upgrade(MIGRATIONS)
    user = User(name="Chị Hằng", email="hang@example.vn", password_hash="x")
    db.session.add(user)
    db.session.flush()

    db.session.add_all(StaffRight(user_id=user.id, right=right) for right in STAFF_RIGHTS)
    db.session.commit()

    assert db.session.query(StaffRight).count() == len(STAFF_RIGHTS)


def put(table, **columns):
    """A row as it was before a step, with something plain in every column that must have a value."""
    plain = {str: "", int: 0, bool: False, datetime: times.now(), dict: "{}"}
    found = {one["name"]: one for one in inspect(db.engine).get_columns(table)}
    needed = [name for name, one in found.items() if not one["nullable"] and name not in ("id", *columns)]
    row = {name: plain.get(_kind(found[name]["type"]), "") for name in needed} | columns
    names = ", ".join(f'"{name}"' for name in row)
    db.session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in row)})"), row)
    db.session.commit()


def _kind(column):
    return dict if column.__class__.__name__ in ("JSON", "JSONB") else column.python_type


def test_numbers_under_barcodes_and_hampers_come_through_their_walls(fresh):
    """0031, 0032: of two forms of a maker with one number the first keeps it; weighed goods leave their hampers."""
    flask_migrate.upgrade(MIGRATIONS, revision="0030")
    weighed = {
        "price": 100, "price_per_kg": 100, "piece_g": 1000, "under_percent": 0, "over_percent": 0, "least_g": 1000,
        "most_g": 1000,
    }  # fmt: skip
    for n in (1, 2):
        put("facility", id=n, slug=f"co-so-{n}", verify_code=f"CS{n}", kind="hop_tac_xa")
    for n, maker in ((1, 1), (2, 1), (3, 2)):
        columns = {"facility_id": maker, "sku": f"M{n}", "slug": f"m{n}", "mode": "sale", "state": "draft"}
        put("product", id=n, **columns)
        put("variant", id=n, product_id=n, sku=f"M{n}", gtin="08938505974194")
    put("variant", id=4, product_id=2, sku="CAN", name="Cân", **weighed)
    for part in (1, 4):
        put("bundle_part", id=part, bundle_id=2, part_id=part, count=1)

    for _ in range(2):
        flask_migrate.upgrade(MIGRATIONS)
        rows = db.session.execute(text("SELECT id, gtin, gtin_facility_id, by_weight FROM variant ORDER BY id")).all()
        kept = "08938505974194"
        assert [tuple(row) for row in rows] == [
            (1, kept, 1, False), (2, None, None, False), (3, kept, 2, False), (4, None, None, True),
        ]  # fmt: skip
        assert db.session.scalars(text("SELECT part_id FROM bundle_part")).all() == [1]
        db.session.rollback()
        flask_migrate.downgrade(MIGRATIONS, revision="0030")
        assert len(db.session.execute(text("SELECT id FROM variant")).all()) == 4
        db.session.rollback()


def test_stands_drawn_before_numbers_were_the_fairs_all_come_through(fresh):
    """0037: of two halls' A01 the first keeps it and the other is told by its hall; a price below its subsidy rises."""
    flask_migrate.upgrade(MIGRATIONS, revision="0035")
    now = times.now()
    put("fair", id=1, slug="tet", name="Tết", kind="both", opens_at=now, closes_at=now + timedelta(days=1))
    for n, code in ((1, "A"), (2, "B")):
        put("hall", id=n, fair_id=1, code=code, name=f"Nhà {code}", position=n)
    drawn = {  # number, hall, list price, subsidised; hall B has drawn the very number that A01 would come to
        1: ("A01", 1, 500_000, 200_000), 2: ("A01", 2, 100_000, 400_000), 3: ("B-A01", 2, 300_000, -5),
        4: ("A02", 2, 0, 0),
    }  # fmt: skip
    for n, (number, hall, price, paid) in drawn.items():
        put(
            "stand",
            id=n,
            hall_id=hall,
            number=number,
            list_price=price,
            subsidised=paid,
            x=n,
            y=0,
            width=1,
            height=1,
            facing="up",
        )

    flask_migrate.upgrade(MIGRATIONS, revision="0037")
    rows = db.session.execute(
        text("SELECT id, number, hall_id, fair_id, list_price, subsidised, x FROM stand ORDER BY id")
    ).all()
    assert [tuple(row) for row in rows] == [
        (1, "A01", 1, 1, 500_000, 200_000, 1), (2, "B-A01-1", 2, 1, 400_000, 400_000, 2),
        (3, "B-A01", 2, 1, 300_000, 0, 3), (4, "A02", 2, 1, 0, 0, 4),
    ]  # fmt: skip
    db.session.rollback()
    flask_migrate.downgrade(MIGRATIONS, revision="0035")
    assert len(db.session.execute(text("SELECT id FROM stand")).all()) == len(drawn)
    db.session.rollback()
    flask_migrate.upgrade(MIGRATIONS)
    assert len(db.session.execute(text("SELECT id FROM stand")).all()) == len(drawn)
