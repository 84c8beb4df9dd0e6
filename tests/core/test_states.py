"""What SQLAlchemy notes of a row outlives the row: a process whose rows die while a session ends goes on."""

import subprocess
import sys

# A parent and a child that point at each other, so that only the collector frees them, and it comes while the session
# lets go of them: at another allocation each turn, while no dict is kept for later.
PROGRAM = """
import gc
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload
from sqlalchemy.pool import StaticPool
{guard}

class Base(DeclarativeBase): pass
class Parent(Base):
    __tablename__ = "parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    children: Mapped[list["Child"]] = relationship(back_populates="parent")
class Child(Base):
    __tablename__ = "child"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("parent.id"))
    parent: Mapped[Parent] = relationship(back_populates="children")

def read(session):
    for parent in session.scalars(select(Parent).options(selectinload(Parent.children))).all():
        assert parent.children[0].parent is parent

engine = create_engine("sqlite://", poolclass=StaticPool)
Base.metadata.create_all(engine)
with engine.begin() as connection:
    for n in range(1, 41):
        connection.exec_driver_sql(f"INSERT INTO parent VALUES ({{n}})")
        connection.exec_driver_sql(f"INSERT INTO child VALUES ({{n}}, {{n}})")
first = Session(engine)
read(first)
others = [Parent() for _ in range(40)]  # the list of names closes
others[0]._sa_instance_state.insert_order = 1  # with this one on its last place
gc.disable()
for turn in range(40):
    session = Session(engine)
    read(session)
    spare = [{{}} for _ in range(200)]
    gc.set_threshold(gc.get_count()[0] + turn)
    gc.enable()
    session.close()
    gc.disable()
    del spare
    gc.collect()
print("done")
"""


def test_a_row_that_dies_while_its_session_ends_takes_nothing_with_it():
    """Without the guard Python 3.11 ends with a segmentation fault here: docs/decisions/0058."""
    program = PROGRAM.format(guard="import core.db")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr[-2000:]
