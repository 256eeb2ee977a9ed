"""What a cue may report: runs of tokens, each with the features that the content model weighs.

What enters are a reading, a cue and the words already taken by its source; what leaves are the
options. One option may be several runs ("A, he said, B"). Quotations are taken whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rashomon.extract.attributions.content_features import ContentFeatures, Runs
from rashomon.extract.attributions.cues import Cue
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.tree import Tree

_SKIP = frozenset(
    {"punct", "aux", "auxpass", "neg", "prt", "cc", "conj", "agent", "preconj", "expl"}
)
_MAX_UNITS = 6
_NEAR = 4
_EMPTY = frozenset({"it", "there"})
_MAX_CUTS = 3
_LOOSE = frozenset({"advcl", "relcl", "acl", "prep", "conj", "appos", "npadvmod"})
_OPENERS = frozenset({"that", "whether", "if", "how", "why", "what", "who", "where", "when"})


@dataclass(frozen=True)
class Option:
    """One possible content.

    Args:
        runs: (first, last) places, both included, in reading order.
        features: names that key the weights.
    """

    runs: Runs
    features: tuple[str, ...]


class _Pool:
    """Options by their runs; an option reached in several ways keeps all the ways."""

    def __init__(self, reading: Reading, taken: frozenset[int]) -> None:
        self._reading = reading
        self._taken = taken
        self.ways: dict[Runs, list[str]] = {}
        self._known: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}

    def add(self, way: str, *ranges: tuple[int, int]) -> None:
        runs: list[tuple[int, int]] = []
        for span in ranges:
            if span not in self._known:
                self._known[span] = tuple(self._settled(*span))
            runs.extend(self._known[span])
        if runs:
            runs.sort()
            joined: list[tuple[int, int]] = []
            for run in runs:
                if joined and run[0] <= joined[-1][1] + 1:
                    joined[-1] = (joined[-1][0], max(run[1], joined[-1][1]))
                else:
                    joined.append(run)
            ways = self.ways.setdefault(tuple(joined), [])
            if way not in ways:
                ways.append(way)

    def _settled(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The range without taken words, with its quotations whole, trimmed."""
        start = first
        cuts = [*sorted(place for place in self._taken if first <= place <= last), last + 1]
        for cut in cuts:
            if start < cut:
                trimmed = self._reading.trimmed(*self._whole_quotes(start, cut - 1))
                if trimmed:
                    yield trimmed
            start = cut + 1

    def _whole_quotes(self, first: int, last: int) -> tuple[int, int]:
        reading = self._reading
        for edge in (first, last):
            quote = reading.quote_at[edge]
            if quote < 0:
                continue
            places = reading.quote_places[quote]
            inside = min(last, places[-1]) - max(first, places[0]) + 1
            if inside * 2 >= len(places) and not any(p in self._taken for p in places):
                first, last = min(first, places[0]), max(last, places[-1])
        if last + 1 < len(reading.tokens) and reading.quote_at[last] < 0:
            after = reading.quote_at[last + 1]
            if after >= 0 and len(reading.quote_places[after]) == 1:
                last += 1
        return first, last


def content_options(
    reading: Reading, cue: Cue, source: Iterable[int], barred: Iterable[int] = ()
) -> list[Option]:
    """All that the cue may report, in an order that depends on the text only.

    Args:
        reading: the document.
        cue: the cue.
        source: places of its source.
        barred: places that are never content (the dateline).
    """
    source = tuple(source)
    features = content_features(reading, cue, source)
    return [
        Option(runs, tuple(features(runs, ways)))
        for runs, ways in sorted(content_runs(reading, cue, source, barred).items())
    ]


def content_features(reading: Reading, cue: Cue, source: Iterable[int]) -> ContentFeatures:
    """What the content model sees of the runs that the cue with this source may report."""
    base = reading.bases[cue.sentence]
    taken = frozenset(source) | frozenset(range(base + cue.first, base + cue.last + 1))
    return ContentFeatures(reading, cue, taken)


