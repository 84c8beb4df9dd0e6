"""Villages and facilities of the demo."""

from core import times
from core.db import db
from core.text import unmarked
from demo import drawing
from demo.tables import Row, integer, pieces, rows
from programme import places
from programme.models import CraftVillage, Facility

HANOI = "ha-noi"


def villages(pictures: dict[str, drawing.Spec], motif_of: dict[str, str]) -> dict[str, CraftVillage]:
    texts = {row["slug"]: row for row in rows("villages_text")}
    made = {row["slug"]: _village(row, texts.get(row["slug"], {})) for row in rows("villages")}
    for slug, village in made.items():
        if slug in motif_of:
            village.picture = drawing.row(pictures[drawing.key(village_picture(slug, motif_of[slug]))])
    db.session.add_all(made.values())
    return made


def facilities(found: dict[str, CraftVillage]) -> dict[str, Facility]:
    made = {row["maker"]: _facility(row, found.get(row["village_slug"])) for row in rows("facilities")}
    points = {row["facility"]: row for row in rows("points")}
    for facility in made.values():
        if shown := points.get(facility.slug):
            facility.lat, facility.lon, facility.placed_on = float(shown["lat"]), float(shown["lon"]), times.today()
    db.session.add_all(made.values())
    return made


def village_picture(slug: str, motif: str) -> drawing.Spec:
    grounds = ("ri", "hoe", "cham", "son", "diep")
    seed = sum(map(ord, slug))
    return {
        "motifs": [motif],
        "ground": grounds[seed % 5],
        "seed": seed,
        "size": drawing.wide(1280, 640),
        "kind": "village",
    }


def _village(row: Row, text: Row) -> CraftVillage:
    kind = "Phường" if row["unit_kind"] == "phường" else "Xã"
    commune = places.find_commune(HANOI, f"{kind} {row['commune_now']}")
    return CraftVillage(
        slug=row["slug"],
        name=row["name"],
        name_en=text.get("name_en", ""),
        craft=row["craft"],
        known_for=row["products"],
        former_commune=row["former_commune"],
        former_district=row["former_district"],
        commune_code=commune.code if commune else None,
        commune_name=f"{kind} {row['commune_now']}",
        is_split=row["split"] == "yes",
        commune_candidates=row["commune_candidates"],
        confidence=row["confidence"],
        aliases=row["aliases"],
        note=row["note"],
        intro=text.get("intro", ""),
        intro_en=text.get("intro_en", ""),
        visit=text.get("visit", ""),
    )


def _facility(row: Row, village: CraftVillage | None) -> Facility:
    commune = places.find_commune(HANOI, row.get("commune") or "") if village is None else None
    former = f"{row['address']}, {village.former_commune}, {village.former_district}" if village else row["address"]
    return Facility(
        slug=row["slug"],
        name=row["name"],
        name_en=row["name_en"],
        kind=row["kind"],
        representative=row["representative"],
        founded=integer(row["founded"]),
        is_women_led=row["women_led"] == "yes",
        is_sample=True,
        phone="+84" + "".join(c for c in row["phone"] if c.isdigit())[1:],
        email=f"{row['slug']}@coso.example",
        address=row["address"],
        commune_code=village.commune_code if village else commune.code if commune else None,
        commune_name=village.commune_name if village else commune.name if commune else "",
        former_address=former,
        village=village,
        seal=row["seal"],
        summary=row["summary"],
        summary_en=row["summary_en"],
        story=row["story"].replace("\\n", "\n"),
        story_en=row["story_en"].replace("\\n", "\n"),
        steps=[{"name": name, "text": text} for name, text in pieces(row["steps"])],
        hours=row["hours"],
        returns=row["returns"],
        delivery_note=row["delivery_note"],
        bank_bin=row["bank_bin"],
        bank_account=row["bank_account"],
        bank_holder=unmarked(row["representative"]).upper(),
    )
