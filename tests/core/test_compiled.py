"""A template is compiled once on a machine, and again only when it or what it is compiled with has changed."""

import os
import subprocess
import sys

from jinja2 import Environment

from core import compiled


def _compiled_while(app, monkeypatch, name) -> int:
    """How often the compiler is asked while a fresh environment of the application takes this template."""
    asked: list[str] = []
    compile_ = Environment._generate
    monkeypatch.setattr(
        Environment, "_generate", lambda self, *given, **named: asked.append(name) or compile_(self, *given, **named)
    )
    app.jinja_env.cache.clear()
    app.jinja_env.get_template(name)
    return len(asked)


def test_the_next_process_takes_what_the_first_has_compiled(app, monkeypatch):
    app.jinja_env.cache.clear()
    app.jinja_env.get_template("fairs/hall.html")
    assert _compiled_while(app, monkeypatch, "fairs/hall.html") == 0
    app.jinja_env.bytecode_cache = None  # without the guard it is compiled again
    assert _compiled_while(app, monkeypatch, "fairs/hall.html") == 1


def test_a_changed_filter_or_setting_makes_another_edition(monkeypatch, tmp_path):
    (tmp_path / "compiled.py").write_text("")
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "compiled.py"))
    first = compiled._edition()
    assert compiled._edition() == first
    (tmp_path / "i18n.py").write_text("filters")
    second = compiled._edition()
    os.utime(tmp_path / "i18n.py", ns=(1, 1))
    assert len({first, second, compiled._edition()}) == 3


def test_models_are_linked_before_a_worker_serves(tmp_path):
    program = (
        "from app import create_app; from core.db import db; create_app(); "
        "print(all(one.configured for one in db.Model.registry.mappers))"
    )
    ours = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    assert subprocess.run([sys.executable, "-c", program], env=ours, capture_output=True, text=True).stdout == "True\n"
