"""Every move of a product from every state, asked by everybody over HTTP and of the verbs themselves.

The table of moves says what is allowed; whatever it does not say changes nothing, for anybody, by any address.
"""

from dataclasses import dataclass

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from accounts.models import STAFF_RIGHTS
from catalog import products, revisions
from catalog.models import STATES, Product, ProductRevision
from core import times
from core.audit import AuditEntry
from core.db import db
from tests.catalog.test_manage_products import draft
from tests.conftest import Browser
from tests.factories import make_facility, make_member, make_order, make_staff, make_user

MAKER, STAFF = "/quan-ly/san-pham/{}", "/can-bo/san-pham/{}"


@dataclass(frozen=True)
class Act:
    """An address that moves a product: who may use it, what it leads to, and what it sends."""

    path: str
    by: str
    to: str
    verb: object
    fields: tuple = ()


ACTS = [
    Act(f"{MAKER}/gui-duyet", "maker", "submitted", products.submit),
    Act(f"{MAKER}/goi-lai", "maker", "draft", products.call_back),
    Act(f"{MAKER}/cat-di", "maker", "withdrawn", products.withdraw),
    Act(f"{MAKER}/bay-lai", "maker", "published", products.put_back),
    Act(f"{MAKER}/luu-tru", "maker", "archived", products.archive),
    Act(f"{MAKER}/mo-lai", "maker", "draft", products.bring_back),
    Act(f"{STAFF}/duyet", "staff", "published", products.publish),
    Act(
        f"{STAFF}/tra-lai", "staff", "sent_back", lambda p: products.send_back(p, {"name": "x"}),
        (("remark.name", "Ghi rõ."),),
    ),
    Act(f"{STAFF}/go", "staff", "taken_down", lambda p: products.take_down(p, "x"), (("reason", "Ảnh mượn."),)),
    Act(f"{STAFF}/bay-lai", "staff", "published", products.restore),
]  # fmt: skip
# One verb each way: "published" is reached by approving, by putting back and by undoing a taking down.
ONLY_FROM = {
    products.publish: "submitted", products.restore: "taken_down", products.put_back: "withdrawn",
    products.call_back: "submitted", products.bring_back: "archived",
}  # fmt: skip
PEOPLE = ("guest", "buyer", "packer", "editor", "owner", "other maker", *STAFF_RIGHTS)
MAY = {"maker": ("editor", "owner"), "staff": ("moderate",)}


def allowed(act, state):
    return products.MOVES.get((state, act.to)) == act.by and ONLY_FROM.get(act.verb, state) == state


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def browsers(app, facility):
    people = {"guest": None, "buyer": make_user(), "other maker": make_member(make_facility())}
    people |= {role: make_member(facility, role) for role in ("packer", "editor", "owner")}
    people |= {right: make_staff(right) for right in STAFF_RIGHTS}
    return {
        name: Browser(app).sign_in(person) if person else Browser(app) for name, person in people.items()
    }  # fmt: skip


def rows():
    """Everything a move may touch."""
    db.session.rollback()
    tables = (Product, ProductRevision, AuditEntry)
    found = [db.session.execute(table.__table__.select().order_by(table.id)).all() for table in tables]
    db.session.rollback()
    return found


def in_state(facility, state):
    return draft(facility, state=state, published_at=times.now(), submitted_at=times.now())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.path.rpartition("}")[0][:5] + act.path.rpartition("/")[2])
def test_everybody_tries_every_move_from_every_state(browsers, facility, act, state):
    for name in PEOPLE:
        product = in_state(facility, state)
        before = rows()

        status = browsers[name].post(act.path.format(product.id), **dict(act.fields)).status_code

        if name in MAY[act.by] and allowed(act, state):
            assert (status, product.state) == (303, act.to), name
            continue
        assert status in (401, 403, 404, 409), name
        assert rows() == before, name


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.path.rpartition("/")[2])
def test_the_verbs_know_the_table_too(facility, act, state):
    product = in_state(facility, state)
    before = rows()
    if allowed(act, state):
        act.verb(product)
        assert product.state == act.to
        return

    with pytest.raises(products.IllegalMove):
        act.verb(product)
    assert rows() == before


DECIDING = [
    ("ban-sua/duyet", STAFF, "staff", {}), ("ban-sua/tra-lai", STAFF, "staff", {"remark.name": "Ghi rõ."}),
    ("ban-sua/rut-lai", MAKER, "maker", {}),
]  # fmt: skip


@pytest.mark.parametrize(("act", "base", "by", "fields"), DECIDING)
@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_tries_to_decide_an_edit(browsers, facility, act, base, by, fields, person):
    product = in_state(facility, "published")
    revisions.revise(product, {"name": "Tên mới"})
    db.session.commit()
    before = rows()

    status = browsers[person].post(f"{base.format(product.id)}/{act}", version="1", **fields).status_code

    if person in MAY[by]:
        assert status == 303
        assert rows() != before
    else:
        assert status in (401, 403, 404)
        assert rows() == before


@pytest.mark.parametrize("person", PEOPLE)
def test_only_its_makers_edit_and_schedule_it(browsers, facility, person):
    product = in_state(facility, "draft")
    before = rows()
    first = browsers[person].post(
        f"/quan-ly/san-pham/{product.id}/buoc/1", name="Tên mới", browse_category=product.browse_category
    )
    second = browsers[person].post(f"/quan-ly/san-pham/{product.id}/lich-bay", show_from="2026-12-10")

    if person in MAY["maker"]:
        assert (first.status_code, second.status_code) == (303, 303)
        assert product.name == "Tên mới"
    else:
        assert {first.status_code, second.status_code} <= {401, 403, 404}
        assert rows() == before


def test_what_is_archived_is_not_edited(browsers, facility):
    product = in_state(facility, "archived")
    before = rows()

    answer = browsers["owner"].post(
        f"/quan-ly/san-pham/{product.id}/buoc/1", name="Tên mới", browse_category=product.browse_category
    )

    assert answer.status_code == 409
    assert rows() == before


def test_what_is_archived_is_in_no_list_and_says_so_at_its_address(browsers, facility):
    product = in_state(facility, "archived")
    product.name = "Ấm cất kho"
    db.session.commit()
    visitor = browsers["guest"]

    for path in ("/san-pham", "/tim?q=ấm+cất+kho", f"/co-so/{facility.slug}", "/sitemap.xml"):
        assert f"/san-pham/{product.slug}" not in visitor.get(path).text
    assert "Ấm cất kho" not in browsers["owner"].get("/quan-ly/san-pham").text
    assert "Ấm cất kho" in browsers["owner"].get("/quan-ly/san-pham?tt=archived").text
    gone = visitor.get(f"/san-pham/{product.slug}")
    assert gone.status_code == 410
    assert "đã thôi bày" in gone.text


def test_nothing_that_was_ordered_can_be_deleted(facility):
    """No address deletes a product, and what stands in an order the database keeps."""
    product = draft(facility, state="published", published_at=times.now())
    make_order(product)

    with pytest.raises(IntegrityError):
        db.session.execute(delete(Product).where(Product.id == product.id))
    db.session.rollback()
