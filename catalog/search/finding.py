"""From typed words and chosen facets to an answer: products in order, facets with counts, senses, spellings."""

from dataclasses import dataclass, field, replace
from itertools import islice

from catalog.search import clauses, intents, mending, pointing, ranking, spelling, words
from catalog.search.bits import numbers_in
from catalog.search.clauses import Clause
from catalog.search.ordered import Ordered
from catalog.search.ranking import Ranking
from catalog.search.selection import NEAR, Selection, counts, histogram
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words
from core import text
from programme import places
from programme.points import Point, distance

LONGEST_QUERY, MOST_WORDS = 120, 14


@dataclass(frozen=True, slots=True)
class OfferedSense:
    """A meaning of an ambiguous word, the query that asks for it, and how many that finds."""

    label: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Understood:
    """One piece of the query, how many products say it, and whether it is the name of a place."""

    written: str
    count: int
    is_place: bool = False


@dataclass(slots=True)
class Answer:
    query: str = ""
    numbers: Ordered = field(default_factory=Ordered)  # full answers, then near ones
    ids: Ordered = field(default_factory=Ordered)
    full: int = 0  # the set of those that answer fully
    exact: int = 0  # how many of them answer fully
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    bounded: frozenset[str] = frozenset()  # facets of which only the first many answers were counted
    histogram: list[tuple[int, bool]] = field(default_factory=list)
    senses: list[OfferedSense] = field(default_factory=list)
    did_you_mean: str = ""
    is_mended: bool = False  # the answers are those of did_you_mean
    understood: list[Understood] = field(default_factory=list)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)  # names of villages, communes and makers by code
    spoken: Selection = field(default_factory=Selection)  # what the words themselves chose: price, stars, level
    said: list[str] = field(default_factory=list)  # in which words; they may be read as words again
    decision: str = ""  # a number in the words that looks like a decision's
    no_record: str = ""  # a decision's or a scheme's number that nothing on show and no scheme has
    key: Words = ()  # the words it was ranked by, mended where they were
    shown: Words = ()  # the same words as they are written
    is_cut_short: bool = False  # words were left out, or ways to spell them not tried: the work has a bound

    @property
    def total(self) -> int:
        return len(self.numbers)


def find(snapshot: Snapshot, typed: str, chosen: Selection) -> Answer:
    """Answer a query and a selection; remembered for as long as the snapshot stands."""
    whole = text.clean_line(typed)
    query, is_cut = whole[:LONGEST_QUERY], len(whole) > LONGEST_QUERY
    asked = "answer", query, is_cut, chosen.key, chosen.sort
    return snapshot.memo(asked, lambda: _find(snapshot, query, chosen, is_cut=is_cut))


def _find(snapshot: Snapshot, query: str, chosen: Selection, *, is_cut: bool) -> Answer:
    pointed = pointing.read(snapshot, query, chosen.plain)
    said = intents.read(pointed.rest, chosen.plain)
    said.selection = replace(said.selection, chosen=said.selection.chosen | pointed.chosen)
    answer, key = (
        (Answer(), ()) if pointed.unknown and not said.rest and not said.selection.count
        else _meant(snapshot, pointed.rest if pointed.unknown else query, said, as_typed=chosen.as_typed)
    )  # fmt: skip
    if said.kept and not answer.exact:
        answer, key = _meant(snapshot, query, said.without_kept, as_typed=chosen.as_typed)
    answer.query, answer.labels = query, snapshot.labels
    if answer.spoken.count:
        answer.said = pointed.said + said.said
    answer.decision, answer.no_record = pointed.decision, pointed.unknown
    answer.is_cut_short |= is_cut
    answer.senses = _senses(snapshot, answer, key)
    matched = answer.numbers.bits
    answer.facets = counts(snapshot, chosen, matched)
    answer.bounded = frozenset(facet for facet in answer.facets if snapshot.is_bounded(facet, matched))
    answer.histogram = histogram(snapshot, chosen, matched)
    if chosen.count:
        within = chosen.bits(snapshot)
        answer.full &= within
        answer.exact, answer.numbers = answer.full.bit_count(), answer.numbers.within(within)
    answer.numbers = _sorted(snapshot, answer, chosen)
    answer.ids = answer.numbers  # a product's number in a set is its id
    return answer


