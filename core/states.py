"""Room for what SQLAlchemy notes of a row late, so that Python 3.11 never builds a note's dict while the row dies.

All notes (`InstanceState`) share the names of their attributes, and that list closes after some thirty notes. A name
that comes after it costs the note a dict of its own; allocating one may collect garbage; the row that the note is of
may be part of it, and its weak reference then writes to the same note. Python 3.11 ends up with one block of values
in two dicts, and the process with a segmentation fault (docs/decisions/0058). From 3.12 on nothing is collected there.
"""

from sqlalchemy.orm import DeclarativeBase, InstanceState, Mapped, mapped_column

# What a session writes to a note, in the order in which it first does; the last is written when a session ends.
NAMES = (
    *("key", "identity_token", "session_id", "_instance_dict", "load_options", "load_path", "runid", "callables"),
    *("expired", "modified", "insert_order", "_deleted", "_orphaned_outside_of_session", "_load_pending"),
    *("_last_known_values", "_strong_obj"),
)


class _Base(DeclarativeBase):
    """Apart from the tables of the house."""


class _Nothing(_Base):
    __tablename__ = "nothing"
    id: Mapped[int] = mapped_column(primary_key=True)


def reserve() -> None:
    """Name all of them on the first note there is. Call it before any row is made."""
    state = InstanceState(_Nothing(), _Nothing.__mapper__.class_manager)
    for name in NAMES:
        setattr(state, name, None)
