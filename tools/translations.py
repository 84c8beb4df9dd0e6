"""English is a whole catalogue: `--update` gathers strings for it, `--check` fails where one is missing."""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from core.config import ROOT

PACKAGES = ("core", "accounts", "programme", "catalog", "fairs", "shop", "insight")
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "gettext": None, "_l": None, "lazy_gettext": None, "ngettext": (1, 2), "_n": (1, 2)}
CATALOGUE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def main(arguments: list[str]) -> int:
    found, known = gathered(), existing()
    if "--update" in arguments:
        known.update(found, no_fuzzy_matching=True)
        save(known)
        known = existing()
    missing = [message.id for message in found if message.id and not is_translated(known, message)]
    for text in missing[:20]:
        print(f"chưa có tiếng Anh: {text!r}")
    print(f"{len(missing)} trên {len(found)} câu chưa có tiếng Anh" if missing else f"{len(found)} câu, đủ tiếng Anh")
    return int(bool(missing) and "--check" in arguments)


def gathered() -> Catalog:
    """Every string marked for translation in code and templates."""
    catalog = Catalog(locale="en", project="Phiên Chợ")
    for folder in (*PACKAGES, "templates"):
        for name, line, message, comments, context in extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS):
            catalog.add(message, locations=[(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return catalog


def existing() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en", project="Phiên Chợ")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def save(catalog: Catalog) -> None:
    """With a header that says what this file is, and nothing left over from a form."""
    catalog.project, catalog.version = "Phiên Chợ", "1"
    catalog.header_comment = "# English catalogue of Phiên Chợ. Sources are Vietnamese; see tools/translations.py."
    catalog.last_translator, catalog.language_team = "Phiên Chợ", "English"
    catalog.msgid_bugs_address, catalog.fuzzy = "", False
    catalog.revision_date = catalog.creation_date
    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_by_file=False, omit_header=False, include_lineno=False, ignore_obsolete=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    Path(CATALOGUE).write_bytes(out.getvalue())


def is_translated(known: Catalog, message: object) -> bool:
    there = known.get(message.id, message.context)  # type: ignore[attr-defined]
    if there is None or there.fuzzy:
        return False
    return all(there.string) if isinstance(there.string, tuple | list) else bool(there.string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
