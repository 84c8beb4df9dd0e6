"""Two at once: a scheme takes one step, and its plan is not given away twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from core import times
from core.db import db
from programme import giving, schemes
from programme.models import Facility, Scheme, SchemeMove, Support
from tests.factories import make_document, make_facility, make_scheme


def at_once(app, *acts):
    """Each act in a session of its own, begun together; what each was refused with, or None."""
    gate = Barrier(len(acts))

    def run(act):
        with app.app_context():
            gate.wait()
            try:
                act()
                db.session.commit()
            except Exception as refused:
                db.session.rollback()
                return type(refused)
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_who_move_a_scheme_at_once_make_one_move(app):
    scheme = make_scheme(state="hop_dong")
    make_document(scheme, type="KH_TC")
    scheme_id = scheme.id

    def move():
        schemes.move(db.session.get_one(Scheme, scheme_id), "dang_thuc_hien", times.today())

    assert sorted(at_once(app, move, move), key=str) == sorted([None, schemes.IllegalMove], key=str)
    assert db.session.query(SchemeMove).count() == 1


def test_two_who_give_at_once_do_not_give_more_than_the_plan(app):
    scheme = make_scheme(content_code="tap_huan")
    for one in scheme.fundings:
        one.planned = 50_000_000
    db.session.commit()
    scheme_id = scheme.id
    facilities = [make_facility(commune_code="ha-noi/xa-bat-trang").id for _ in range(2)]
    amounts = {"national": 0, "local": 40_000_000, "counterpart": 0}
    gift = giving.Gift("Máy", 1, "máy", amounts, times.today())

    def give(facility_id):
        facility = db.session.get_one(Facility, facility_id)
        giving.give(db.session.get_one(Scheme, scheme_id), facility, gift)

    refused = at_once(app, *(lambda one=one: give(one) for one in facilities))
    assert sorted(refused, key=str) == sorted([None, giving.BeyondPlan], key=str)
    assert db.session.query(Support).count() == 1
