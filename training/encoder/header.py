"""The header that the package reads beside exported weights: heads, files, digests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnxruntime
from tokenizers import Tokenizer


def header(folder: Path, version: str, heads: Mapping[str, Any]) -> dict[str, object]:
    """The header of a folder of weights.

    Args:
        folder: holds `encoder.onnx`, `arcs.npz` and `tokenizer.json`.
        version: of the weights.
        heads: by name, the output, its first column and its labels.

    Raises:
        ValueError: if a head does not fit its output.
    """

    def file(name: str) -> dict[str, str]:
        return {"name": name, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}

    network = folder / "encoder.onnx"
    session = onnxruntime.InferenceSession(str(network), providers=["CPUExecutionProvider"])
    outputs = {output.name: output.shape[-1] for output in session.get_outputs()}
    for name, head in heads.items():
        if head["first"] + len(head["labels"]) > outputs[head["output"]]:
            raise ValueError(f"head {name} does not fit its output {head['output']}")
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
        "heads": dict(heads),
        "arcs": {
            "tables": file("arcs.npz"),
            "ask": "ask",
            "answer": "answer",
            "parts": ["content", "source"],
            "trigger": "cue",
        },
    }