def content_runs(
    reading: Reading,
    cue: Cue,
    source: Iterable[int],
    barred: Iterable[int] = (),
    marked: Iterable[Runs] = (),
) -> dict[Runs, list[str]]:
    """The runs that the cue may report, each with the ways in which it was reached.

    Args:
        reading: the document.
        cue: the cue.
        source: places of its source.
        barred: places that are never content (the dateline).
        marked: runs that somebody else proposes; they are trimmed like all others.
    """
    base = reading.bases[cue.sentence]
    tree = reading.trees[cue.sentence]
    taken = frozenset(source) | frozenset(range(base + cue.first, base + cue.last + 1))
    pool = _Pool(reading, taken | frozenset(barred))
    for runs in marked:
        pool.add("M", *runs)
    right = _units(tree, cue, right=True)
    left = _units(tree, cue, right=False)
    for start in range(len(right)):
        for stop in range(start, len(right)):
            name = right[start][2]
            way = f"R:{name}" if start == stop else f"R:{name}..{right[stop][2]}"
            pool.add(way, (base + right[start][0], base + right[stop][1]))
        _cuts(reading, tree, pool, base, right[start], right[-1][1])
    for first, last, name in left:
        pool.add(f"L:{name}", (base + first, base + last))
        if name in ("nsubjpass", "nsubj", "dobj"):
            for r_first, r_last, r_name in right:
                pool.add(
                    f"LR:{name}+{r_name}",
                    (base + first, base + last),
                    (base + r_first, base + r_last),
                )
    for first, last, name in right:
        _deeper(tree, cue, pool, base, name, first, last)
    _around_parenthesis(reading, tree, cue, taken, pool, base)
    _quotations(reading, cue, taken, pool, base)
    _paragraphs(reading, tree, cue, pool, base)
    aside = _aside(reading, tree, cue, base)
    return {
        runs: ways
        for runs, ways in pool.ways.items()
        if not aside or not _quotes_and_tells(reading, runs, aside, base + cue.first)
    }


def _aside(reading: Reading, tree: Tree, cue: Cue, base: int) -> frozenset[int]:
    """What the speaker did while saying it: ", turning to the guard" right of the cue."""
    return frozenset(
        base + place
        for member in range(cue.first, cue.last + 1)
        for child in tree.children(member, "advcl")
        if child > cue.last and tree.tokens[child].tag == "VBG"
        for place in tree.subtree(child)
        if place > cue.last and reading.quote_at[base + place] < 0
    )


def _quotes_and_tells(reading: Reading, runs: Runs, aside: frozenset[int], cue: int) -> bool:
    """Whether the runs hold a quotation before the cue and, unquoted, what the speaker did."""
    return any(
        first < cue
        and reading.quote_at[first] >= 0
        and reading.quote_at[first] == reading.quote_at[last]
        for first, last in runs
    ) and any(place in aside for first, last in runs for place in range(first, last + 1))


def _cuts(
    reading: Reading,
    tree: Tree,
    pool: _Pool,
    base: int,
    unit: tuple[int, int, str],
    last: int,
) -> None:
    """The unit without what trails it loosely, and from a later "that" or "whether" on."""
    first, end, name = unit
    cuts = 0
    for at in range(end, first, -1):
        token = tree.tokens[at]
        if reading.quote_at[base + at] >= 0:
            continue
        sign = tree.lower(at)
        if sign in (",", ";", "--", "–", "—", "―") and cuts < _MAX_CUTS:
            following = tree.tokens[at + 1] if at < end else None
            loose = _loosest(tree, at + 1, end) if following is not None else "end"
            pool.add(f"X:{name}-{loose}", (base + first, base + at - 1))
            cuts += 1
        elif token.dep in _LOOSE and token.head < at:
            low = tree.subtree(at)[0]
            if low > first and tree.subtree(at)[-1] >= end - 1:
                pool.add(f"X:{name}/{token.dep}", (base + first, base + low - 1))
    for at in range(first + 1, last):
        opener = tree.lower(at)
        if opener in _OPENERS and tree.tokens[at].tag in ("IN", "WRB", "WP", "WDT"):
            pool.add(f"T:{name}>{opener}", (base + at, base + last))
            break


def _loosest(tree: Tree, first: int, last: int) -> str:
    """Dependency of the first token of a range whose head stands before the range."""
    for index in range(first, last + 1):
        if tree.tokens[index].head < first and tree.tokens[index].dep != "punct":
            return tree.tokens[index].dep
    return "none"


