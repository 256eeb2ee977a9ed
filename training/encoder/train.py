"""Trains the shared encoder on all corpora at once.

Usage: python training/encoder/train.py --data ../shared/data --backbone FOLDER --out FOLDER
       [--epochs 6] [--seed 1] [--threads 1] [--manners FILE] [--silver FILE]
       [--teacher best.pt --teacher-backbone FOLDER --teacher-layers 6] [--resume]

Every batch comes from one corpus; the order is shuffled. A checkpoint is written after every
epoch, so that `--resume` goes on after an interruption. The model with the best attribution F on
PolNeAR's dev split is kept. The last tenth of PolNeAR's training documents (by name) is left out:
the package fits its assembly of attributions on them.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import replace
from pathlib import Path

import torch
from batches import BUDGET, CUE, UNKNOWN, Pieces, Window, collate, windows
from corpora import Example, gum, polnear, re3d, silver, toponyms
from layers import ATTRIBUTION, MANNERS, NAMES
from model import SharedEncoder
from muc import held_out, muc
from scoring import attribution_scores, span_scores
from torch import Tensor
from torch.nn import functional
from transformers import AutoModel

BATCH = 16
HELD_OUT = 0.1


def read_corpora(
    data: Path, manners: Path | None, labelled: Path | None
) -> tuple[dict[str, list[Example]], dict[str, list[Example]]]:
    """Training and development examples by corpus; a corpus that the folder lacks is left out."""
    extra, names = silver(labelled)
    attributed = polnear(data / "polnear" / "train", manners, names)
    left = round(len(attributed) * (1 - HELD_OUT))
    train = {"polnear": attributed[:left]}
    dev = {"polnear": polnear(data / "polnear" / "dev")}
    if extra:
        train["silver"] = extra
    if names:
        known = frozenset(NAMES.values())
        dev["names"] = [replace(one, known=known, links=None) for one in attributed[left:]]
    if (data / "gum").is_dir():
        train["gum"], dev["gum"] = gum(data / "gum", "train"), gum(data / "gum", "dev")
    if (data / "re3d").is_dir():
        defence = re3d(data / "re3d")
        train["re3d"] = [e for i, e in enumerate(defence) if i % 5]
        dev["re3d"] = [e for i, e in enumerate(defence) if not i % 5]
    if (data / "geoparsing").is_dir():
        train["toponyms"] = toponyms(data / "geoparsing", odd=True)
        dev["toponyms"] = toponyms(data / "geoparsing", odd=False)[::3]
    if (data / "muc4").is_dir():
        train["muc"], _ = held_out(muc(data / "muc4", "train"))
        dev["muc"] = muc(data / "muc4", "dev")
    return train, dev


def negatives(tags: Tensor, batch: dict[str, Tensor], dice: random.Random) -> dict[str, Tensor]:
    """Cues that the model sees and the annotators don't, with nothing as their content."""
    gold = batch["tags"][..., CUE]
    wrong = ((tags[:, :, CUE].argmax(-1) == 1) & (gold == 0)).nonzero().tolist()
    if not wrong:
        return {}
    wrong = dice.sample(wrong, min(len(wrong), max(4, len(batch["rows"]) // 3)))
    longest = gold.shape[1]
    cues = torch.zeros(len(wrong), longest)
    arcs = torch.zeros(len(wrong), longest, 2)
    for number, (row, position) in enumerate(wrong):
        cues[number, position] = 1
        arcs[number, gold[row] == UNKNOWN] = -1
    return {
        "cues": cues,
        "rows": torch.tensor([row for row, _ in wrong]),
        "centres": torch.tensor([position for _, position in wrong]),
        "arcs": arcs,
        "manners": torch.full((len(wrong), 3), UNKNOWN),
    }


def loss_of(
    model: SharedEncoder,
    batch: dict[str, Tensor],
    dice: random.Random,
    teacher: SharedEncoder | None,
) -> Tensor:
    """Tags, arcs and manners; attributions halfway between gold and the teacher, if any."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.encode(batch["ids"], batch["shapes"], batch["mask"])
        tags = model.tag(hidden).float()
    known = batch["tags"] != UNKNOWN
    loss = functional.cross_entropy(tags[known], batch["tags"][known])
    if "cues" in batch:
        extra = negatives(tags.detach(), batch, dice)
        if extra:
            batch = batch | {k: torch.cat((batch[k], extra[k])) for k in extra}
        with torch.autocast("cpu", dtype=torch.bfloat16):
            arcs = model.arcs(hidden, batch["cues"], batch["rows"], batch["centres"]).float()
        manners = model.manners(hidden.float(), batch["cues"], batch["rows"])
        told = batch["arcs"] >= 0
        loss = loss + 2 * functional.binary_cross_entropy_with_logits(
            arcs[told], batch["arcs"][told]
        )
        at = 0
        for kind, kinds in enumerate(MANNERS):
            target = batch["manners"][:, kind]
            if (target != UNKNOWN).any():
                logits = manners[:, at : at + len(kinds)]
                loss = loss + 0.1 * functional.cross_entropy(logits, target, ignore_index=UNKNOWN)
            at += len(kinds)
    if teacher is None or "cues" not in batch:
        return loss
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        theirs = teacher.encode(batch["teacher_ids"], batch["shapes"], batch["mask"])
        their_tags = teacher.tag(theirs)[:, :, : len(ATTRIBUTION)].float().softmax(-1)
    real = batch["mask"].bool()
    ours = tags[:, :, : len(ATTRIBUTION)].log_softmax(-1)
    soft = -(their_tags[real] * ours[real]).sum(-1).mean()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        wanted = teacher.arcs(theirs, batch["cues"], batch["rows"], batch["centres"])
    soft = soft + 2 * functional.binary_cross_entropy_with_logits(
        arcs[told], wanted.float().sigmoid()[told]
    )
    return 0.4 * loss + 0.6 * soft


def load(backbone: Path, weights: Path | None = None, layers: int | None = None) -> SharedEncoder:
    """A model on a backbone's first layers, with trained weights if given.

    Heads that the weights lack keep their random start; anything else that differs is an error.
    """
    model = SharedEncoder(
        AutoModel.from_pretrained(
            # dropping single attention weights costs a fifth of a step on a CPU and buys nothing
            backbone,
            attn_implementation="eager",
            attention_probs_dropout_prob=0.0,
        )
    )
    if layers:
        model.backbone.encoder.layer = model.backbone.encoder.layer[:layers]
    if weights:
        state = torch.load(weights, map_location="cpu", weights_only=True)
        for name, now in model.state_dict().items():
            if name in ("tags.weight", "tags.bias") and state[name].shape != now.shape:
                known = now.clone()
                known[: len(state[name])] = state[name]
                state[name] = known
        model.load_state_dict(state)
    return model


def epoch_windows(
    train: dict[str, list[Example]], pieces: Pieces, dice: random.Random, theirs: Pieces | None
) -> list[list[Window]]:
    """Batches of one corpus each, windows of like length together, in random order."""
    batches = []
    for examples in train.values():
        items: list[Window] = []
        for example in examples:
            if example.words:
                first = dice.randrange(0, min(120, max(1, len(example.words) // 2)))
                items += windows(
                    example, pieces, dice, first if dice.random() < 0.7 else 0, BUDGET, theirs
                )
        dice.shuffle(items)
        items.sort(key=lambda item: len(item.ids) // 32)
        batches += [items[at : at + BATCH] for at in range(0, len(items), BATCH)]
    dice.shuffle(batches)
    return batches


def main() -> None:
    """Train, score on dev after each epoch, keep the best."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--backbone", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--manners", type=Path, help="what manners.py wrote")
    parser.add_argument("--silver", type=Path, help="what silver.py wrote")
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--teacher-backbone", type=Path)
    parser.add_argument("--teacher-layers", type=int, help="of the teacher's backbone, the first")
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--layers", type=int, help="keep the backbone's first layers only")
    parser.add_argument("--share", type=float, default=1.0, help="share of the documents")
    parser.add_argument("--only", nargs="*", help="corpora to train on")
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(args.backbone)
    model = load(args.backbone, args.start, args.layers)
    teacher, theirs = None, None
    if args.teacher:
        teacher = load(args.teacher_backbone, args.teacher, args.teacher_layers).eval()
        theirs = Pieces(args.teacher_backbone)
    train, dev = read_corpora(args.data, args.manners, args.silver)
    if args.only:
        train = {name: train[name] for name in args.only}
    if args.share < 1:
        train = {k: v[: max(1, round(len(v) * args.share))] for k, v in train.items()}
    heads = [p for n, p in model.named_parameters() if not n.startswith("backbone")]
    optimizer = torch.optim.AdamW(
        [
            {"params": model.backbone.parameters(), "lr": args.rate},
            {"params": heads, "lr": args.rate * 6},
        ],
        weight_decay=0.01,
        fused=True,
    )
    counted = len(epoch_windows(train, pieces, random.Random(args.seed), None))
    total, step, best, begin = counted * args.epochs, 0, -1.0, 0
    print({name: (len(v), sum(len(e.words) for e in v)) for name, v in train.items()}, counted)
    checkpoint = args.out / "checkpoint.pt"
    base = [args.rate, args.rate * 6]
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint, map_location="cpu", weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        begin, step, best = state["epoch"], state["step"], state["best"]
    for epoch in range(begin, args.epochs):
        dice = random.Random(args.seed * 1000 + epoch)
        batches = epoch_windows(train, pieces, dice, theirs)
        model.train()
        clock, seen = time.time(), {}
        for at, batch in enumerate(batches):
            factor = min(1.0, step / (0.06 * total)) * max(0.02, 1 - step / total)
            for group, rate in zip(optimizer.param_groups, base, strict=True):
                group["lr"] = rate * factor
            loss = loss_of(model, collate(batch), dice, teacher)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            name = (
                next(k for k, v in train.items() if batch[0].example in v) if at % 50 == 0 else ""
            )
            if name:
                seen[name] = round(loss.item(), 4)
                print(
                    f"epoch {epoch} {at}/{len(batches)} {seen} {time.time() - clock:.0f}s",
                    flush=True,
                )
        model.eval()
        scores = attribution_scores(model, dev["polnear"], pieces)
        for name in sorted(dev.keys() - {"polnear"}):
            scores[name] = span_scores(model, dev[name], pieces)
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
