"""To whom an invoice is made out, as a buyer types it at checkout."""

from flask_babel import gettext as _

from core.forms import Form

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
FIELDS = ("invoice_name", "invoice_tax", "invoice_address", "invoice_email")


def invoice_asked(form: Form) -> dict[str, str] | None:
    """As InvoiceData keeps it; None where no invoice is asked for."""
    if not any(str(form.raw.get(name) or "").strip() for name in FIELDS):
        return None
    tax_code = "".join(one for one in form.text("invoice_tax", at_most=20) if one not in " -.")
    if tax_code and not is_tax_code(tax_code):
        form.errors["invoice_tax"] = _("Mã số thuế có 10 hay 13 chữ số, hoặc 12 số định danh; xem lại từng số.")
    return {
        "name": form.text("invoice_name", at_most=200, required=_("Điền tên đơn vị hoặc người trên hóa đơn.")),
        "tax_code": tax_code,
        "address": form.text("invoice_address", at_most=300, required=_("Điền địa chỉ trên hóa đơn.")),
        "email": form.email("invoice_email"),
    }


def is_tax_code(text: str) -> bool:
    """Ten digits of which the last checks the others, thirteen of a branch; twelve are a person's own number."""
    if not (text.isascii() and text.isdigit() and len(text) in (10, 12, 13)):
        return False
    if len(text) == 12:
        return True
    weighed = sum(int(one) * weight for one, weight in zip(text, _WEIGHTS, strict=False))
    return 10 - weighed % 11 == int(text[9])