def _edges(tree: Tree, index: int) -> tuple[int, int]:
    below = tree.subtree(index)
    return below[0], below[-1]


def _units(tree: Tree, cue: Cue, *, right: bool) -> list[tuple[int, int, str]]:
    """Dependents of the cue's group on one side: (first, last, how they hang)."""
    units: list[tuple[int, int, str]] = []
    clause = any(child > cue.last for child in tree.children(cue.head, "ccomp", "advcl", "csubj"))
    for member in range(cue.first, cue.last + 1):
        for child in tree.children(member):
            dep = tree.tokens[child].dep
            if child in cue or (child > cue.last) != right or dep in _SKIP:
                continue
            name = dep if member == cue.head else f"{tree.tokens[member].dep}.{dep}"
            first, last = _edges(tree, child)
            if right and first <= cue.last:
                first = cue.last + 1
            if not right and last >= cue.first:
                last = cue.first - 1
            if first <= last:
                units.append((first, last, name))
    if not right and clause:
        units = [unit for unit in units if tree.lower(unit[0]) not in _EMPTY or unit[0] != unit[1]]
    units.sort()
    return units[:_MAX_UNITS] if right else units[-_MAX_UNITS:]


def _deeper(tree: Tree, cue: Cue, pool: _Pool, base: int, name: str, first: int, last: int) -> None:
    """Dependents of the cue's dependents: "raised the concern that ...", "declined to say ..."."""
    tops = [i for i in range(first, last + 1) if tree.tokens[i].head in cue]
    for top in tops[:1]:
        for child in tree.children(top):
            dep = tree.tokens[child].dep
            if child < top or dep in ("punct", "cc", "conj", "aux"):
                continue
            low, high = _edges(tree, child)
            pool.add(f"D:{name}>{dep}", (base + low, base + high))
            pool.add(f"DS:{name}>{dep}", (base + low, base + last))
            for grand in tree.children(child):
                if grand > child and tree.tokens[grand].dep not in ("punct", "cc", "conj", "aux"):
                    low, high = _edges(tree, grand)
                    pool.add(f"DD:{name}>{dep}>{tree.tokens[grand].dep}", (base + low, base + high))


def _around_parenthesis(
    reading: Reading, tree: Tree, cue: Cue, taken: frozenset[int], pool: _Pool, base: int
) -> None:
    """The clause that the cue stands in or beside: "A, he said, B", "according to him, A"."""
    local = [place - base for place in taken if 0 <= place - base < len(tree)]
    low, high = min(local), max(local)
    below = tree.subtree(cue.head)
    own_low, own_high = min(below[0], low), max(below[-1], high)
    size = len(tree)
    if low > 0:
        pool.add("S:left", (base, base + low - 1))
        for cut in range(low - 2, 0, -1):
            if tree.lower(cut) in (",", ";") and reading.quote_at[base + cut] < 0:
                pool.add("S:left,", (base + cut + 1, base + low - 1))
                break
    if high < size - 1:
        pool.add("S:right", (base + high + 1, base + size - 1))
    if low > 0 and high < size - 1:
        pool.add("S:both", (base, base + low - 1), (base + high + 1, base + size - 1))
    stretch = reading.stretch(cue.sentence)
    if stretch[0] < base and low > 0:
        pool.add("B:left", (stretch[0], base + low - 1))
    elif stretch[0] < base:
        pool.add("B:left", (stretch[0], base - 1))
    if stretch[-1] > base + size - 1 and reading.lowers[base + cue.last] != ":":
        pool.add("B:right", (base + high + 1, stretch[-1]))
        for at in range(cue.last + 1, size):
            if tree.lower(at) in _OPENERS:
                pool.add("B:that", (base + at, stretch[-1]))
                break
    if own_low > 0:
        pool.add("O:left", (base, base + own_low - 1))
    if own_high < size - 1:
        pool.add("O:right", (base + own_high + 1, base + size - 1))
        if own_low > 0:
            pool.add("O:both", (base, base + own_low - 1), (base + own_high + 1, base + size - 1))
    for depth, head in enumerate(tree.ancestors(cue.head), start=1):
        if depth > 3:
            break
        first, last = _edges(tree, head)
        dep = tree.tokens[head].dep
        ranges = []
        if first < own_low:
            ranges.append((base + first, base + own_low - 1))
            pool.add(f"H{depth}:left:{dep}", ranges[-1])
        if last > own_high:
            ranges.append((base + own_high + 1, base + last))
            pool.add(f"H{depth}:right:{dep}", ranges[-1])
        if len(ranges) == 2:
            pool.add(f"H{depth}:both:{dep}", *ranges)


