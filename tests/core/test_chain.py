"""The chain of the log: nothing noted can be changed, slipped in or taken out unseen, whoever has the database."""

import threading

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from accounts.models import User
from core import audit, chain, sealed, times
from core.audit import AuditEntry, AuditLink
from core.db import db
from insight.cli import group
from tests import factories


@pytest.fixture
def acts(app):
    """Three acts of two transactions."""
    lan = factories.make_user(email="lan@example.vn")
    db.session.commit()
    audit.record(lan, "person.asked", words="Xin chào, mọi người", sums=[1, 2.5, None])
    audit.record(lan, "person.answered", day="2026-11-29")
    db.session.commit()
    with audit.actor(lan.id):
        audit.record(lan, "person.left")
    db.session.commit()
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()


def _faults():
    return [(one.entry_id, one.why) for one in chain.faults()]


def _tamper(*statements):
    """Whoever owns the database takes the seal off."""
    seals = sealed.open_up(db.session.connection(), ("audit_entry", "audit_link"))
    for statement in statements:
        db.session.execute(statement.execution_options(synchronize_session=False))
    for seal in seals:
        db.session.execute(text(seal))
    db.session.commit()
    db.session.expire_all()


def test_each_carries_the_digest_of_the_one_before(acts):
    links = db.session.scalars(select(AuditLink).order_by(AuditLink.id)).all()
    assert [one.entry_id for one in links] == [one.id for one in acts]
    assert [one.previous for one in links] == [chain.FIRST, *(one.digest for one in links[:-1])]
    assert _faults() == []
    assert chain.head() == chain.Head(len(acts), links[-1].digest)


@pytest.mark.parametrize(
    "change",
    [
        {"detail": {"words": "Khác"}},
        {"actor_id": 7},
        {"action": "person.came"},
        {"at": times.now()},
        {"subject_id": 99},
        {"on_behalf_of": 3},
        {"mandate_id": 5},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_act_shows(acts, change):
    _tamper(update(AuditEntry).where(AuditEntry.id == acts[0].id).values(change))
    assert _faults() == [(acts[0].id, "changed")]


def test_one_with_its_digest_reckoned_anew_is_told_by_the_next(acts):
    first = acts[0]
    _tamper(update(AuditEntry).where(AuditEntry.id == first.id).values(actor_id=7))
    first = db.session.get(AuditEntry, first.id, populate_existing=True)
    forged = chain.digest(chain.FIRST, first)
    _tamper(update(AuditLink).where(AuditLink.entry_id == first.id).values(digest=forged))
    assert _faults() == [(acts[1].id, "moved")]


def test_one_taken_out_shows(acts):
    gone = acts[1].id
    _tamper(delete(AuditLink).where(AuditLink.entry_id == gone), delete(AuditEntry).where(AuditEntry.id == gone))
    assert _faults() == [(acts[2].id, "moved")]


def test_the_last_taken_out_shows_to_who_wrote_its_digest_down(acts):
    noted, gone = chain.head().digest, acts[-1].id
    assert chain.holds(noted)
    _tamper(delete(AuditLink).where(AuditLink.entry_id == gone), delete(AuditEntry).where(AuditEntry.id == gone))
    assert _faults() == []
    assert not chain.holds(noted)


def test_one_slipped_in_shows(acts):
    row = {"at": times.now(), "action": "person.praised", "subject_kind": "person", "subject_id": 1, "detail": {}}
    db.session.execute(insert(AuditEntry).values(row))
    db.session.commit()
    assert [why for _id, why in _faults()] == ["unlinked"]


@pytest.mark.parametrize("act", ["update", "delete"])
@pytest.mark.parametrize("table", [AuditEntry, AuditLink])
def test_the_database_itself_refuses(acts, table, act):
    statement = update(table).values(id=1000) if act == "update" else delete(table)
    with pytest.raises((DatabaseError, IntegrityError), match="sealed"):
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.rollback()


def test_nothing_follows_one_that_is_followed(acts):
    first = db.session.scalars(select(AuditLink).order_by(AuditLink.id)).first()
    extra = factories.make_user(email="mai@example.vn")
    db.session.flush()
    entry = AuditEntry(at=times.now(), action="x.y", subject_kind="person", subject_id=extra.id, detail={})
    db.session.add(entry)
    db.session.flush()
    with pytest.raises(IntegrityError):
        db.session.execute(
            insert(AuditLink).values(entry_id=entry.id, previous=first.digest, digest=chain.digest(first.digest, entry))
        )
    db.session.rollback()


def test_what_came_to_nothing_has_no_link_and_breaks_nothing(acts):
    lan = db.session.scalars(select(User)).first()
    audit.record(lan, "person.dreamt")
    db.session.rollback()
    with db.session.begin_nested() as inner:
        audit.record(lan, "person.woke")
        db.session.flush()
        inner.rollback()
    with db.session.begin_nested():
        audit.record(lan, "person.came")
    db.session.commit()
    assert [one.action for one in audit.history_of(lan)][0] == "person.came"
    assert _faults() == []
    assert chain.head().count == db.session.scalar(select(func.count()).select_from(AuditEntry))


def test_many_at_once_and_one_by_one_stand_in_one_chain(acts):
    lan = db.session.scalars(select(User)).first()
    audit.record(lan, "person.began")
    audit.record_many(User, "person.counted", {n: {"n": n} for n in range(1, 6)})
    audit.record(lan, "person.ended")
    db.session.commit()
    assert _faults() == []
    assert chain.head().count == len(acts) + 7


def test_eight_who_note_at_once_make_one_chain(app, acts):
    """Without its lock two link to the same act, and one of them loses all it did."""
    lan_id, failed = db.session.scalars(select(User.id)).first(), []
    db.session.rollback()

    def note(n):
        with app.app_context():
            for turn in range(5):
                audit.record(db.session.get(User, lan_id), "person.noted", n=n, turn=turn)
                db.session.flush()
                try:
                    db.session.commit()
                except IntegrityError as fault:
                    failed.append(fault)

    threads = [threading.Thread(target=note, args=[n]) for n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert _faults() == []
    assert chain.head().count == len(acts) + 40


def test_the_command_says_what_is_wrong_and_ends_with_one(app, acts):
    runner, noted = app.test_cli_runner(), chain.head().digest
    good = runner.invoke(group, ["verify", "--dau", noted])
    assert good.exit_code == 0
    assert "Khớp." in good.output
    assert noted in good.output
    assert runner.invoke(group, ["verify", "--dau", "ab" * 32]).exit_code == 1
    _tamper(update(AuditEntry).where(AuditEntry.id == acts[0].id).values(action="person.came"))
    bad = runner.invoke(group, ["verify"])
    assert bad.exit_code == 1
    assert f"Việc ghi số {acts[0].id} đã bị sửa" in bad.output
