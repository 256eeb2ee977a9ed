"""Examples as padded windows of wordpieces with their targets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from corpora import Example
from layers import ATTRIBUTION, LAYERS
from tokenizers import Tokenizer
from torch import Tensor

BUDGET = 254
UNKNOWN = -100


class Pieces:
    """Wordpieces of words, remembered."""

    def __init__(self, backbone: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(backbone / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        ids = self._tokenizer.encode("a").ids
        self.first, self.last = ids[0], ids[-1]
        self._unknown = self._tokenizer.token_to_id("[UNK]") or 100
        self._known: dict[str, list[int]] = {}

    def __call__(self, text: str) -> list[int]:
        """The wordpieces' numbers of one word, at least one."""
        found = self._known.get(text)
        if found is None:
            found = self._tokenizer.encode(text, add_special_tokens=False).ids or [self._unknown]
            self._known[text] = found
        return found


@dataclass
class Window:
    """A window: per token its id, shape and word number (-1 for the frame)."""

    example: Example
    ids: list[int]
    shapes: list[int]
    owners: list[int]
    teacher_ids: list[int] | None = None


def vary(example: Example, dice: random.Random) -> list[tuple[str, int]]:
    """(text, shape) of each word after random casing and quote-mark variation."""
    shapes = example.shapes
    if example.other_shapes is not None and dice.random() < 0.5:
        shapes = example.other_shapes
    upper = dice.random() < 0.15
    quotes = dice.random()
    varied = []
    for word, form in zip(example.words, shapes, strict=True):
        text = word.text
        if upper and form in (1, 2, 4):
            form = 3
        if form == 6 and quotes < 0.35:
            text = '"' if quotes < 0.25 else ("'" if quotes < 0.3 else ".")
        varied.append((text, form))
    return varied


def ranges(lengths: Sequence[int], first: int, step: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of words whose wordpieces fit into `BUDGET`.

    Args:
        lengths: wordpieces of each word.
        first: word at which the first window starts.
        step: wordpieces from one window's start to the next; `BUDGET` for no overlap.
    """
    start, size = first, len(lengths)
    while start < size:
        stop, used = start, 0
        while stop < size and used + lengths[stop] <= BUDGET:
            used += lengths[stop]
            stop += 1
        stop = max(stop, start + 1)
        yield start, stop
        if stop >= size:
            return
        ahead = 0
        while start < stop and ahead + lengths[start] <= step:
            ahead += lengths[start]
            start += 1


def windows(
    example: Example,
    pieces: Pieces,
    dice: random.Random | None = None,
    first: int = 0,
    step: int = BUDGET,
    teacher: Pieces | None = None,
) -> list[Window]:
    """The windows of a document; with dice, in a random casing and quotation style."""
    if dice:
        varied = vary(example, dice)
    else:
        varied = [(w.text, s) for w, s in zip(example.words, example.shapes, strict=True)]
    cut = [pieces(text)[:BUDGET] for text, _ in varied]
    made = []
    for start, stop in ranges([len(piece) for piece in cut], first, step):
        window = Window(example, [pieces.first], [0], [-1], [teacher.first] if teacher else None)
        for number in range(start, stop):
            window.ids += cut[number]
            window.shapes += [varied[number][1]] * len(cut[number])
            window.owners += [number] * len(cut[number])
            if teacher and window.teacher_ids is not None:
                theirs = teacher(varied[number][0])[:BUDGET]
                if len(theirs) != len(cut[number]):
                    theirs = (theirs * len(cut[number]))[: len(cut[number])]
                window.teacher_ids += theirs
        window.ids.append(pieces.last)
        window.shapes.append(0)
        window.owners.append(-1)
        if teacher and window.teacher_ids is not None:
            window.teacher_ids.append(teacher.last)
        made.append(window)
    return made


def collate(batch: Sequence[Window]) -> dict[str, Tensor]:
    """Padded tensors with the targets of tags, arcs and manners.

    `ids`, `shapes`, `mask` [batch, tokens]; `tags` [batch, tokens, layers]; and, where there are
    cues, `cues` [cues, tokens], `rows`, `centres` [cues], `arcs` [cues, tokens, 2], `manners`
    [cues, 3].
    """
    longest = max(len(item.ids) for item in batch)
    size = (len(batch), longest)
    ids, shapes, mask, theirs = (torch.zeros(size, dtype=torch.long) for _ in range(4))
    tags = torch.full((*size, len(LAYERS)), UNKNOWN, dtype=torch.long)
    cues, rows, centres, arcs, manners = [], [], [], [], []
    for row, item in enumerate(batch):
        length = len(item.ids)
        ids[row, :length] = torch.tensor(item.ids)
        shapes[row, :length] = torch.tensor(item.shapes)
        mask[row, :length] = 1
        if item.teacher_ids is not None:
            theirs[row, :length] = torch.tensor(item.teacher_ids)
        where: dict[int, list[int]] = {}
        for position, owner in enumerate(item.owners):
            if owner >= 0:
                where.setdefault(owner, []).append(position)
        example = item.example
        for number, layer in enumerate(LAYERS):
            if layer not in example.known:
                continue
            tags[row, 1 : length - 1, number] = 0
            for value, found in ((UNKNOWN, example.masked), (1, example.spans)):
                for start, stop in found.get(layer, ()):
                    begins = True
                    for member in range(start, stop):
                        for position in where.get(member, ()):
                            tags[row, position, number] = value if value < 0 or begins else 2
                            begins = False
        for link in example.links or ():
            if not all(member in where for member in link.cue):
                continue
            asked = torch.zeros(longest)
            for member in link.cue:
                asked[where[member]] = 1
            target = torch.full((longest, 2), -1.0)
            target[1 : length - 1] = 0
            for part, members in enumerate((link.content, link.source)):
                for member in members:
                    target[where.get(member, []), part] = 1
            cues.append(asked / asked.sum())
            rows.append(row)
            centres.append(where[link.cue[0]][0])
            arcs.append(target)
            manners.append(link.manner or (UNKNOWN,) * 3)
    tensors = {"ids": ids, "shapes": shapes, "mask": mask, "tags": tags}
    if batch[0].teacher_ids is not None:
        tensors["teacher_ids"] = theirs
    if cues:
        tensors |= {
            "cues": torch.stack(cues),
            "rows": torch.tensor(rows),
            "centres": torch.tensor(centres),
            "arcs": torch.stack(arcs),
            "manners": torch.tensor(manners),
        }
    return tensors


CUE = ATTRIBUTION.index("cue")
