"""What people type to sign in."""

from flask_babel import gettext as _

from core.forms import Form


class SignInForm(Form):
    def clean(self) -> None:
        self.who = self.text("who", required=_("Điền thư điện tử hoặc số điện thoại."), at_most=200)
        self.password = self.raw.get("password", "")[:200]
        if not self.password:
            self.errors["password"] = _("Điền mật khẩu.")
