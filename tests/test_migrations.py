"""Migrations run forward and back, agree with the models, and lose no row on the way."""

import flask_migrate
import pytest
from sqlalchemy import inspect, text

from accounts.models import STAFF_RIGHTS, StaffRight, User
from app import create_app
from core import times
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
