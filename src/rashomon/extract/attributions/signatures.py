"""Quotations that are signed: "We left at night." — Ana Roth, nurse.

What enters is a reading; what leaves are drafts whose cue is the dash. A signature stands behind
the closing mark, or begins the paragraph after it, and runs to its paragraph's end.
"""

from __future__ import annotations

from rashomon.extract.attributions.cues import Cue
from rashomon.extract.attributions.drafts import Draft
from rashomon.extract.attributions.reading import Reading

_DASHES = "-–—―"
_LONGEST = 12
_MIN_WORDS = 3


def signed_quotations(reading: Reading, forbidden: range) -> list[Draft]:
    """Drafts of all signed quotations, in reading order.

    Args:
        reading: the document.
        forbidden: places that are never a source (the dateline).
    """
    drafts = []
    for quote, places in enumerate(reading.quote_places):
        if not places or not reading.quotes[quote].closed:
            continue
        if sum(reading.lowers[place].isalnum() for place in places) < _MIN_WORDS:
            continue
        end = places[-1]
        dash = end if reading.lowers[end][-1] in _DASHES else end + 1
        if dash >= len(reading.tokens) or reading.lowers[dash][-1] not in _DASHES:
            continue
        source = _signature(reading, dash, forbidden)
        if source is None:
            continue
        sentence = reading.sentence_of(dash)
        index = dash - reading.bases[sentence]
        content = ((places[0], dash - 1 if dash == end else end),)
        if content[0][0] <= content[0][1]:
            cue = Cue(sentence, index, index, index)
            drafts.append(Draft(cue, source, source[1], content, 1.0))
    return drafts


def _signature(reading: Reading, dash: int, forbidden: range) -> tuple[int, int] | None:
    """The words behind the dash to their paragraph's end, if they begin with a name."""
    paragraph = reading.paragraph(reading.sentence_of(dash))
    last = dash
    while (
        last + 1 < len(reading.tokens)
        and last - dash <= _LONGEST
        and reading.paragraph(reading.sentence_of(last + 1)) == paragraph
    ):
        last += 1
    if last - dash > _LONGEST:
        return None
    run = reading.trimmed(dash + 1, last) if last > dash else None
    if run is None or any(place in forbidden for place in range(run[0], run[1] + 1)):
        return None
    tokens = reading.tokens[run[0] : run[1] + 1]
    first = reading.text[tokens[0].start]
    finite = any(token.tag in ("VBD", "VBZ", "VBP", "MD") for token in tokens)
    return run if first.isupper() and not finite else None
