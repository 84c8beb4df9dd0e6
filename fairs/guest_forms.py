"""What a visitor writes into a guest book, and why staff keep it off the page."""

from flask_babel import gettext as _

from core.forms import Form


class GuestForm(Form):
    def clean(self) -> None:
        self.words = self.text("text", at_most=500, required=_("Viết vài chữ cho gian."), lines=True)
        self.signed = self.text("signed", at_most=60, required=_("Điền tên muốn hiện."))


class HidingForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=300, required=_("Viết vì sao không cho hiện."))
