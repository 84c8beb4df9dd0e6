"""A person's or a maker's address as carriers are given it."""

from programme import former_places, places
from shop.carriers.packages import Former, Place


def of(name: str, phone: str, street: str, commune_code: str) -> Place:
    commune = places.commune(commune_code)
    province = places.province(commune_code.partition("/")[0])
    formers = tuple(
        Former(one.full_name, one.inside[0].full_name, one.inside[-1].full_name)
        for one, _whole in former_places.became(commune_code)
    )
    local = f"0{phone.removeprefix('+84')}" if phone.startswith("+84") else phone
    names = (commune.name if commune else "", province.name if province else "")
    return Place(name, local, street, *names, formers)
