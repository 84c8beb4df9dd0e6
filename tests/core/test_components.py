"""The gallery of components: every macro, every icon, on one page that must always render."""

import re
from datetime import date

import pytest
from flask import render_template


@pytest.fixture(params=["", "/en"], ids=["vi", "en"])
def page(app, request):
    prefix = {"SCRIPT_NAME": request.param, "phiencho.locale": "en" if request.param else "vi"}
    with app.test_request_context("/can-bo/giao-dien", environ_overrides=prefix):
        return render_template("core/components.html", today=date(2026, 11, 25))


def test_renders_in_both_languages_with_one_main_heading(page):
    assert page.count("<h1") == 1
    assert "</html>" in page


def test_every_label_leads_to_its_field_and_every_description_exists(page):
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', page)) <= set(ids)
    described = re.findall(r'aria-(?:describedby|labelledby|controls)="([^"]+)"', page)
    assert {name for names in described for name in names.split()} <= set(ids)


def test_a_field_with_an_error_says_so_and_keeps_what_was_typed(page):
    field = re.search(r'<input[^>]*id="mau-phone"[^>]*>', page)[0]

    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="mau-phone-error mau-phone-help"' in field
    assert 'value="0912 345 67"' in field


def test_every_drawing_of_figures_has_its_table(page):
    drawn = re.findall(r'<figure class="chart">.*?</figure>', page, re.DOTALL)

    assert all("<table" in figure for figure in drawn if "<svg" in figure)
    assert any("<svg" not in figure for figure in drawn)  # the one without figures says so instead


def test_a_stand_in_focus_is_marked_and_a_free_one_is_no_link(page):
    focus = re.search(r'<a class="plan__stand[^"]*plan__stand--on[^>]*>', page)[0]
    free = re.search(r"<(\w+) class=\"plan__stand[^\"]*plan__stand--free[^>]*>", page)

    assert 'aria-current="true"' in focus
    assert "G07" in focus
    assert free[1] == "g"
