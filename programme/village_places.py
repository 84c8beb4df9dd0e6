"""Where a craft village lies today: as its record says, else as its former names became; never picked where split."""

from collections.abc import Iterable
from dataclasses import dataclass

from programme import addresses, places
from programme.models import CraftVillage
from programme.places import Commune


@dataclass(frozen=True, slots=True)
class VillagePlace:
    """`present` is its commune where that is known, else `candidates` are all that it may be; `former` is told too."""

    present: Commune | None
    candidates: tuple[Commune, ...]
    former: str

    @property
    def must_ask(self) -> bool:
        return self.present is None and bool(self.candidates)


def of(village: CraftVillage) -> VillagePlace:
    former = ", ".join(one for one in (village.former_commune, village.former_district) if one)
    recorded = places.commune(village.commune_code or "")
    if recorded and village.is_place_known:
        return VillagePlace(recorded, (), former)
    found = addresses.resolve(commune=village.former_commune, district=village.former_district)
    if not village.is_split and found.settled:
        return VillagePlace(found.settled, (), former)
    communes = [one for one in found.candidates if isinstance(one, Commune)]
    communes += [*_named(village), *([recorded] if recorded else [])]
    return VillagePlace(None, tuple(dict.fromkeys(communes)), former)


def _named(village: CraftVillage) -> Iterable[Commune]:
    """The candidates written in its record: P. Long Biên; X. Bát Tràng."""
    for name in village.commune_candidates.split(";"):
        if found := places.find_commune(places.HANOI, name.strip()):
            yield found
