"""What staff type into the file of a scheme: papers, who is supported with what, and that it was received."""

from flask_babel import gettext as _

from core import times
from core.forms import Form
from programme import schemes
from programme.filing import Filed
from programme.giving import SOURCES, Gift
from programme.record_forms import RecordForm


class FilingForm(Form):
    def clean(self) -> None:
        types = [code for code, _name in schemes.document_types()]
        kind = self.choice("paper_type", types, required=_("Chọn loại văn bản."))
        number = self.text("paper_number", at_most=60, required=_("Ghi số văn bản, ví dụ 50/KH-UBND."))
        on = self.day("paper_on", at_most=times.today(), required=_("Chọn ngày của văn bản."))
        issuer, signer = self.text("issuer", at_most=120), self.text("signer", at_most=100)
        self.filed = Filed(kind, number, on or times.today(), issuer, signer, self.text("summary", at_most=300))


class GiftForm(RecordForm):
    def clean(self) -> None:
        self.facility = self.text("facility", at_most=200, required=_("Ghi địa chỉ trang hoặc mã số thuế của cơ sở."))
        content = self.text("content", at_most=200, required=_("Ghi hỗ trợ gì."))
        quantity = self.integer("quantity", at_least=1, at_most=100_000) or 1
        amounts = {source: self.dong(source) for source in SOURCES}
        if not amounts["national"] + amounts["local"] and not {"national", "local"} & set(self.errors):
            self.errors["local"] = _("Ghi số tiền của ít nhất một nguồn khuyến công.")
        on = self.day("decided_on", at_most=times.today(), required=_("Chọn ngày quyết định."))
        unit, before = self.text("unit", at_most=30), self.text("before", at_most=300)
        waiver = self.text("gift_waiver", at_most=60)
        self.gift = Gift(content, quantity, unit, amounts, on or times.today(), before, waiver)


class ReceivedForm(Form):
    def clean(self) -> None:
        self.on = self.day("on", at_most=times.today(), required=_("Chọn ngày nghiệm thu."))
        self.result = self.text("result", at_most=300, required=_("Ghi kết quả."))