def _meant(snapshot: Snapshot, query: str, said: intents.Intents, *, as_typed: bool) -> tuple[Answer, Words]:
    """The answer to the words and what they were narrowed to, and the words that were read."""
    whole = words.strict_words(said.rest)
    key = whole[:MOST_WORDS]
    answer = _understand(snapshot, key, said, as_typed=as_typed)
    if answer.spoken.count and not answer.numbers:
        answer = _without_intents(snapshot, query) or _near_without(snapshot, key, answer) or answer
    answer.is_cut_short |= len(whole) > MOST_WORDS
    return answer, key


def _understand(snapshot: Snapshot, key: Words, said: intents.Intents, *, as_typed: bool = False) -> Answer:
    """Full and near answers to the words, mended where nothing is sure."""
    within = said.selection.bits(snapshot)
    cut = clauses.cut(snapshot, key) if key else []
    typed = spelling.typed(said.rest)
    if said.selection.count and cut and all(clause.written in words.stop_phrases() for clause in cut):
        cut = []
    if not cut and text.clean_line(said.rest) and not said.selection.count and not key:
        return Answer()  # signs alone say nothing
    if not cut:
        return _unworded(snapshot, within, said)
    ranked = ranking.rank(snapshot, cut, key, within)
    answer = Answer(spoken=said.selection, understood=_pieces(cut, snapshot, typed))
    shown = tuple(typed.get(word, word) for word in key)
    mended, tried_all = (None, True) if ranked.is_sure else _mend(snapshot, key, within, ranked)
    answer.is_cut_short = not tried_all
    if mended:
        way, better = mended
        spelt = _spelt(snapshot, way, better)
        answer.did_you_mean, answer.is_mended = " ".join(spelt), not as_typed
        ranked, key, shown = (ranked, key, shown) if as_typed else (better, way, spelt)
    elif not ranked.full or (len(key) > 1 and not ranked.is_sure):
        answer.did_you_mean = _accented_otherwise(snapshot, key, within)
    if said.selection.has("flag", "gift") and not _names_goods(snapshot, cut):
        return _unworded(snapshot, within, said, first=ranked.full.bits)
    answer.numbers, answer.full, answer.exact = ranked.full + ranked.near, ranked.full.bits, len(ranked.full)
    answer.key, answer.shown = key, shown
    return answer


def _unworded(snapshot: Snapshot, within: int, said: intents.Intents, first: int = 0) -> Answer:
    """All that fits what was narrowed to; those first that mention the other words or a hint (Tết)."""
    lifted = first
    for hint in said.hints:
        said_so = words.strict_words(hint)
        lifted |= snapshot.phrase("text_a", said_so) | snapshot.phrase("name_a", said_so)
    best = snapshot.order("quality")
    order = Ordered([(within & lifted, best), (within & ~lifted, best)])
    return Answer(numbers=order, full=within, exact=len(order), spoken=said.selection)


def _names_goods(snapshot: Snapshot, cut: list[Clause]) -> bool:
    """Whether some piece says what is wanted: then a present of something else is no answer.

    A known term does; loose words say for whom the present is (khách nước ngoài).
    """
    if len(cut) > 1 and all(clause.kind == "word" for clause in cut):
        return False
    return any(ranking.look_up(snapshot, clause).strong for clause in cut)


def _near_without(snapshot: Snapshot, key: Words, answer: Answer) -> Answer | None:
    """Where no open fair shows what the words say: what is shown elsewhere comes near."""
    if answer.spoken.has_price or set(answer.spoken.chosen) - {"flag"} or answer.spoken.values("flag") != ("in_fair",):
        return None  # what costs more, or has fewer stars, is not near
    relaxed = _understand(snapshot, key, intents.Intents(" ".join(key), Selection())) if key else Answer()
    if not relaxed.numbers:
        return None
    relaxed.full, relaxed.exact, relaxed.spoken = 0, 0, answer.spoken
    return relaxed


def _without_intents(snapshot: Snapshot, query: str) -> Answer | None:
    """Where nothing fits what was narrowed to, the words alone may: a name can hold a number or a level."""
    plain = intents.Intents(query, Selection())
    answer = _understand(snapshot, words.strict_words(query)[:MOST_WORDS], plain)
    return answer if answer.exact else None


Mended = tuple[Words, Ranking]


def _mend(snapshot: Snapshot, key: Words, within: int, before: Ranking) -> tuple[Mended | None, bool]:
    """The first mended query with a sure answer, one with any answer only where there was none; and whether every way
    was tried."""
    fallbacks: list[Mended] = []
    ways = mending.ways(snapshot, key)
    for way in islice(ways, mending.most_ways(key)):
        ranked = ranking.rank(snapshot, clauses.cut(snapshot, way), way, within)
        if ranked.is_sure:
            return (way, ranked), True
        if ranked.full if before.near else ranked.full or ranked.near:
            fallbacks.append((way, ranked))
    best = max(fallbacks, key=lambda one: bool(one[1].full), default=None)
    return (best if not before.full else None), next(ways, None) is None


