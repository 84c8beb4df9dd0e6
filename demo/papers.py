"""Papers of the demo in every state, all invented: each says that it is a sample, in its number and in its title."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from accounts.models import User
from catalog import recognitions
from catalog.models import Product, Recognition
from core import audit, times
from programme.models import CraftVillage, Facility

Told = tuple[str, str, str, str, int, int | None]

RENEWED = "D006"  # four stars today; the demo tells of three before
SAFETY, PROPERTY, CITY = "Chi cục Quản lý chất lượng (mẫu)", "Cục Sở hữu trí tuệ (mẫu)", "UBND thành phố Hà Nội (mẫu)"
TEN_YEARS = 120  # months

# Of makers: kind, title, number, issuer, months since it was given, days until its last one (None: no end is known).
OF_MAKERS: dict[str, tuple[Told, ...]] = {
    "bat-trang/1": (
        ("trademark", "GỐM TÂM SEN (mẫu)", "MẪU-NH-0125", PROPERTY, TEN_YEARS, 25),
        ("craft", "Nghệ nhân Hà Nội (mẫu)", "MẪU-NN-0417", CITY, 70, None),
    ),
    "me-tri/1": (("food_safety", "", "MẪU-ATTP-0201", SAFETY, 14, 660),),
    "cu-da/1": (("food_safety", "", "MẪU-ATTP-0202", SAFETY, 37, -40),),
    "uoc-le/1": (("food_safety", "", "MẪU-ATTP-0203", SAFETY, 33, 88),),
    "lang-so/1": (("food_safety", "", "MẪU-ATTP-0204", SAFETY, 31, 170),),
}
OF_VILLAGES: dict[str, tuple[Told, ...]] = {
    "bat-trang": (("trademark", "Nhãn hiệu tập thể làng gốm (mẫu)", "MẪU-NH-0301", PROPERTY, 60, 1820),),
    "me-tri": (("indication", "Cốm Mễ Trì (mẫu)", "MẪU-CDĐL-0302", PROPERTY, 40, None),),
    "van-phuc": (("craft", "Làng nghề truyền thống tiêu biểu (mẫu)", "MẪU-DH-0303", CITY, 80, None),),
}


def keep(
    makers: Mapping[str, Facility], villages: Mapping[str, CraftVillage], products: Mapping[str, Product], staff: User
) -> None:
    """In force, near the end, lapsed, renewed, and two that a maker has brought and staff have yet to compare."""
    with audit.actor(staff.id):
        for rows, subjects in ((OF_MAKERS, makers), (OF_VILLAGES, villages)):
            for key, papers in rows.items():
                for one in papers if key in subjects else ():
                    recognitions.add(subjects[key], one[0], _facts(*one[1:]))
        if (product := products.get(RENEWED)) and product.recognitions:
            _told_before(product, product.recognitions[0])
    if own := makers.get("bat-trang/1"):
        _brought(own)


def _facts(title: str, number: str, issuer: str, months: int, days: int | None) -> dict[str, Any]:
    today = times.today()
    return {
        "title": title,
        "decision_number": number,
        "issuer": issuer,
        "issued_on": times.add_months(today, -months),
        "expires_on": None if days is None else today + timedelta(days=days),
    }


def _told_before(product: Product, now: Recognition) -> None:
    """Three stars, replaced by the four of today a week before they would have lapsed."""
    assert now.issued_on is not None  # an OCOP paper has its day
    issued = times.add_months(now.issued_on, -36) + timedelta(days=7)
    facts = {"stars": 3, "decision_number": "MẪU-OCOP-0098", "issuer": CITY, "issued_on": issued}
    before = recognitions.add(product, "ocop", facts)
    now.renews, before.replaced_on = before, now.issued_on


def _brought(maker: Facility) -> None:
    """What waits for staff: a safety paper and a mark."""
    recognitions.propose(maker, "food_safety", _facts("", "MẪU-ATTP-0205", SAFETY, 1, 1060))
    recognitions.propose(maker, "trademark", _facts("SEN BÁT TRÀNG (mẫu)", "MẪU-NH-0126", PROPERTY, 2, 3580))
