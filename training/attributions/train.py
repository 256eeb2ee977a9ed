"""Trains the attribution model on PolNeAR.

Usage: python training/attributions/train.py --data DIR/polnear --backbone FOLDER --out FOLDER
       [--epochs 6] [--seed 1] [--threads 2] [--device cpu|cuda] [--resume]

A checkpoint is written after every epoch, so that `--resume` goes on after an interruption.
Selection is by attribution F on the dev split.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import random
import time
from pathlib import Path

import torch
from corpus import Example, read, shape, vary, windows
from decode import attribution_scores
from model import Attributor
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import AutoModel

BUDGET, STEP, BATCH = 254, 160, 16


@functools.lru_cache(maxsize=200_000)
def _pieces(tokenizer: Tokenizer, text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False).ids or [100]


def prepare(
    example: Example, tokenizer: Tokenizer, dice: random.Random | None, first: int, step: int
) -> list[dict[str, object]]:
    """The windows of a document as lists of ids, shapes, word numbers and links."""
    varied = (
        vary(example, dice) if dice else [(word.text, shape(word.text)) for word in example.words]
    )
    pieces = [_pieces(tokenizer, text) for text, _ in varied]
    lengths = [len(piece) for piece in pieces]
    prepared = []
    for start, stop in windows(example, lengths, BUDGET, step, first):
        ids, forms, owners = [101], [0], [-1]
        for number in range(start, stop):
            ids += pieces[number]
            forms += [varied[number][1]] * lengths[number]
            owners += [number] * lengths[number]
        prepared.append(
            {"ids": [*ids, 102], "shapes": [*forms, 0], "owners": [*owners, -1], "example": example}
        )
    return prepared


def collate(batch: list[dict[str, object]], device: str) -> dict[str, torch.Tensor]:
    """Padded tensors with tag and arc targets."""
    longest = max(len(item["ids"]) for item in batch)
    shape_ = (len(batch), longest)
    ids, shapes, mask = (torch.zeros(shape_, dtype=torch.long) for _ in range(3))
    tags = torch.full((*shape_, 3), -100, dtype=torch.long)
    cues, rows, centres, arcs = [], [], [], []
    for row, item in enumerate(batch):
        size = len(item["ids"])
        ids[row, :size] = torch.tensor(item["ids"])
        shapes[row, :size] = torch.tensor(item["shapes"])
        mask[row, :size] = 1
        owners = item["owners"]
        tags[row, 1 : size - 1] = 0
        where: dict[int, list[int]] = {}
        for position, owner in enumerate(owners):
            where.setdefault(owner, []).append(position)
        for link in item["example"].links:
            for layer, members in enumerate((link.cue, link.source, link.content)):
                previous = None
                for member in members:
                    begins = previous is None or member != previous + 1
                    for position in where.get(member, ()):
                        tags[row, position, layer] = 1 if begins else 2
                        begins = False
                    previous = member
            if all(member in where for member in link.cue):
                asked = torch.zeros(longest)
                for member in link.cue:
                    asked[where[member]] = 1
                target = torch.full((longest, 2), -1.0)
                target[1 : size - 1] = 0
                for part, members in enumerate((link.content, link.source)):
                    for member in members:
                        target[where.get(member, []), part] = 1
                cues.append(asked / asked.sum())
                rows.append(row)
                centres.append(where[link.cue[0]][0])
                arcs.append(target)
    batch_out = {"ids": ids, "shapes": shapes, "mask": mask, "tags": tags}
    if cues:
        batch_out |= {
            "cues": torch.stack(cues),
            "rows": torch.tensor(rows),
            "centres": torch.tensor(centres),
            "arcs": torch.stack(arcs),
        }
    return {name: tensor.to(device) for name, tensor in batch_out.items()}


def loss_of(model: Attributor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Tagging plus arcs."""
    hidden = model.encode(batch["ids"], batch["shapes"], batch["mask"])
    tags = model.tag(hidden)
    loss = functional.cross_entropy(tags.flatten(0, 2), batch["tags"].flatten(), ignore_index=-100)
    if "cues" in batch:
        logits = model.arcs(hidden, batch["cues"], batch["rows"], batch["centres"])
        known = batch["arcs"] >= 0
        loss = (
            loss
            + functional.binary_cross_entropy_with_logits(logits[known], batch["arcs"][known]) * 2.0
        )
    return loss


def main() -> None:
    """Train, score on dev after each epoch, keep the best."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--backbone", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(args.backbone / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    backbone = AutoModel.from_pretrained(args.backbone)
    model = Attributor(backbone, backbone.config.hidden_size).to(args.device)
    train, dev = read(args.data / "train"), read(args.data / "dev")
    if args.limit:
        train, dev = train[: args.limit], dev[: max(4, args.limit // 10)]
    heads = [p for n, p in model.named_parameters() if not n.startswith("backbone")]
    optimizer = torch.optim.AdamW(
        [
            {"params": model.backbone.parameters(), "lr": args.rate},
            {"params": heads, "lr": args.rate * 8},
        ],
        weight_decay=0.01,
    )
    per_epoch = math.ceil(sum(len(e.words) for e in train) * 1.15 / BUDGET / BATCH)
    total, step, best, begin = per_epoch * args.epochs, 0, -1.0, 0
    checkpoint = args.out / "checkpoint.pt"
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint, map_location=args.device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        begin, step, best = state["epoch"], state["step"], state["best"]
    base = [group["lr"] for group in optimizer.param_groups]
    if args.resume:
        base = [args.rate, args.rate * 8]
    for epoch in range(begin, args.epochs):
        dice = random.Random(args.seed * 1000 + epoch)
        items = []
        for example in train:
            first = dice.randrange(0, min(120, max(1, len(example.words) // 2))) if epoch else 0
            items += prepare(example, tokenizer, dice, first, BUDGET)
        dice.shuffle(items)
        model.train()
        clock, seen = time.time(), 0.0
        for at in range(0, len(items), BATCH):
            factor = min(1.0, step / (0.06 * total)) * max(0.02, 1 - step / total)
            for group, rate in zip(optimizer.param_groups, base, strict=True):
                group["lr"] = rate * factor
            loss = loss_of(model, collate(items[at : at + BATCH], args.device))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            seen = 0.98 * seen + 0.02 * loss.item() if seen else loss.item()
            if at // BATCH % 25 == 0:
                print(
                    f"epoch {epoch} {at}/{len(items)} loss {seen:.4f} {time.time() - clock:.0f}s",
                    flush=True,
                )
        scores = attribution_scores(model, dev, tokenizer, prepare, args.device, STEP)
        print(
            json.dumps({"epoch": epoch, "seconds": round(time.time() - clock), **scores}),
            flush=True,
        )
        if scores["attribution_f"] > best:
            best = scores["attribution_f"]
            torch.save(model.state_dict(), args.out / "best.pt")
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "epoch": epoch + 1,
                "step": step,
                "best": best,
            },
            checkpoint,
        )


if __name__ == "__main__":
    main()
