"""flask programme figures FILE"""

import shutil

from core.config import ROOT
from core.db import db
from programme.models import Indicator

FILE = ROOT / "demo" / "data" / "indicators.csv"


def run(app, path):
    return app.test_cli_runner().invoke(args=["programme", "figures", str(path)])


def test_takes_in_every_figure_of_every_source_and_a_repeat_doubles_nothing(app):
    assert "20 số mới" in run(app, FILE).output
    assert "0 số mới, 0 số sửa lại" in run(app, FILE).output

    fairs = db.session.scalars(db.select(Indicator.value).where(Indicator.code == "KC09").order_by(Indicator.value))
    assert fairs.all() == [18, 21]


def test_a_corrected_figure_is_told(app, tmp_path):
    run(app, FILE)
    copy = tmp_path / "figures.csv"
    copy.write_text(FILE.read_text("utf-8").replace(",625,exact", ",626,exact", 1), "utf-8")

    assert "1 số sửa lại" in run(app, copy).output


def test_a_file_of_another_kind_changes_nothing_and_says_so(app, tmp_path):
    other = tmp_path / "khac.csv"
    shutil.copy(ROOT / "demo" / "data" / "villages.csv", other)

    answer = run(app, other)

    assert answer.exit_code == 1
    assert "Không đọc được khac.csv" in answer.output
    assert db.session.query(Indicator).count() == 0
