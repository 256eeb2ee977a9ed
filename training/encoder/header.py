"""Write the header that the package reads beside exported weights.

    python training/encoder/header.py FOLDER VERSION

`FOLDER` holds `attributions.onnx`, `arcs.npz` and `tokenizer.json`. Which heads there are is read
from the network's outputs: `tags` always (cue, source, content), others as `EXTRA` says.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import onnxruntime
from tokenizers import Tokenizer

BIO = ["O", "B", "I"]


def header(folder: Path, version: str) -> dict[str, object]:
    """The header of a folder of weights."""

    def file(name: str) -> dict[str, str]:
        return {"name": name, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}

    network = folder / "attributions.onnx"
    session = onnxruntime.InferenceSession(str(network), providers=["CPUExecutionProvider"])
    outputs = {output.name: output.shape[-1] for output in session.get_outputs()}
    heads: dict[str, object] = {
        name: {"output": "tags", "first": 3 * number, "labels": BIO}
        for number, name in enumerate(("cue", "source", "content"))
    }
    more = folder / "heads.json"
    if more.exists():
        heads |= json.loads(more.read_text(encoding="utf-8"))
    for name, head in heads.items():
        if head["first"] + len(head["labels"]) > outputs[head["output"]]:
            raise SystemExit(f"head {name} does not fit its output {head['output']}")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    opening, closing, unknown = map(tokenizer.token_to_id, ("[CLS]", "[SEP]", "[UNK]"))
    return {
        "version": version,
        "model": file(network.name),
        "tokenizer": file("tokenizer.json"),
        "opening": opening,
        "closing": closing,
        "unknown": unknown,
        "budget": 254,
        "heads": heads,
        "arcs": {
            "tables": file("arcs.npz"),
            "ask": "ask",
            "answer": "answer",
            "parts": ["content", "source"],
            "trigger": "cue",
        },
    }


if __name__ == "__main__":
    place = Path(sys.argv[1])
    found = json.dumps(header(place, sys.argv[2]), indent=1) + "\n"
    (place / "encoder.json").write_text(found, encoding="utf-8")
