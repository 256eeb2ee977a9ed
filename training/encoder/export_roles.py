"""Exports the top that roles.py trained, beside an exported encoder.

Usage: python training/encoder/export_roles.py --top top.pt --heads 12 --version VERSION
       --encoder FOLDER

Writes `roles.onnx` into the encoder's folder and names it in `encoder.json`. The encoder must have
been exported with `--lower`, from the very weights that the top was trained on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from export import BIO
from graph import top
from layers import PARTS

STATES = "lower"


def main() -> None:
    """Quantise, write, name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--top", type=Path, required=True)
    parser.add_argument("--heads", type=int, default=12, help="attention heads of the backbone")
    parser.add_argument("--version", required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    args = parser.parse_args()
    header = json.loads((args.encoder / "encoder.json").read_text(encoding="utf-8"))
    network = onnx.load(args.encoder / header["model"]["name"])
    if STATES not in {output.name for output in network.graph.output}:
        raise SystemExit(f"{args.encoder}: the encoder shows no {STATES!r}; export it with --lower")
    state = torch.load(args.top, map_location="cpu", weights_only=True)
    weights = {name: values.float().numpy() for name, values in state.items()}
    file = args.encoder / "roles.onnx"
    onnx.save(top(weights, args.heads, STATES), file)
    heads = {
        role: {"output": "tags", "first": 3 * number, "labels": BIO}
        for number, role in enumerate(PARTS)
    }
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    header["tops"] = {
        "roles": {
            "version": args.version,
            "model": {"name": file.name, "sha256": digest},
            "states": STATES,
            "heads": heads,
        }
    }
    path = args.encoder / "encoder.json"
    path.write_text(json.dumps(header, indent=1) + "\n", encoding="utf-8")
    print(file.name, file.stat().st_size)


if __name__ == "__main__":
    main()
