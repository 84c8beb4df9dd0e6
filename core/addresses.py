"""Which words of an address are pages of this site's own, so that nothing named by people is given one of them."""

from flask import current_app


def words_after(*parts: str) -> frozenset[str]:
    """The words that some route has after these parts, wherever they stand in it; "" is a part that varies.

    `words_after("hoi-cho", "")` are those beside the booths of a fair: so a page added there later takes its word by
    itself. Asked by whoever gives addresses out, which is rare: it reads the whole map.
    """
    found = set()
    for rule in current_app.url_map.iter_rules():
        written = ["" if "<" in part else part for part in rule.rule.strip("/").split("/")]
        found |= {written[at] for at in range(len(parts), len(written)) if written[at - len(parts) : at] == [*parts]}
    return frozenset(found - {""})
