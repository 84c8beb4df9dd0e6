"""Letters to a facility about its products, written in the transaction they tell of."""

from flask import current_app

from catalog.models import Product
from core import mail


def published(product: Product) -> None:
    _send(
        product,
        f"Đã bày: {product.name}",
        f"“{product.name}” đã được duyệt và đang bày ở chợ:\n{_site()}/san-pham/{product.slug}",
    )


def revision_approved(product: Product) -> None:
    _send(
        product,
        f"Bản sửa đã lên: {product.name}",
        f"Bản sửa của “{product.name}” đã được duyệt và đang bày ở chợ:\n{_site()}/san-pham/{product.slug}",
    )


def sent_back(product: Product, remarks: list[tuple[str, str]]) -> None:
    """`remarks`: (name of the field, what to mend)."""
    lines = "\n".join(f"- {name}: {text}" for name, text in remarks)
    _send(
        product,
        f"Cần sửa: {product.name}",
        f"“{product.name}” có chỗ cần sửa trước khi bày:\n\n{lines}\n\nSửa rồi gửi lại tại {_editor(product)}",
    )


def taken_down(product: Product, reason: str) -> None:
    _send(
        product,
        f"Đã gỡ: {product.name}",
        f"“{product.name}” đã được gỡ khỏi chợ. Lý do: {reason}\n\nXem và sửa tại {_editor(product)}",
    )


def _send(product: Product, subject: str, text: str) -> None:
    if product.facility.email:
        mail.send(product.facility.email, subject, text)


def _editor(product: Product) -> str:
    return f"{_site()}/quan-ly/san-pham/{product.id}/buoc/1"


def _site() -> str:
    return str(current_app.config["SITE_URL"])
