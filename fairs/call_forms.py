"""What people type about a call: the criteria that staff keep, and the application of a facility."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from core.forms import Form
from fairs.applications import Request
from fairs.models import MOST_UNITS, POWERS, Application, Criterion

MOST_WISHES = 3


class ApplicationForm(Form):
    """The goods one means to show, what the stand needs, and which stands one would like."""

    def __init__(self, raw: Mapping[str, Any], chosen: Sequence[str] = (), mine: Sequence[int] = ()) -> None:
        super().__init__(raw)
        self.chosen, self.mine = chosen, mine

    def clean(self) -> None:
        product_ids = [one for one in self.mine if str(one) in self.chosen]
        if not product_ids:
            self.errors["product_ids"] = _("Chọn ít nhất một món định bày.")
        self.asked = Request(
            product_ids=product_ids,
            wish=self.text("wish", at_most=500, lines=True),
            power=self.choice("power", POWERS),
            needs_water=self.flag("needs_water"),
            wants_corner=self.flag("wants_corner"),
            units=self.integer("units", at_least=1, at_most=MOST_UNITS, required=False) or 1,
            stands=self._numbers("stands"),
        )

    def _numbers(self, name: str) -> list[str]:
        typed = self.text(name, at_most=80).upper()
        numbers = list(dict.fromkeys(one for one in re.split(r"[\s,;]+", typed) if one))
        if len(numbers) > MOST_WISHES:
            self.errors[name] = _("Ghi nhiều nhất %(n)s gian, gian thích nhất trước.", n=MOST_WISHES)
        return numbers

    @classmethod
    def showing(cls, made: Application | None) -> "ApplicationForm":
        """The form as it stands for an application, empty where there is none."""
        if made is None:
            return cls({"units": 1})
        typed = {name: getattr(made, name) for name in ("wish", "power", "units")}
        typed |= {name: "1" if getattr(made, name) else "" for name in ("needs_water", "wants_corner")}
        return cls(typed | {"stands": ", ".join(made.wished_numbers)}, [str(one) for one in made.product_ids])


class CriterionForm(Form):
    def clean(self) -> None:
        self.told = {
            "name": self.text("name", at_most=80, required=_("Đặt tên cho tiêu chí.")),
            "name_en": self.text("name_en", at_most=80),
            "measures": self.text("measures", at_most=300, required=_("Ghi thế nào thì được điểm; cơ sở sẽ đọc.")),
            "measures_en": self.text("measures_en", at_most=300),
            "points": self.integer("points", at_least=1, at_most=100),
        }

    @classmethod
    def showing(cls, row: Criterion) -> "CriterionForm":
        return cls({name: getattr(row, name) for name in ("name", "name_en", "measures", "measures_en", "points")})
