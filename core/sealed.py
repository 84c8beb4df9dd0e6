"""Tables whose rows are added and never changed: the database itself refuses UPDATE and DELETE, whoever asks."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import DDL, Table, event
from sqlalchemy.engine import Connection

from core.db import Model

T = TypeVar("T", bound=type[Model])
_tables: list[str] = []


def seal(model: T) -> T:
    """Class decorator: new tables get the guard with them. Migrations, which import no models, write it out."""
    table = model.__table__
    assert isinstance(table, Table)
    _tables.append(table.name)
    for dialect in ("sqlite", "postgresql"):
        for statement in guards(table.name, dialect):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
    return model


def sealed() -> tuple[str, ...]:
    """The names of the tables that are sealed."""
    return tuple(_tables)


def guards(table: str, dialect: str) -> list[str]:
    """The statements that seal one table."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is sealed'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE FUNCTION {table}_sealed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is sealed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_sealed()",
    ]


def openers(table: str, dialect: str) -> list[str]:
    """The statements that take the seal off: where a migration goes back, or a test's database is emptied."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {_name(table, act)}" for act in ("UPDATE", "DELETE")]
    return [f"DROP TRIGGER {table}_sealed ON {table}", f"DROP FUNCTION {table}_sealed()"]


def open_up(connection: Connection, tables: Iterable[str] | None = None) -> list[str]:
    """Take the seals of these off, or all; the statements that put them back."""
    dialect, tables = connection.dialect.name, list(_tables if tables is None else tables)
    for table in tables:
        for statement in openers(table, dialect):
            connection.exec_driver_sql(statement)
    return [statement for table in tables for statement in guards(table, dialect)]


def _name(table: str, act: str) -> str:
    return f"{table}_no_{act.lower()}"
