"""What of catalog's workspace one needs leave for, who acts in a maker's place (0095): by page, and by column."""

from collections.abc import Iterable

from core.access import must_be_granted

PRICES = {"price", "sold_by_weight", "tier_pairs", "price_per_kg", "piece_g", "under_percent", "over_percent"}

NEEDS = {
    "catalog_designs": "goods", "catalog_digests": "goods", "catalog_english": "goods", "catalog_history": "goods",
    "catalog_history.show": "goods|prices|stock", "catalog_lots": "stock", "catalog_manage": "goods",
    "catalog_manage.products_page": "goods|prices|stock", "catalog_manage.step": "goods|prices|stock",
    "catalog_manage.save_step": "goods|prices|stock", "catalog_manage.preview": "goods|prices|stock",
    "catalog_manage.count": "stock", "catalog_offers": "prices", "catalog_offers.bars": "goods|prices|stock",
    "catalog_photos": "goods", "catalog_promises": "goods", "catalog_promises.weeks": "stock",
    "catalog_promises.open_calendar": "stock", "catalog_promises.set_calendar": "stock",
    "catalog_promises.set_week": "stock", "catalog_promises.offer_session": "stock",
    "catalog_promises.change_session": "stock", "catalog_sheets": "goods prices stock", "catalog_spins": "goods",
    "catalog_same": "goods",
    "catalog_uploads": "goods", "catalog_wallet": "goods", "requirements": "goods", "requirements.attest": "",
}  # fmt: skip


def must_change(names: Iterable[str]) -> None:
    """Raises NotGranted where one of these columns is not hers to change: a page may hold several kinds of them."""
    for name in names:
        must_be_granted("prices" if name in PRICES else "stock" if name == "on_hand" else "goods")
