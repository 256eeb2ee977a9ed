"""From scores to attributions, and the development score that selects the model.

The shipped decoder lives in the package and is scored by `rashomon evaluate polnear`; this one is
the same idea in a few lines, so that training can select by attribution F.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from corpus import Example, Link
from model import Attributor
from tokenizers import Tokenizer


@torch.no_grad()
def decode(
    model: Attributor,
    example: Example,
    tokenizer: Tokenizer,
    prepare: Callable[..., list[dict[str, Any]]],
    device: str,
    step: int,
    threshold: float = 0.5,
) -> list[Link]:
    """The attributions of one document, as word indices."""
    items = prepare(example, tokenizer, None, 0, step)
    bounds = [(item["owners"][1], item["owners"][-2]) for item in items]
    found: list[Link] = []
    for number, item in enumerate(items):
        ids = torch.tensor([item["ids"]], device=device)
        hidden = model.encode(
            ids, torch.tensor([item["shapes"]], device=device), torch.ones_like(ids)
        )
        tags = model.tag(hidden)[0, :, 0].argmax(-1).tolist()
        low, high = 0, len(example.words)
        if number:
            low = (bounds[number][0] + bounds[number - 1][1]) // 2
        if number + 1 < len(items):
            high = (bounds[number + 1][0] + bounds[number][1]) // 2
        cues: list[list[int]] = []
        for position, tag in enumerate(tags):
            if tag == 1 or (tag == 2 and (not cues or cues[-1][-1] != position - 1)):
                same = (
                    cues and tag == 1 and item["owners"][cues[-1][-1]] == item["owners"][position]
                )
                cues[-1].append(position) if same else cues.append([position])
            elif tag == 2:
                cues[-1].append(position)
        cues = [c for c in cues if low <= item["owners"][c[0]] < high and item["owners"][c[0]] >= 0]
        if not cues:
            continue
        weights = torch.zeros(len(cues), ids.shape[1], device=device)
        for row, cue in enumerate(cues):
            weights[row, cue] = 1 / len(cue)
        logits = model.arcs(
            hidden,
            weights,
            torch.zeros(len(cues), dtype=torch.long, device=device),
            torch.tensor([c[0] for c in cues], device=device),
        )
        chosen = torch.sigmoid(logits) > threshold
        for row, cue in enumerate(cues):
            own = {item["owners"][p] for p in cue}
            content, source = (
                tuple(
                    sorted(
                        {item["owners"][p] for p in chosen[row, :, part].nonzero()[:, 0].tolist()}
                        - own
                        - {-1}
                    )
                )
                for part in (0, 1)
            )
            if content:
                found.append(Link(tuple(sorted(own)), source, content))
    return found


def attribution_scores(
    model: Attributor,
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    prepare: Callable[..., list[dict[str, Any]]],
    device: str,
    step: int,
) -> dict[str, float]:
    """Attribution F (content Jaccard at least 0.5, greedy one-to-one), without and with source."""
    model.eval()
    matched = sourced = gold = guessed = 0
    for example in examples:
        guess = decode(model, example, tokenizer, prepare, device, step)
        gold += len(example.links)
        guessed += len(guess)
        pairs = []
        for i, g in enumerate(example.links):
            for j, p in enumerate(guess):
                a, b = set(g.content), set(p.content)
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
                a, b = set(example.links[i].source), set(guess[j].source)
                sourced += bool(a & b) or not (a or b)
    total = gold + guessed
    return {
        "attribution_f": round(200 * matched / max(total, 1), 2),
        "attribution_source_f": round(200 * sourced / max(total, 1), 2),
        "gold": gold,
        "guessed": guessed,
    }
