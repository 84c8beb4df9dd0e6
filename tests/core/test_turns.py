"""Writers of one process stand in line for SQLite's write lock, and none is left holding the turn."""

import threading

import pytest
from sqlalchemy import create_engine, text
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
