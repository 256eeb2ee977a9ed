"""Development scores that select a model.

The shipped assembly of attributions lives in the package and is scored by `rashomon evaluate`; the
one here is the plain reading of the heads, enough to choose between epochs and seeds.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from batches import BUDGET, CUE, Pieces, Window, windows
from corpora import Example, Link
from layers import LAYERS
from model import SharedEncoder

_STEP = 190


@torch.no_grad()
def attributions(
    model: SharedEncoder, example: Example, pieces: Pieces, threshold: float = 0.5
) -> list[Link]:
    """The attributions of one document, as word numbers."""
    items = windows(example, pieces, step=_STEP)
    bounds = [(item.owners[1], item.owners[-2]) for item in items]
    found: list[Link] = []
    for number, item in enumerate(items):
        hidden = _hidden(model, item)
        tags = model.tag(hidden)[0, :, CUE].float().argmax(-1).tolist()
        low, high = 0, len(example.words)
        if number:
            low = (bounds[number][0] + bounds[number - 1][1]) // 2
        if number + 1 < len(items):
            high = (bounds[number + 1][0] + bounds[number][1]) // 2
        cues = [cue for cue in _spans(tags, item.owners) if low <= item.owners[cue[0]] < high]
        if not cues:
            continue
        weights = torch.zeros(len(cues), len(item.ids))
        for row, cue in enumerate(cues):
            weights[row, cue] = 1 / len(cue)
        logits = model.arcs(
            hidden,
            weights,
            torch.zeros(len(cues), dtype=torch.long),
            torch.tensor([cue[0] for cue in cues]),
        ).float()
        chosen = torch.sigmoid(logits) > threshold
        for row, cue in enumerate(cues):
            own = {item.owners[p] for p in cue}
            content, source = (
                tuple(
                    sorted(
                        {item.owners[p] for p in chosen[row, :, part].nonzero()[:, 0].tolist()}
                        - own
                        - {-1}
                    )
                )
                for part in (0, 1)
            )
            if content:
                found.append(Link(tuple(sorted(own)), source, content))
    return found


def _hidden(model: SharedEncoder, item: Window) -> torch.Tensor:
    ids = torch.tensor([item.ids])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return model.encode(ids, torch.tensor([item.shapes]), torch.ones_like(ids)).float()


def _spans(tags: Sequence[int], owners: Sequence[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for position, tag in enumerate(tags):
        if owners[position] < 0 or not tag:
            continue
        follows = bool(found) and found[-1][-1] == position - 1
        same_word = follows and owners[found[-1][-1]] == owners[position]
        if follows and (tag == 2 or same_word):
            found[-1].append(position)
        else:
            found.append([position])
    return found


def attribution_scores(
    model: SharedEncoder, examples: Sequence[Example], pieces: Pieces
) -> dict[str, float]:
    """Attribution F (content Jaccard at least 0.5, greedy one-to-one), without and with source."""
    matched = sourced = gold = guessed = 0
    for example in examples:
        links = example.links or ()
        guess = attributions(model, example, pieces)
        gold += len(links)
        guessed += len(guess)
        pairs = []
        for i, wanted in enumerate(links):
            for j, given in enumerate(guess):
                a, b = set(wanted.content), set(given.content)
                overlap = len(a & b) / len(a | b)
                if overlap >= 0.5:
                    pairs.append((-overlap, i, j))
        used_gold: set[int] = set()
        used_guess: set[int] = set()
        for _, i, j in sorted(pairs):
            if i not in used_gold and j not in used_guess:
                used_gold.add(i)
                used_guess.add(j)
                matched += 1
                a, b = set(links[i].source), set(guess[j].source)
                sourced += bool(a & b) or not (a or b)
    total = max(gold + guessed, 1)
    return {
        "attribution_f": round(200 * matched / total, 2),
        "attribution_source_f": round(200 * sourced / total, 2),
    }


@torch.no_grad()
def span_scores(
    model: SharedEncoder, examples: Sequence[Example], pieces: Pieces
) -> dict[str, float]:
    """Exact-span F of each layer that the examples know; masked spans count neither way."""
    right: dict[str, int] = {}
    gold: dict[str, int] = {}
    given: dict[str, int] = {}
    for example in examples:
        for item in windows(example, pieces, step=BUDGET):
            logits = model.tag(_hidden(model, item))[0].float().argmax(-1)
            low, high = item.owners[1], item.owners[-2]
            for number, layer in enumerate(LAYERS):
                if layer not in example.known:
                    continue
                found = {
                    (item.owners[span[0]], item.owners[span[-1]] + 1)
                    for span in _spans(logits[:, number].tolist(), item.owners)
                } - set(example.masked.get(layer, ()))
                wanted = {
                    run
                    for run in example.spans.get(layer, ())
                    if low <= run[0] and run[1] <= high + 1
                }
                right[layer] = right.get(layer, 0) + len(found & wanted)
                gold[layer] = gold.get(layer, 0) + len(wanted)
                given[layer] = given.get(layer, 0) + len(found)
    return {
        layer: round(200 * right[layer] / max(gold[layer] + given[layer], 1), 1) for layer in gold
    }
