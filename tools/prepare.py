"""What is made from the source once and kept: fonts cut for the web, translations compiled."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core import fonts
from core.config import ROOT


def main() -> None:
    fonts.build()
    compile_translations()


def compile_translations() -> None:
    """Every messages.po into the .mo beside it, where it is newer; moved into place whole."""
    for source in ROOT.glob("translations/*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file)
        half_made = target.with_suffix(".part")
        with half_made.open("wb") as file:
            write_mo(file, catalog)
        half_made.replace(target)


if __name__ == "__main__":
    main()
