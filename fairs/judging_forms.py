"""What people type when applications are judged: points, an interest, decisions, objections and their answers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from fairs.models import OUTCOMES, Criterion, Decision
from fairs.seating.rules import MOST_WEIGHT, WEIGHTS

MOST = 9_999  # places in a draft


class ScoreForm(Form):
    """`points.<id>` for each criterion, and a remark."""

    def __init__(self, raw: Mapping[str, Any], criteria: Sequence[Criterion]) -> None:
        super().__init__(raw)
        self.criteria = criteria

    def clean(self) -> None:
        names = {one.id: self.integer(f"points.{one.id}", at_least=0, at_most=one.points) for one in self.criteria}
        self.points = {criterion: points or 0 for criterion, points in names.items()}
        self.remark = self.text("remark", at_most=600, lines=True, required=_("Viết một câu nhận xét."))


class ConflictForm(Form):
    def clean(self) -> None:
        self.conflict = self.text("conflict", at_most=300, required=_("Ghi vì sao không chấm đơn này."))


class DecisionForm(Form):
    def clean(self) -> None:
        self.outcome = self.choice("outcome", OUTCOMES, required=_("Chọn một kết quả."))
        self.reason = self.text("reason", at_most=600, lines=True, required=_("Ghi lý do; cơ sở sẽ đọc."))

    @classmethod
    def showing(cls, made: Decision | None) -> "DecisionForm":
        return cls({"outcome": made.outcome, "reason": made.reason} if made else {})


class DraftForm(Form):
    """How many are accepted and how many wait, by rank; and the reason told to each kind."""

    def clean(self) -> None:
        self.most = {
            name: self.integer(name, at_least=0, at_most=MOST, required=False) or 0 for name in ("accepted", "waiting")
        }
        self.reasons = {
            one: self.text(f"reason.{one}", at_most=600, lines=True, required=_("Ghi lý do; cơ sở sẽ đọc."))
            for one in OUTCOMES
        }


class PublishForm(Form):
    """The last day of the objections counts whole."""

    def clean(self) -> None:
        tomorrow = times.today() + timedelta(days=1)
        last = self.day("until", at_least=tomorrow, required=_("Chọn ngày cuối nhận khiếu nại."))
        if last:
            self.until = times.start_of(last + timedelta(days=1))


class ObjectionForm(Form):
    def clean(self) -> None:
        self.words = self.text(
            "words", at_most=1500, lines=True, required=_("Viết điều cơ sở không đồng ý, và vì sao.")
        )


class AnswerForm(Form):
    """The answer, and whether the decision changes by it."""

    def clean(self) -> None:
        self.words = self.text("answer", at_most=1500, lines=True, required=_("Viết lời trả lời; cơ sở sẽ đọc."))
        self.outcome = self.choice("outcome", ("accepted", "waiting"))


class WeightsForm(Form):
    """`weight.<rule>` for each rule of a seating."""

    def clean(self) -> None:
        typed = {rule: self.integer(f"weight.{rule}", at_least=0, at_most=MOST_WEIGHT) for rule in WEIGHTS}
        self.weights = {rule: weight or 0 for rule, weight in typed.items()}
