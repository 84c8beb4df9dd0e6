"""Writers of one process stand in line for SQLite's write lock, and none is left holding the turn."""

import sqlite3
import threading

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import column, create_engine, select, table, text
from sqlalchemy.exc import OperationalError

from core import db as house


@pytest.fixture
def sqlite(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'turns.sqlite'}")
    house._open_sqlite(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE count_of (n INTEGER)"))
        connection.execute(text("INSERT INTO count_of VALUES (0)"))
    yield engine
    engine.dispose()


def _turn(engine):
    return engine.pool.__dict__["turn"]


def test_the_next_in_line_goes_on_when_the_one_before_is_done(sqlite):
    came, first = [], sqlite.connect()
    first.execute(text("UPDATE count_of SET n = 1"))  # has the turn now

    def write():
        with sqlite.begin() as connection:
            connection.execute(text("UPDATE count_of SET n = n + 1"))
            came.append("second")

    second = threading.Thread(target=write)
    second.start()
    second.join(0.2)
    assert came == []
    first.commit()
    second.join()
    first.close()
    assert came == ["second"]
    assert not _turn(sqlite).locked()


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_however_it_ends_the_turn_is_given_up(sqlite, end):
    connection = sqlite.connect()
    connection.execute(text("UPDATE count_of SET n = n + 1"))
    assert _turn(sqlite).locked()
    getattr(connection, end)()
    assert not _turn(sqlite).locked()
    connection.close()


def test_whoever_cannot_begin_gives_it_up_too(sqlite, monkeypatch):
    other = sqlite.raw_connection()  # another process, as it were: it stands in no line
    other.cursor().execute("BEGIN IMMEDIATE")
    with sqlite.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA busy_timeout=1")
        with pytest.raises(OperationalError, match="locked"):
            connection.execute(text("UPDATE count_of SET n = 1"))
        connection.connection.driver_connection.execute(f"PRAGMA busy_timeout={house.BUSY_SECONDS * 1000}")
    assert not _turn(sqlite).locked()
    other.cursor().execute("ROLLBACK")
    other.close()


def test_who_only_reads_stands_in_no_line(sqlite):
    with sqlite.connect() as writer:
        writer.execute(text("UPDATE count_of SET n = 5"))
        with sqlite.connect().execution_options(only_reads=True) as reader:
            assert reader.scalar(text("SELECT n FROM count_of")) == 0
        writer.rollback()


@pytest.fixture
def shop(tmp_path):
    """A site of one page that looks and then counts one up, on SQLite."""
    app = Flask("shop")
    app.config.update(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'late.sqlite'}", TESTING=True)
    handle = SQLAlchemy(app)
    with app.app_context():
        house._open_sqlite(handle.engine)
        handle.session.execute(text("CREATE TABLE count_of (n INTEGER)"))
        handle.session.execute(text("INSERT INTO count_of VALUES (0)"))
        handle.session.commit()
        app.config.update(handle=handle, engine=handle.engine, between=lambda: None)

    def count_up():
        seen = handle.session.scalar(text("SELECT n FROM count_of"))
        app.config["between"]()
        handle.session.execute(text("UPDATE count_of SET n = n + 1"))
        handle.session.commit()
        return str(seen)

    app.post("/late", endpoint="late")(house.reads_first(count_up))
    app.post("/at-once", endpoint="at_once")(lambda: count_up())
    return app


def _write_elsewhere(shop):
    """Another process: it does not wait."""
    other = shop.config["engine"].raw_connection().driver_connection
    other.execute("PRAGMA busy_timeout=1")
    other.execute("UPDATE count_of SET n = n + 10")


def test_one_that_reads_first_stands_in_nobodys_way_and_loses_nothing_of_others(shop):
    shop.config["between"] = lambda: _write_elsewhere(shop)
    assert shop.test_client().post("/late").text == "0"
    assert not _turn(shop.config["engine"]).locked()
    with shop.config["engine"].connect() as connection:
        assert connection.scalar(text("SELECT n FROM count_of")) == 11


def test_any_other_has_the_lock_from_its_first_look(shop):
    shop.config["between"] = lambda: _write_elsewhere(shop)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        shop.test_client().post("/at-once")
    assert not _turn(shop.config["engine"]).locked()


@pytest.mark.parametrize(
    "first",
    [
        lambda session: session.execute(select(column("n")).select_from(table("count_of")).with_for_update()),
        lambda session: session.begin_nested().session.scalar(text("SELECT 1")),
        lambda session: session.execute(text("WITH one AS (SELECT 1) SELECT * FROM one")),
    ],
    ids=["for_update", "savepoint", "with"],
)
def test_a_lock_asked_for_is_taken_before_the_look(shop, first):
    def look():
        session = shop.config["handle"].session
        session.scalar(text("SELECT n FROM count_of"))
        assert not _turn(shop.config["engine"]).locked()
        first(session)
        assert _turn(shop.config["engine"]).locked()
        return "taken"

    shop.post("/look", endpoint="look")(house.reads_first(look))
    assert shop.test_client().post("/look").text == "taken"
    assert not _turn(shop.config["engine"]).locked()
