"""What a visitor types to register, and what is typed or scanned of a badge."""

from flask_babel import gettext as _

from core.forms import Form


class TicketForm(Form):
    """A name; a phone number or mail address only where booths may have it."""

    def clean(self) -> None:
        self.name = self.text("name", at_most=60, required=_("Ghi tên để in lên vé; tên gọi hằng ngày cũng được."))
        self.contact = self._contact() if self.flag("shares") else ""
        if not self.flag("agrees"):
            self.errors["agrees"] = _("Đánh dấu vào đây thì mới làm vé được.")

    def _contact(self) -> str:
        if "@" in str(self.raw.get("contact") or ""):
            return self.email("contact", required=True)
        return self.phone("contact")


class BadgeForm(Form):
    """`code` as typed or scanned; `note` and `booth_id` where a booth notes a visitor down."""

    def clean(self) -> None:
        self.code = self.text("code", at_most=200, required=_("Quét vé, hoặc gõ 8 chữ in dưới mã."))
        self.note = self.text("note", at_most=300)
