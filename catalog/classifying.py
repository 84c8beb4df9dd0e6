"""Staff put a product where it belongs; the maker finds it in the history, and nothing waits."""

from collections.abc import Mapping
from typing import Any

from catalog import completeness, products, values
from catalog.models import Product
from core import audit
from core.access import must_reach


def correct(product: Product, changes: Mapping[str, Any]) -> list[str]:
    """Put staff's own values in, whatever the state, and return which differed.

    Raises products.NotComplete where what is on show would lack facts that its new place asks for; the caller then
    commits nothing.
    """
    must_reach(product.facility.commune_code)
    changed = [name for name, value in changes.items() if values.of(product, name) != value]
    if not changed:
        return []
    detail = {name: [values.plain(values.of(product, name)), values.plain(changes[name])] for name in changed}
    for name in changed:
        values.put(product, name, changes[name])
    lacking = completeness.of(product).blocking
    if product.is_published and lacking:
        raise products.NotComplete(lacking)
    products.settle(product, changed)
    audit.record(product, "product.corrected", **detail)
    products.touched(product)
    return changed
