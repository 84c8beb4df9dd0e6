"""Rules about the code itself. A failure names the file that breaks one."""

import ast
import re
from pathlib import Path

import pytest

from core.access import mark

ROOT = Path(__file__).parent.parent
PACKAGES = ("core", "accounts", "programme", "catalog", "fairs", "shop", "insight")
SOURCES = sorted(path for package in PACKAGES for path in ROOT.glob(f"{package}/**/*.py"))
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
REQUEST_NAMES = {"request", "session", "render_template", "flash", "redirect", "url_for"}
# Rooms of core that stand between a request and the pages.
AT_THE_DOOR = {
    "core/access.py",
    "core/errors.py",
    "core/held.py",
    "core/i18n.py",
    "core/light.py",
    "core/db.py",
    "core/web.py",
} | {"accounts/access.py"}
MARKS = ("public", "visitor", "signed in", "facility", "staff")


def name(path):
    return str(path.relative_to(ROOT))


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=name)


@each([p for p in SOURCES if "web" not in p.parts and name(p) not in AT_THE_DOOR])
def test_only_pages_touch_the_request(path):
    tree = ast.parse(path.read_text("utf-8"))
    taken = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "flask"
        for alias in node.names
    }
    assert not taken & REQUEST_NAMES


@each([p for p in SOURCES if p.parent.name == "web" and p.name != "__init__.py"])
def test_pages_hold_no_sql(path):
    tree = ast.parse(path.read_text("utf-8"))
    taken = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    assert not taken & {"select", "update", "insert", "delete", "text", "func"}


@each(SOURCES)
def test_functions_fit_on_a_screen(path):
    functions = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)]
    assert [f.name for f in functions if f.end_lineno - f.lineno >= 40] == []


@each(SOURCES)
def test_files_stay_readable_in_one_sitting(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


@each(SOURCES)
def test_every_module_says_what_it_owns(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_every_view_says_who_may_open_it(app):
    marks = {endpoint: getattr(view, "access", None) for endpoint, view in app.view_functions.items()}
    assert {endpoint: found for endpoint, found in marks.items() if found not in MARKS} == {}


def test_the_mark_of_a_view_can_be_missed():
    """The rule above sees a view without a mark."""

    def view():
        return ""

    assert getattr(view, "access", None) not in MARKS
    assert mark(view, "public").access in MARKS


@each([p for p in TEMPLATES if "extends" in p.read_text("utf-8")[:200]])
def test_every_page_has_a_title_of_its_own(path):
    text = path.read_text("utf-8")
    base = re.search(r'extends "([^"]+)"', text).group(1)
    is_frame = base in ("layout.html", "personal.html") and path.parent.name == "templates"
    inherits = (ROOT / "templates" / base).read_text("utf-8").count("block title") and base.count("/")
    assert is_frame or "block title" in text or inherits


@each(TEMPLATES)
def test_nothing_inline_that_a_strict_policy_would_refuse(path):
    text = path.read_text("utf-8")
    assert not re.search(r"<style[\s>]|\sstyle=[\"']|\son(click|load|submit|change|input|error)=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
