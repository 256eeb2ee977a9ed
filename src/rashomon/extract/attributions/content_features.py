"""What speaks for one possible content of a cue: features for the content model.

What enters are a reading, a cue and the runs of tokens in question; what leaves are names. Nothing
here knows which other contents are possible.
"""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.extract.attributions.cues import Cue
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading

Runs = tuple[tuple[int, int], ...]


def content_features(
    reading: Reading, cue: Cue, taken: frozenset[int], runs: Runs, ways: list[str]
) -> Iterator[str]:
    """What the content model sees of one option; names are stable, they key the weights.

    Args:
        reading: the document.
        cue: the cue.
        taken: places of cue and source.
        runs: the option.
        ways: how the option was reached.
    """
    base = reading.bases[cue.sentence]
    tree = reading.trees[cue.sentence]
    token = tree.tokens[cue.head]
    lemma = token.lemma.lower()
    words = lexicon()
    kind = words.verb_class(lemma) or words.noun_class(lemma) or token.pos
    low, high = min(taken), max(taken)
    first, last = runs[0][0], runs[-1][1]
    count = sum(b - a + 1 for a, b in runs)
    for way in ways:
        yield f"way={way}"
        yield f"way={way}|class={kind}"
        yield f"way={way}|lemma={lemma}"
        yield f"way={way}|dep={token.dep}"
    side = "left" if last < low else "right" if first > high else "both"
    yield f"side={side}|runs={min(len(runs), 3)}"
    yield f"side={side}|class={kind}"
    size = 0 if count == 1 else 1 if count <= 3 else 2 if count <= 7 else 3 if count <= 15 else 4
    yield f"size={size}"
    yield f"size={size}|class={kind}"
    opening = reading.lowers[first]
    yield (
        f"open={opening}"
        if reading.tokens[first].pos not in ("NOUN", "PROPN", "VERB", "NUM")
        else "open"
    )
    yield f"opentag={reading.tokens[first].tag}|class={kind}"
    yield f"opendep={reading.tokens[first].dep}"
    yield f"closetag={reading.tokens[last].tag}"
    after = reading.lowers[last + 1] if last + 1 < len(reading.lowers) else "#"
    before = reading.lowers[first - 1] if first else "#"
    yield f"after={after}" if not after.isalpha() else f"aftertag={reading.tokens[last + 1].tag}"
    yield (
        f"before={before}" if not before.isalpha() else f"beforetag={reading.tokens[first - 1].tag}"
    )
    if side == "right":
        yield f"gap={min(first - high - 1, 8)}"
        yield f"gap={min(first - high - 1, 4)}|class={kind}"
        yield f"reach={min(base + len(tree) - 1 - last, 4)}"
    elif side == "left":
        yield f"gapleft={min(low - last - 1, 8)}"
        yield f"starts={first == base}"
    quoted = sum(reading.quoted_before[b + 1] - reading.quoted_before[a] for a, b in runs)
    share = "none" if not quoted else "all" if quoted == count else "some"
    yield f"quoted={share}"
    yield f"quoted={share}|class={kind}"
    yield f"quoted={share}|side={side}"
    yield f"quoted={share}|size={size}"
    missed = (
        set(reading.quote_at[base : base + len(tree)])
        - {-1}
        - {reading.quote_at[p] for a, b in runs for p in (a, b)}
    )
    own = reading.quote_at[base + cue.head]
    missed = {
        q for q in missed - {own} if not any(a <= reading.quote_places[q][0] <= b for a, b in runs)
    }
    yield f"missed={min(len(missed), 2)}|quoted={share}"
    if 0 < quoted < count or not quoted:
        yield from _left_over(reading, taken, runs, base, len(tree), kind)
    if first >= base and last < base + len(tree):
        inside = tree.tokens[first - base : last - base + 1]
        verbs = any(t.pos in ("VERB", "AUX") and t.tag not in ("VBG", "VBN") for t in inside)
        yield f"verb={verbs}"
        yield f"verb={verbs}|class={kind}"
    else:
        yield "crosses"
        yield f"crosses|quoted={share}"


def _left_over(
    reading: Reading, taken: frozenset[int], runs: Runs, base: int, size: int, kind: str
) -> Iterator[str]:
    """Words of the sentence that neither the cue's group nor this option takes."""
    first, last = runs[0][0], runs[-1][1]
    words, finite = reading.words_before, reading.finite_before
    stop = base + size
    low, high = min(max(first, base), stop), max(min(last + 1, stop), base)
    before, after = words[low] - words[base], words[stop] - words[high]
    verbs_before, verbs_after = finite[low] - finite[base], finite[stop] - finite[high]
    for place in taken:
        if base <= place < low:
            before -= words[place + 1] - words[place]
            verbs_before -= finite[place + 1] - finite[place]
        elif high <= place < stop:
            after -= words[place + 1] - words[place]
            verbs_after -= finite[place + 1] - finite[place]
    yield f"over={min(before, 3)}|{min(after, 3)}"
    yield f"oververbs={min(verbs_before, 2)}|{min(verbs_after, 2)}"
    yield f"oververbs={min(verbs_before, 2)}|{min(verbs_after, 2)}|class={kind}"
    follower = reading.lowers[last + 1] if last + 1 < len(reading.lowers) else "#"
    yield f"overafter={after > 0}|{verbs_after > 0}|{follower}"
