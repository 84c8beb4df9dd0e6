"""The keys of a carrier's account, as a maker types them."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from core.forms import Form


class KeysForm(Form):
    """One field for each key that the carrier wants."""

    def __init__(self, raw: Mapping[str, Any], fields: tuple[str, ...]) -> None:
        super().__init__(raw)
        self.fields = fields

    def clean(self) -> None:
        self.keys = {name: self.text(name, at_most=300, required=_("Chép từ trang của hãng.")) for name in self.fields}
        for name, typed in self.keys.items():
            if not typed.isascii() or " " in typed:  # it goes into a header
                self.errors.setdefault(name, _("Chỉ gồm chữ không dấu và số, không có khoảng trắng."))
