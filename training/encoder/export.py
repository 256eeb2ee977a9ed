"""Exports the trained model for ONNX Runtime: int8 matrices, fp16 embeddings.

Usage: python training/encoder/export.py --backbone FOLDER --weights best.pt --out FOLDER
       --version VERSION [--hidden LAYER] [--lower LAYER] [--names]

Writes `encoder.onnx`, `tokenizer.json`, `arcs.npz` (the arc head's small tables) and the header
`encoder.json`, which names heads, files and digests; the package reads nothing else. The heads of
parts in incidents stay behind: roles.py trains them better. So do the names', unless `--names` asks
for them: with them the parser's recogniser is not run, which is faster, but tells fewer names.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from graph import network
from header import header
from layers import LAYERS, MANNERS, NAMES, PARTS
from train import load

BIO = ["O", "B", "I"]


def heads(layers: Sequence[str]) -> dict[str, object]:
    """Where each head stands in the outputs, for the header."""
    found: dict[str, object] = {
        layer: {"output": "tags", "first": 3 * number, "labels": BIO}
        for number, layer in enumerate(layers)
    }
    at = 0
    for name, kinds in zip(("polarity", "certainty", "act"), MANNERS, strict=True):
        found[name] = {"output": "manner", "first": at, "labels": list(kinds)}
        at += len(kinds)
    return found


def main() -> None:
    """Build, quantise, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backbone", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--hidden", type=int, help="layer whose states the toponyms see")
    parser.add_argument("--lower", type=int, help="layer that roles.py's top stands on, 0: none")
    parser.add_argument("--names", action="store_true", help="with the heads of names")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    model = load(args.backbone, args.weights).eval()
    weights = {name: values.numpy() for name, values in model.state_dict().items()}
    if model.backbone.config.model_type != "bert":
        raise SystemExit("only a BERT-shaped backbone can be exported")
    attention_heads = model.backbone.config.num_attention_heads
    outputs = ("tags", "manner", "ask", "answer")
    left = set(PARTS) if args.names else {*PARTS, *NAMES.values()}
    layers = [layer for layer in LAYERS if layer not in left]
    rows = [3 * LAYERS.index(layer) + label for layer in layers for label in range(3)]
    for part in ("tags.weight", "tags.bias"):
        weights[part] = weights[part][rows]
    wanted = {args.hidden: "hidden", args.lower: "lower"}
    shown = {layer: name for layer, name in wanted.items() if layer is not None}
    onnx.save(network(weights, attention_heads, outputs, shown), args.out / "encoder.onnx")
    np.savez(
        args.out / "arcs.npz",
        distance=model.distance.weight.detach().numpy().astype(np.float16),
        content=model.score.weight.detach().numpy()[0].astype(np.float16),
        content_bias=model.score.bias.detach().numpy(),
        source=model.score_source.weight.detach().numpy()[0].astype(np.float16),
        source_bias=model.score_source.bias.detach().numpy(),
    )
    shutil.copy(args.backbone / "tokenizer.json", args.out / "tokenizer.json")
    made = header(args.out, args.version, heads(layers))
    (args.out / "encoder.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    for file in sorted(args.out.iterdir()):
        print(file.name, file.stat().st_size)


if __name__ == "__main__":
    main()