def _accented_otherwise(snapshot: Snapshot, key: Words, within: int) -> str:
    """The query with other accents, where that would find something."""
    folded = words.fold_words(key)
    if folded == key:
        return ""
    ranked = ranking.rank(snapshot, clauses.cut(snapshot, folded), folded, within)
    if not ranked.is_sure or not ranked.full:
        return ""
    spelt = " ".join(_spelt(snapshot, folded, ranked))
    return spelt if words.strict_words(spelt) != key else ""


def _spelt(snapshot: Snapshot, way: Words, ranked: Ranking) -> Words:
    return spelling.written(snapshot, way, ranked.full[: spelling.LOOKED_AT] or ranked.near[: spelling.LOOKED_AT])


def _pieces(cut: list[Clause], snapshot: Snapshot, typed: spelling.Forms) -> list[Understood]:
    """The pieces, their words as they were typed."""
    return [
        Understood(
            " ".join(typed.get(word, word) for word in one.written),
            ranking.look_up(snapshot, one).every.bit_count(),
            one.is_place,
        )
        for one in cut
    ]


def _senses(snapshot: Snapshot, answer: Answer, key: Words) -> list[OfferedSense]:
    """Meanings to choose from: of a word typed without its accents, or of one that means two things. Where none of them
    finds anything there is nothing to choose."""
    key, shown = answer.key or key, answer.shown or key
    for length in (3, 2, 1):
        for start in range(len(key) - length + 1):
            window = key[start : start + length]
            known = words.ambiguities().get(words.fold_words(window))
            if known and _is_open(known, key, window):
                within = answer.spoken.bits(snapshot)
                around = shown[:start], shown[start + length :]
                found = [_offered(snapshot, answer, sense, around, within) for sense in known.senses]
                return found if any(one.count for one in found) else []
    return []


def _is_open(known: words.Ambiguity, key: Words, window: Words) -> bool:
    """Still ambiguous: accents would settle it and there are none, or nothing beside it settles it."""
    if known.kind == "accent":
        return not clauses.is_strict(key) and len(key) <= len(window) + 1
    if known.kind != "place":
        return key == window
    said = " ".join(words.fold_words(key))
    if said.endswith(" cu"):  # the former one
        return False
    longer = (" ".join(words.fold_words(words.strict_words(sense.query))) for sense in known.senses)
    is_settled = any(one in said for one in longer if len(one) > len(" ".join(window)))
    return not is_settled and len(key) <= len(window) + 2


def _offered(
    snapshot: Snapshot, answer: Answer, sense: words.Sense, around: tuple[Words, Words], within: int
) -> OfferedSense:
    """The sense in place of the word that it explains, with all that was said beside it: a price, stars."""
    said = [*around[0], sense.query, *around[1]]
    asked = words.strict_words(" ".join(said))
    ranked = ranking.rank(snapshot, clauses.cut(snapshot, asked), asked, within)
    return OfferedSense(sense.label, " ".join([*said, *answer.said]), len(ranked.full))


def _sorted(snapshot: Snapshot, answer: Answer, chosen: Selection) -> Ordered:
    """Near answers have a place only where likeness orders; a price list of them would bury the full ones."""
    sort = chosen.sort
    if sort == "relevance" or (sort == NEAR and chosen.near is None):
        return answer.numbers
    kept = answer.full if answer.exact else answer.numbers.bits
    if sort == NEAR:
        return _nearest(snapshot, kept, chosen.near)
    if kept.bit_count() > snapshot.few:
        return Ordered([(kept, snapshot.order(sort))])
    return Ordered([(kept, sorted(numbers_in(kept), key=snapshot.places_by(sort).__getitem__))])


def _nearest(snapshot: Snapshot, kept: int, origin: Point | None) -> Ordered:
    """By how far the middle of its commune is, the best of each commune first; what is nowhere known comes last."""
    assert origin is not None
    communes = [(places.commune(code), bits) for code, bits in snapshot.facets["commune"].items() if bits & kept]
    away = [(distance(origin, (one.lat, one.lon)), one.code, bits) for one, bits in communes if one]
    best, ordered, left = snapshot.order("quality"), [], kept
    for _kilometres, _code, bits in sorted(away, key=lambda each: each[:2]):
        ordered.append((left & bits, best))
        left &= ~bits
    return Ordered([*ordered, (left, best)])
