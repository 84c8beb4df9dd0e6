"""The bars under a GTIN, as a drawing to be printed on a label (EAN-13, EAN-8; ITF-14 for cartons)."""

from itertools import groupby

from flask_babel import gettext as _
from markupsafe import Markup

_QUIET = 11  # modules of empty ground on either side: the widest that GS1 asks for
_HEIGHT, _DIGITS = 70, 14
_KINDS = {8: "ean8", 13: "ean13", 14: "itf"}


def drawing(digits: str) -> Markup:
    """An SVG of 8, 13 or 14 digits with their check digit, the digits in type below; it prints at any size."""
    import barcode  # two megabytes that few processes need

    code = barcode.get(_KINDS[len(digits)], digits if len(digits) == 14 else digits[:-1])
    modules = code.build()[0]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" shape-rendering="crispEdges" role="img" '
        'aria-label="{label}"><path fill="#fff" d="M0 0h{w}v{h}h-{w}z"/><path d="{bars}"/>'
        '<text x="{middle}" y="{base}" font-family="monospace" font-size="13" text-anchor="middle">{digits}</text>'
        "</svg>"
    ).format(
        w=len(modules) + 2 * _QUIET,
        h=_HEIGHT + _DIGITS + 4,
        label=_("Mã vạch %(digits)s", digits=digits),
        bars=_bars(modules),
        middle=(len(modules) + 2 * _QUIET) / 2,
        base=_HEIGHT + _DIGITS,
        digits=digits,
    )


def _bars(modules: str) -> str:
    path, x = "", _QUIET
    for bar, run in groupby(modules):
        width = len(list(run))
        if bar == "1":
            path += f"M{x} 4h{width}v{_HEIGHT - 4}h-{width}z"
        x += width
    return path
