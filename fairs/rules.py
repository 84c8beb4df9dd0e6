"""The fairs' own rules with numbers in them: dated settings, data/rules.csv."""

from datetime import datetime, timedelta
from pathlib import Path

from core import times
from core.dated import Rules

value = Rules(Path(__file__).parent / "data" / "rules.csv").value


def until(rule: str, since: datetime) -> datetime:
    """When the days of a rule end that began at a moment: as the rule stood then, so that what was promised holds."""
    return since + timedelta(days=value(rule, times.local(since).date()))


def is_past(rule: str, since: datetime) -> bool:
    return until(rule, since) <= times.now()
