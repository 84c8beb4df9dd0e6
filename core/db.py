"""The one database handle, the column types every table shares, and how each engine is opened."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import repeat
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from flask import Flask, current_app, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Column, DateTime, Dialect, Engine, MetaData, String, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, ExceptionContext, ExecutionContext
from sqlalchemy.exc import DataError
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import JSON, TypeDecorator

from core import states

BUSY_SECONDS = 45  # a writer on SQLite waits so long for another
View = TypeVar("View", bound=Callable[..., Any])

# Named constraints can be altered later; SQLite's anonymous ones cannot.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: Instant(), dict[str, Any]: JSON(), list[Any]: JSON(), str: String()},
    )


states.reserve()
db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

primary_key = Annotated[int, mapped_column(primary_key=True)]
dong = Annotated[int, mapped_column(BigInteger)]  # whole đồng; never a float
optional_dong = Annotated[int | None, mapped_column(BigInteger)]
stamped = Annotated[datetime, mapped_column(Instant(), default=lambda: datetime.now(UTC))]  # when it was made


def one_of(column: str, values: tuple[str, ...] | list[str]) -> str:
    """The text of a CHECK that `column` holds one of `values`."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def init_app(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    event.listen(engine, "handle_error", _name_what_cannot_be_held)
    if engine.dialect.name == "sqlite":
        _open_sqlite(engine)


def insert(model: type[Model]) -> Any:
    """An INSERT of this database's own dialect, which knows ON CONFLICT: two who write one row at once share it."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


def insert_many(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """New rows of one shape in one statement, straight to the driver: a sheet has tens of thousands.

    Every row names the same columns; the others get what the model gives them, whatever the row says. Nothing of it
    enters the session.
    """
    if not rows:
        return
    db.session.flush()
    connection = db.session.connection()
    usual, statement, order, is_positional = _insertion(model, tuple(rows[0]), connection.dialect)
    table = model.metadata.tables[model.__tablename__]
    columns = (_column(table.columns[name], connection.dialect, rows, usual) for name in order)
    values: list[Any] = list(zip(*columns, strict=True))
    if not is_positional:
        values = [dict(zip(order, one, strict=True)) for one in values]
    connection.exec_driver_sql(statement, values)


@lru_cache(64)
def _insertion(
    model: type[Model], names: tuple[str, ...], dialect: Dialect
) -> tuple[dict[str, Any], str, list[str], bool]:
    """What the model puts where nobody names a value; the statement, its columns, whether it takes them in order."""
    table = model.metadata.tables[model.__tablename__]
    usual = {column.name: column.default for column in table.columns if column.default is not None}
    named = [table.columns[name].name for name in dict.fromkeys([*usual, *names])]  # one that is none: KeyError
    compiled = table.insert().compile(dialect=dialect, column_keys=named)
    return usual, str(compiled), [*(compiled.positiontup or compiled.params)], compiled.positional


def _column(
    column: Column[Any], dialect: Dialect, rows: Sequence[Mapping[str, Any]], usual: Mapping[str, Any]
) -> Iterable[Any]:
    """The values of a column as the driver wants them; what all rows share is put so once."""
    take = column.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
    if column.name not in rows[0]:
        default = usual[column.name]
        return repeat(take(default.arg(None) if default.is_callable else default.arg), len(rows))
    if isinstance(column.type, Instant):
        take = cache(take)
    given = [row[column.name] for row in rows]
    return given if take is _as_it_is else map(take, given)


def _as_it_is(value: Any) -> Any:
    return value


def stand_alone(name: str) -> None:
    """Until this transaction ends nobody else is past this line with the same name.

    SQLite lets one transaction write at a time anyway, and this one is the writer from here on.
    """
    if db.engine.dialect.name == "sqlite":
        _become_writer(db.session.connection())
    else:
        number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
        db.session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def release() -> None:
    """End the transaction before slow work, so that no writer waits on it."""
    db.session.rollback()


def only_read() -> None:
    """Begin a new transaction that reads, however long: outside a request every other takes SQLite's write lock."""
    db.session.rollback()
    db.session.connection(execution_options={"only_reads": True})


def reads_first(view: View) -> View:
    """A view that reads a good deal before it writes, for hot paths: it takes SQLite's write lock with its first write.

    What it read until then may be older than what others have committed meanwhile, as it always may be on PostgreSQL:
    what counts is told by conditional statements, or read under FOR UPDATE.
    """
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def _name_what_cannot_be_held(context: ExceptionContext) -> None:
    """Drivers answer a number too large, or half a character, with Python's own errors; all of them are one here."""
    cause = context.original_exception
    if isinstance(cause, OverflowError | UnicodeEncodeError):
        raise DataError(context.statement, context.parameters, cause) from cause


def _open_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _write_now)
    for end in ("commit", "rollback"):
        event.listen(engine, end, _end_turn)


def _set_pragmas(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where _begin says, not where the driver guesses
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Writers take the write lock at once, so that none fails half way; readers never take it."""
    reads_only = has_request_context() and request.method in ("GET", "HEAD", "OPTIONS")
    reads_only |= connection.get_execution_options().get("only_reads", False)
    if reads_only or _reads_first():
        connection.exec_driver_sql("BEGIN")
        connection.info["reads_first"] = not reads_only
    else:
        _begin_as_writer(connection)


def _reads_first() -> bool:
    view = current_app.view_functions.get(request.endpoint or "") if has_request_context() else None
    return getattr(view, "reads_first", False)


def _write_now(
    connection: Connection, _cursor: Any, statement: str, _values: Any, context: ExecutionContext, _many: bool
) -> None:
    """Of one that has only read so far, the first statement that does more than read."""
    if connection.info.get("reads_first"):
        asked = getattr(context.compiled, "statement", None)
        is_locking = getattr(asked, "_for_update_arg", None) is not None  # SQLite's text does not say FOR UPDATE
        if is_locking or not statement.startswith(("SELECT", "BEGIN")):
            _become_writer(connection)


def _become_writer(connection: Connection) -> None:
    """End what it has read, and begin anew with the write lock; the session keeps what it knows."""
    if connection.info.pop("reads_first", False):
        connection.exec_driver_sql("COMMIT")
        _begin_as_writer(connection)


def _begin_as_writer(connection: Connection) -> None:
    _take_turn(connection)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _end_turn(connection)
        raise


def _take_turn(connection: Connection) -> None:
    """Writers of this process stand in line here, and go on the moment the one before is done.

    SQLite itself lets them sleep and look again, a tenth of a second and more. Whoever waited as long as SQLite would
    have goes on to it without a turn.
    """
    turn = connection.engine.pool.__dict__.setdefault("turn", threading.Lock())
    if turn.acquire(timeout=BUSY_SECONDS):
        connection.info["turn"] = turn


def _end_turn(connection: Connection) -> None:
    connection.info.pop("reads_first", None)
    if turn := connection.info.pop("turn", None):
        turn.release()
