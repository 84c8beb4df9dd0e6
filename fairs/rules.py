"""The fairs' own rules with numbers in them: dated settings, data/rules.csv."""

from pathlib import Path

from core.dated import Rules

value = Rules(Path(__file__).parent / "data" / "rules.csv").value
