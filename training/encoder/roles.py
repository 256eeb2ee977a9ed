"""Trains a second top for the shared encoder: who plays which part in an incident.

Usage: python training/encoder/roles.py --data ../shared/data --backbone FOLDER
       --weights best.pt --out FOLDER [--below 3] [--epochs 10] [--seed 1] [--threads 1]

The encoder stays as it is; its first layers' states feed copies of its upper layers, which learn
the strings of MUC-4's keys alone. One set of upper layers could not serve both: attributions have
eighty times as many examples, and the keys' parts faded before they were learnt. The messages that
`held_out` keeps are for the package's fit (training/muc4_roles.py) and are scored after each epoch,
beside the development messages; the last epoch's weights are kept.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from pathlib import Path

import torch
from batches import BUDGET, UNKNOWN, Pieces, Window, collate, windows
from corpora import Example
from layers import LAYERS, PARTS
from model import SharedEncoder
from muc import held_out, muc
from scoring import span_scores
from torch import Tensor, nn
from torch.nn import functional
from train import load

BATCH = 8
FIRST = LAYERS.index(PARTS[0])


class RoleTop(nn.Module):
    """Upper layers of their own on the states of a frozen encoder's lower layers.

    Args:
        encoder: trained; its upper layers and last norm are where the top starts from.
        below: number of its layers that the top stands on.
    """

    def __init__(self, encoder: SharedEncoder, below: int) -> None:
        super().__init__()
        self.layers = copy.deepcopy(encoder.backbone.encoder.layer[below:])
        self.norm = copy.deepcopy(encoder.norm)
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(self.norm.normalized_shape[0], 3 * len(PARTS))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """[batch, tokens, roles, 3 (O, B, I)] logits from states [batch, tokens, size]."""
        far = (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.layers:
            found = layer(states, attention_mask=far)
            states = found if isinstance(found, Tensor) else found[0]
        logits: Tensor = self.tags(self.drop(self.norm(states)))
        return logits.unflatten(-1, (len(PARTS), 3))


class Stacked(nn.Module):
    """Encoder and top as one model, for scoring: `tag` gives the roles' layers in their places."""

    def __init__(self, encoder: SharedEncoder, top: RoleTop, below: int) -> None:
        super().__init__()
        self.encoder, self.top, self.below = encoder, top, below

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """[batch, tokens, roles, 3]."""
        logits: Tensor = self.top(lower_states(self.encoder, self.below, ids, shapes, mask), mask)
        return logits

    def tag(self, logits: Tensor) -> Tensor:
        """[batch, tokens, layers, 3] with nothing found on the layers of other tasks."""
        whole = logits.new_zeros((*logits.shape[:2], len(LAYERS), 3))
        whole[..., 0] = 1.0
        whole[:, :, FIRST : FIRST + len(PARTS)] = logits
        return whole


@torch.no_grad()
def lower_states(
    encoder: SharedEncoder, below: int, ids: Tensor, shapes: Tensor, mask: Tensor
) -> Tensor:
    """States after the layer `below`, 0 for the embeddings: [batch, tokens, size]."""
    embedded = encoder.backbone.embeddings.word_embeddings(ids) + encoder.shapes(shapes)
    if not below:
        whole: Tensor = encoder.backbone.embeddings(inputs_embeds=embedded)
        return whole
    found = encoder.backbone(
        inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True
    ).hidden_states
    states: Tensor = found[below]
    return states


def epoch_batches(
    examples: list[Example], pieces: Pieces, dice: random.Random
) -> list[list[Window]]:
    """Windows of like length together, in random order, from random starts."""
    items: list[Window] = []
    for example in examples:
        first = dice.randrange(0, min(120, max(1, len(example.words) // 2)))
        items += windows(example, pieces, dice, first if dice.random() < 0.7 else 0, BUDGET)
    dice.shuffle(items)
    items.sort(key=lambda item: len(item.ids) // 32)
    batches = [items[at : at + BATCH] for at in range(0, len(items), BATCH)]
    dice.shuffle(batches)
    return batches


def main() -> None:
    """Train, score after each epoch, keep the last."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--backbone", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True, help="of the encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--below", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(args.backbone)
    encoder = load(args.backbone, args.weights).eval().requires_grad_(False)
    top = RoleTop(encoder, args.below).requires_grad_(True)
    encoder.backbone.encoder.layer = encoder.backbone.encoder.layer[: args.below]
    whole = Stacked(encoder, top, args.below)
    train, held = held_out(muc(args.data / "muc4", "train"))
    dev = muc(args.data / "muc4", "dev")
    rates = (args.rate, args.rate * 6)
    optimizer = torch.optim.AdamW(
        [
            {"params": [*top.layers.parameters(), *top.norm.parameters()]},
            {"params": top.tags.parameters()},
        ],
        lr=args.rate,
        weight_decay=0.01,
        fused=True,
    )
    total = len(epoch_batches(train, pieces, random.Random(args.seed))) * args.epochs
    step = 0
    for epoch in range(args.epochs):
        dice = random.Random(args.seed * 1000 + epoch)
        clock, loss = time.time(), torch.zeros(())
        top.train()
        for group in epoch_batches(train, pieces, dice):
            batch = collate(group)
            factor = min(1.0, step / (0.06 * total)) * max(0.02, 1 - step / total)
            for parameters, rate in zip(optimizer.param_groups, rates, strict=True):
                parameters["lr"] = rate * factor
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = whole.encode(batch["ids"], batch["shapes"], batch["mask"]).float()
            gold = batch["tags"][:, :, FIRST : FIRST + len(PARTS)]
            known = gold != UNKNOWN
            loss = functional.cross_entropy(logits[known], gold[known])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimizer.step()
            step += 1
        torch.save(top.state_dict(), args.out / "top.pt")
        top.eval()
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            scores = {
                name: span_scores(whole, examples, pieces)
                for name, examples in (("held", held), ("dev", dev))
            }
        seconds = round(time.time() - clock)
        print(json.dumps({"epoch": epoch, "seconds": seconds, **scores}), flush=True)


if __name__ == "__main__":
    main()
