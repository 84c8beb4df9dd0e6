"""One application and one database a test; every request gets a session of its own, as in production."""

import os
from contextlib import contextmanager
from functools import cache

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url

from app import create_app
from core import sealed
from core.db import db
from insight import tally

POSTGRES = os.environ.get("TEST_DATABASE_URL", "")


class Browser:
    """A test client that signs in without a password and sends the form token."""

    def __init__(self, app):
        self.app = app
        self.client = app.test_client()

    def sign_in(self, user):
        with self.client.session_transaction() as session:
            session["_user_id"] = str(user.id)
            session["_fresh"] = True
        return self

    def get(self, path, **options):
        return self.send("GET", path, **options)

    def post(self, path, follow=False, **fields):
        with self.client.session_transaction() as session:
            session["token"] = "token"
        return self.send("POST", path, data={"csrf_token": "token", **fields}, follow_redirects=follow)

    def send(self, method, path, **options):
        options.setdefault("buffered", True)  # read to its end, as a browser does; a file is closed then
        db.session.rollback()  # what the test has read so far must not hold the lock the request needs
        with self.app.app_context():
            response = self.client.open(path, method=method, **options)
        db.session.expire_all()
        return response


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL only what meets a database: the rest is the very same test as in the round before."""
    if POSTGRES:
        rest = [one for one in items if not ({"database_url", "market"} & {*one.fixturenames} or _of_its_own(one))]
        config.hook.pytest_deselected(items=rest)
        items[:] = [one for one in items if one not in set(rest)]


def _of_its_own(one):
    return one.get_closest_marker("processes")  # its programs are told the database


@pytest.fixture(scope="session")
def database_url(tmp_path_factory, worker_id):
    """A database of this run's own: a SQLite file, or a fresh PostgreSQL database where TEST_DATABASE_URL is set."""
    if not POSTGRES:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite'}"
        return
    url = make_url(POSTGRES.replace("postgresql://", "postgresql+psycopg://", 1))
    name = f"phiencho_{os.getpid()}_{worker_id}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))  # as _faster for SQLite
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(scope="session")
def worker_id(request):
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def empty_app(tmp_path_factory, database_url):
    """One application and one set of tables for the whole run."""
    app = create_app(
        {
            "TESTING": True,
            "SQLALCHEMY_DATABASE_URI": database_url,
            "DATA_DIR": tmp_path_factory.mktemp("data"),
            "SITE_URL": "http://localhost",
            "SEARCH_URL": "memory:",  # no index: what a test writes is seen at once
        }
    )
    with app.app_context():
        db.create_all()
        if db.engine.dialect.name == "sqlite":
            _faster(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


def _faster(engine):
    """Tests need no fsync: nothing here outlives the power."""

    @event.listens_for(engine, "connect")
    def forget(connection, _):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def app(empty_app):
    """The application with an empty database, emptied again afterwards, and with nobody counted yet."""
    with empty_app.app_context():
        empty_app.extensions[tally.KEPT] = tally.Tally()
        yield empty_app
        empty_tables()


def empty_tables():
    """Every table in one journey to the database: this runs after each of some thousand tests."""
    db.session.rollback()
    db.session.remove()
    with db.engine.begin() as connection:
        seals = sealed.open_up(connection, _written(connection))
        if connection.dialect.name == "sqlite":
            connection.connection.executescript(f"BEGIN IMMEDIATE;{_all_deleted()};COMMIT;BEGIN")  # it commits first
        else:
            connection.exec_driver_sql(_all_deleted())
        for seal in seals:
            connection.exec_driver_sql(seal)


def _written(connection):
    """The sealed tables that have a row: only their seals must come off. PostgreSQL leaves all aside at once."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return []
    names = sealed.sealed()
    found = connection.exec_driver_sql(f"SELECT {', '.join(f'EXISTS (SELECT 1 FROM {name})' for name in names)}").one()
    return [name for name, has_rows in zip(names, found, strict=True) if has_rows]


@cache
def _all_deleted():
    return ";".join(f'DELETE FROM "{table.name}"' for table in reversed(db.metadata.sorted_tables))


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def query_count(app):
    """Count the statements a block runs: `with query_count() as run: ...; assert len(run) <= 12`."""

    @contextmanager
    def counted():
        statements = []

        def note(connection, cursor, statement, *_):
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counted


def pytest_runtest_makereport(item, call):
    """With REQUIRE_ALL=1 a skipped test is a failed one: nothing goes untried unseen."""
    if os.environ.get("REQUIRE_ALL") == "1" and call.excinfo and call.excinfo.errisinstance(pytest.skip.Exception):
        call.excinfo = pytest.ExceptionInfo.from_exc_info(
            (AssertionError, AssertionError(f"skipped: {call.excinfo.value}"), call.excinfo.tb)
        )
