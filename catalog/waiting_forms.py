"""Which variant one waits for, and where to write to."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from core.forms import Form


class WaitForm(Form):
    """`own`: the address of whoever is signed in, which needs no typing."""

    def __init__(self, raw: Mapping[str, Any] | None = None, own: str = "", skus: Sequence[str] = ()) -> None:
        super().__init__(raw)
        self.own, self.skus = own, skus

    def clean(self) -> None:
        self.sku = self.choice("sku", self.skus, required=_("Chọn loại bạn chờ."))
        self.address = self.own or self.email("email", required=True)
