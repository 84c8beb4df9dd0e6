"""Who may be supported, by the rules of the day; what nobody verified is neither yes nor no."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from core.db import db
from programme import eligibility
from tests import factories as make
from tests.conftest import Browser

BEFORE, AFTER = date(2025, 10, 14), date(2025, 10, 15)
XA, PHUONG = "ha-noi/xa-bat-trang", "ha-noi/phuong-ha-dong"


def judged(on=AFTER, **columns):
    return eligibility.of(make.make_facility(**columns), on)


def test_a_commune_of_a_central_city_is_in(app):
    verdict = judged(commune_code=XA)
    assert (verdict.answer, verdict.basis) == ("yes", "xa")


def test_a_ward_of_a_central_city_is_in_only_by_a_recognised_village(app):
    unknown = make.make_village()
    known = make.make_village(recognised_number="7356/QĐ-UBND", recognised_on=date(2013, 12, 6))
    assert judged(commune_code=PHUONG, village_id=unknown.id).answer == "unsure"
    verdict = judged(commune_code=PHUONG, village_id=known.id)
    assert (verdict.answer, verdict.basis) == ("yes", "lang_nghe_cong_nhan")


def test_a_village_recognised_later_does_not_count_yet(app):
    village = make.make_village(recognised_number="1/QĐ-UBND", recognised_on=date(2026, 1, 1))
    verdict = judged(commune_code=PHUONG, village_id=village.id)
    clause = next(one for one in verdict.clauses if one.rule.territory == "lang_nghe")
    assert clause.state == "not_met"


def test_a_ward_of_a_province_is_in(app):
    assert judged(commune_code="ninh-binh/phuong-nam-dinh").basis == "xa"


def test_a_province_that_became_a_city_counts_from_its_day(app):
    code = "bac-ninh/phuong-bac-giang"
    facility = make.make_facility(commune_code=code)
    assert eligibility.of(facility, date(2026, 9, 19)).answer == "yes"
    assert eligibility.of(facility, date(2026, 9, 20)).answer == "unsure"


def test_no_commune_on_record_is_not_known(app):
    assert judged(commune_code=None).answer == "unsure"


def test_an_enterprise_must_be_shown_to_be_small(app):
    facility = make.make_facility(commune_code=XA, kind="doanh_nghiep")
    assert eligibility.of(facility, AFTER).answer == "unsure"
    eligibility.record(facility, "sme", "Báo cáo 2025", date(2025, 1, 1), None, is_so=True)
    assert eligibility.of(facility, AFTER).answer == "yes"
    assert eligibility.of(facility, BEFORE).clauses[0].rule.instrument.startswith("45/2012")


def test_facts_that_all_say_no_are_a_no(app):
    facility = make.make_facility(commune_code=PHUONG)
    for fact in ("sxsh", "ha_tang_ccn", "nghe_nhan"):
        eligibility.record(facility, fact, "BB 1", date(2025, 1, 1), None, is_so=False)
    assert eligibility.of(facility, AFTER).answer == "no"


def test_a_fact_holds_between_its_days(app):
    facility = make.make_facility(commune_code=PHUONG)
    eligibility.record(facility, "sxsh", "BB 2", date(2025, 11, 1), date(2026, 10, 31), is_so=True)
    assert eligibility.of(facility, date(2025, 10, 31)).answer == "unsure"
    assert eligibility.of(facility, date(2026, 10, 31)).basis == "sxsh"
    assert eligibility.of(facility, date(2026, 11, 1)).answer == "unsure"


@pytest.mark.parametrize(
    ("former", "answer"),
    [("Cự Khê, Thanh Oai", "yes"), ("P. Vạn Phúc, Q. Hà Đông", "unsure"), ("", "unsure"), ("Phùng Xá", "unsure")],
)
def test_before_the_change_the_former_address_decides(app, former, answer):
    verdict = judged(BEFORE, former_address=former, commune_code=PHUONG)
    assert verdict.answer == answer
    assert verdict.basis == ("legacy_pre_2025" if answer == "yes" else None)


def test_rules_follow_each_other_without_gap_or_overlap():
    for day, instrument in ((BEFORE, "45/2012/NĐ-CP"), (AFTER, "235/2025/NĐ-CP")):
        assert {rule.instrument for rule in eligibility.rules() if rule.holds_on(day)} == {instrument}


def test_a_support_keeps_its_ground_and_its_day(app):
    support = make.make_support(make.make_scheme(), make.make_facility(commune_code=XA), decided_on=date(2026, 3, 1))
    eligibility.settle(support)
    assert (support.eligibility_basis, support.eligibility_on) == ("xa", date(2026, 3, 1))


def test_a_ground_that_records_do_not_show_is_refused(app):
    support = make.make_support(make.make_scheme(), make.make_facility(commune_code=PHUONG), decided_on=AFTER)
    with pytest.raises(eligibility.NotEligible):
        eligibility.settle(support)
    assert support.eligibility_basis is None


def test_the_database_keeps_ground_and_day_together(app):
    with pytest.raises(IntegrityError):
        make.make_support(make.make_scheme(), make.make_facility(), eligibility_basis="xa")
    db.session.rollback()


def test_the_maker_reads_it_clause_by_clause(app, browser):
    browser.sign_in(make.make_member(make.make_facility(commune_code=PHUONG), "editor"))
    text = browser.get("/quan-ly/co-so/dieu-kien").get_data(as_text=True)
    for said in ("235/2025/NĐ-CP", "chưa xác minh", "chưa đạt", "Phường Hà Đông, Hà Nội là phường"):
        assert said in text


def test_staff_record_a_fact_and_settle_a_support(app):
    facility = make.make_facility(slug="lo-gom", commune_code=XA)
    support = make.make_support(make.make_scheme(), facility, decided_on=date(2026, 3, 1))
    desk = Browser(app).sign_in(make.make_staff("programme"))
    fact = {"fact": "sxsh", "so": "yes", "paper": "BB 3/SCT", "from_on": "2026-01-01"}
    assert desk.post("/can-bo/co-so/lo-gom/dieu-kien", **fact).status_code == 303
    assert desk.post(f"/can-bo/co-so/lo-gom/ho-tro/{support.id}/can-cu").status_code == 303
    text = desk.get("/can-bo/co-so/lo-gom").get_data(as_text=True)
    assert "BB 3/SCT" in text
    assert "Căn cứ: nơi sản xuất" in text
    assert desk.get("/can-bo/co-so?q=lo-gom").status_code == 200
    assert desk.get("/can-bo/co-so/tai.xlsx").data[:2] == b"PK"


@pytest.mark.parametrize("count", [1, 20])
def test_the_roll_costs_the_same_however_long(app, query_count, count):
    from core import times
    from programme import rolls

    for _ in range(count):
        make.make_facility(commune_code=XA)
    with query_count() as run:
        assert len(rolls.lines(rolls.RollCriteria(), times.today())) == count
    assert len([one for one in run if not one.startswith("BEGIN")]) == 3