def _quotations(reading: Reading, cue: Cue, taken: frozenset[int], pool: _Pool, base: int) -> None:
    """Quotations in the cue's sentence and beside it."""
    low, high = min(taken), max(taken)
    own = reading.quote_at[base + cue.head]
    size = len(reading.trees[cue.sentence])
    here = [
        number
        for number in dict.fromkeys(reading.quote_at[base + i] for i in range(size))
        if number >= 0 and number != own
    ]
    before = [n for n in here if reading.quote_places[n][-1] < base + cue.head]
    after = [n for n in here if reading.quote_places[n][0] > base + cue.head]

    def places(number: int) -> tuple[int, int]:
        return reading.quote_places[number][0], reading.quote_places[number][-1]

    for number in here:
        pool.add("Q:one", places(number))
    if before:
        gap = low - places(before[-1])[1]
        pool.add(f"Q:left{'near' if gap <= _NEAR else 'far'}", places(before[-1]))
        pool.add("Q:leftfrom", (places(before[-1])[0], low - 1))
        pool.add("Q:lefttext", (base, places(before[-1])[1]))
    if after:
        gap = places(after[0])[0] - high
        pool.add(f"Q:right{'near' if gap <= _NEAR else 'far'}", places(after[0]))
        pool.add("Q:righttext", (high + 1, places(after[-1])[1]))
    if before and after:
        pool.add("Q:both", places(before[-1]), places(after[0]))
    paragraph = reading.paragraph(cue.sentence)
    if own < 0:
        following = _quote_from(reading, base + size)
        if following is not None:
            same = reading.quotes[following].paragraph == paragraph
            pool.add(f"Q:next{'same' if same else 'para'}", places(following))
        if base:
            preceding = reading.quote_at[base - 1]
            if preceding >= 0 and preceding not in here:
                same = reading.quotes[preceding].paragraph == paragraph
                pool.add(f"Q:prev{'same' if same else 'para'}", places(preceding))


def _paragraphs(reading: Reading, tree: Tree, cue: Cue, pool: _Pool, base: int) -> None:
    """What follows a colon or stands before a signature: "NAME: ...", "... — Name"."""
    end = base + len(tree) - 1
    paragraph = reading.paragraph(cue.sentence)
    colon = reading.lowers[base + cue.last] == ":"
    if colon or reading.lowers[end] == ":":
        last = cue.sentence
        while last + 1 < len(reading.trees) and reading.paragraph(last + 1) == paragraph:
            last += 1
        if last > cue.sentence:
            pool.add("P:rest", (base + cue.last + 1, reading.sentence_places(last)[-1]))
            pool.add("P:nextsentence", (end + 1, reading.sentence_places(cue.sentence + 1)[-1]))
        elif last + 1 < len(reading.trees) and base + cue.last >= end - 1:
            following = reading.paragraph(last + 1)
            stop = last + 1
            while stop + 1 < len(reading.trees) and reading.paragraph(stop + 1) == following:
                stop += 1
            pool.add("P:nextparagraph", (end + 1, reading.sentence_places(stop)[-1]))
    elif tree.tokens[cue.head].pos in ("PUNCT", "SYM") and cue.first <= 1:
        before = cue.sentence
        if cue.first == 0 and before > 0 and reading.paragraph(before - 1) < paragraph:
            paragraph = reading.paragraph(before - 1)
        while before > 0 and reading.paragraph(before - 1) == paragraph:
            before -= 1
        if before < cue.sentence:
            pool.add("P:before", (reading.bases[before], base - 1))


def _quote_from(reading: Reading, place: int) -> int | None:
    """The quotation that opens right at `place`."""
    if place >= len(reading.tokens):
        return None
    number = reading.quote_at[place]
    return number if number >= 0 and reading.quote_places[number][0] == place else None
