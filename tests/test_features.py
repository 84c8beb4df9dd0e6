"""docs/features.yml says of each feature whether it works, and what shows it."""

import ast
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FEATURES = yaml.safe_load((ROOT / "docs" / "features.yml").read_text("utf-8"))


@cache
def names_in(path: Path) -> set[str]:
    """The names of the test functions of a file, those of classes as Class::name."""
    tree = ast.parse(path.read_text("utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}::{f.name}" for f in node.body if isinstance(f, ast.FunctionDef)}
    return {name for name in names if name.split("::")[-1].startswith("test_")}


def test_every_row_of_the_table_is_there():
    counts = {"A": 22, "B": 13, "C": 17, "D": 18, "E": 24, "F": 12, "G": 15, "H": 7, "I": 12}
    counts |= {"J": 6, "K": 9, "L": 9, "M": 8, "N": 9}
    expected = {f"{letter}{n}" for letter, most in counts.items() for n in range(1, most + 1)}
    expected |= {f"NONE-{n:02}" for n in range(1, 31)} | {f"spare-{n}" for n in range(31, 35)}

    assert set(FEATURES) == expected


@pytest.mark.parametrize("row", FEATURES)
def test_what_works_names_its_place_and_tests_that_exist(row):
    feature = FEATURES[row]
    assert feature["state"] in ("works", "partly", False)  # YAML reads a bare `no` as false
    if not feature["state"]:
        return
    assert feature["where"]
    assert feature["tests"]
    for test in feature["tests"]:
        path, _, name = test.partition("::")
        assert (ROOT / path).is_file(), test
        assert name in names_in(ROOT / path), test
