"""Input about what the market asks: a requirement as staff set it, a document as its maker tells of it."""

from typing import Any

from flask_babel import gettext as _

from catalog import facts_seen, taxonomy
from catalog.models import EFFECTS, RECOGNITION_KINDS, REQUIREMENT_KINDS, Requirement
from catalog.requirements import Paper, Terms
from core import times
from core.forms import Form
from programme.models import FACILITY_KINDS


class RequirementForm(Form):
    """Of one that is there its kind, fact and paper stand: `asked` says which."""

    def __init__(self, raw=None, asked: Requirement | None = None) -> None:  # type: ignore[no-untyped-def]
        super().__init__(raw)
        self.asked = asked

    @classmethod
    def showing(cls, asked: Requirement) -> "RequirementForm":
        names = ("kind", "title", "why", "statement", "fact", "paper", "effect", "from_on", "binds_on", "until_on")
        shown: dict[str, Any] = {name: getattr(asked, name) or "" for name in names}
        form = cls(shown, asked)
        form.makers, form.groups = list(asked.facility_kinds), list(asked.groups)
        return form

    makers: list[str] = []
    groups: list[str] = []

    def clean(self) -> None:
        self.kind = self.asked.kind if self.asked else self.choice(
            "kind", REQUIREMENT_KINDS, required=_("Chọn cách kiểm.")
        )  # fmt: skip
        self.title = self.text("title", at_most=120, required=_("Ghi yêu cầu gì, trong một câu."))
        self.why = self.text("why", at_most=600, lines=True, required=_("Ghi vì sao, bằng lời dễ hiểu."))
        self.effect = self.choice("effect", EFFECTS, required=_("Chọn chưa xong thì sao."))
        self._clean_kind()
        self.makers = [one for one in self._many("makers") if one in FACILITY_KINDS]
        self.groups = [one for one in self._many("groups") if taxonomy.browse_group(one)]
        self.from_on = self.day("from_on", required=_("Chọn ngày bắt đầu nhắc.")) or times.today()
        self.binds_on = self.day("binds_on", at_least=self.from_on, required=_("Chọn ngày bắt buộc.")) or self.from_on
        self.until_on = self.day("until_on", at_least=self.from_on)

    @property
    def terms(self) -> Terms:
        return Terms(
            self.title, self.why, self.statement, self.makers, self.groups, self.effect, self.from_on, self.binds_on,
            self.until_on,
        )  # fmt: skip

    def _clean_kind(self) -> None:
        self.fact = self.paper = self.statement = ""
        if self.kind == "attested":
            self.statement = self.text(
                "statement", at_most=1500, lines=True, required=_("Ghi lời cơ sở cam kết, đúng như họ sẽ đọc.")
            )
        elif self.kind == "computed":
            stands = self.asked.fact if self.asked else ""
            self.fact = stands or self.choice("fact", [*facts_seen.every()], required=_("Chọn điều chợ tự thấy."))
        elif self.kind == "verified":
            self.paper = self.asked.paper if self.asked else self.choice("paper", RECOGNITION_KINDS)

    def _many(self, name: str) -> list[str]:
        many = getattr(self.raw, "getlist", None)
        return many(name) if many else list(self.raw.get(name) or ())


class DocumentForm(Form):
    def clean(self) -> None:
        self.number = self.text("number", at_most=60, required=_("Ghi số giấy, như in trên giấy."))
        self.issuer = self.text("issuer", at_most=120, required=_("Ghi nơi cấp."))
        self.issued_on = self.day("issued_on", at_most=times.today())
        self.valid_until = self.day("valid_until", at_least=self.issued_on)

    @property
    def paper(self) -> Paper:
        return Paper(self.number, self.issuer, self.issued_on, self.valid_until)


class RefusalForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=400, lines=True, required=_("Ghi lý do; cơ sở đọc được."))
