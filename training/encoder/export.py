"""Exports the trained model for ONNX Runtime: int8 matrices, fp16 embeddings.

Usage: python training/encoder/export.py --backbone FOLDER --weights best.pt --out FOLDER
       --version VERSION

Writes `encoder.onnx`, `tokenizer.json`, `arcs.npz` (the arc head's small tables) and the header
`encoder.json`, which names heads, files and digests; the package reads nothing else.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from header import header
from layers import LAYERS, MANNERS
from model import SharedEncoder
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from train import load

BIO = ["O", "B", "I"]


class Served(nn.Module):
    """One pass: tags, manner, and for every token its question (as a cue) and its answer."""

    def __init__(self, model: SharedEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """[batch, tokens] three times to [batch, tokens, width] four times."""
        hidden = self.model.encode(ids, shapes, mask)
        model = self.model
        return model.tags(hidden), model.manner(hidden), model.ask(hidden), model.answer(hidden)


def halve_embeddings(path: Path) -> None:
    """Keep large gathered tables in fp16 and cast after the look-up."""
    graph_file = onnx.load(path)
    graph = graph_file.graph
    tables = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    for index, tensor in enumerate(graph.initializer):
        if tensor.name in tables and tensor.data_type == TensorProto.FLOAT:
            values = numpy_helper.to_array(tensor)
            if values.size > 100_000:
                half = numpy_helper.from_array(values.astype(np.float16), tensor.name)
                graph.initializer[index].CopyFrom(half)
                for place, node in enumerate(list(graph.node)):
                    if node.op_type == "Gather" and node.input[0] == tensor.name:
                        wide = node.output[0]
                        node.output[0] = wide + "_half"
                        cast = helper.make_node(
                            "Cast", [wide + "_half"], [wide], to=TensorProto.FLOAT
                        )
                        graph.node.insert(place + 1, cast)
    onnx.save(graph_file, path)


def heads() -> dict[str, object]:
    """Where each head stands in the outputs, for the header."""
    found: dict[str, object] = {
        layer: {"output": "tags", "first": 3 * number, "labels": BIO}
        for number, layer in enumerate(LAYERS)
    }
    at = 0
    for name, kinds in zip(("polarity", "certainty", "act"), MANNERS, strict=True):
        found[name] = {"output": "manner", "first": at, "labels": list(kinds)}
        at += len(kinds)
    return found


def main() -> None:
    """Export, quantise, halve, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backbone", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    model = load(args.backbone, args.weights)
    served = Served(model).eval()
    plain, packed = args.out / "plain.onnx", args.out / "encoder.onnx"
    example = tuple(torch.ones(2, 16, dtype=torch.long) for _ in range(3))
    names = ("ids", "shapes", "mask")
    outputs = ("tags", "manner", "ask", "answer")
    torch.onnx.export(
        served,
        example,
        str(plain),
        input_names=names,
        output_names=outputs,
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in names + outputs},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        plain,
        packed,
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        weight_type=QuantType.QInt8,
    )
    halve_embeddings(packed)
    plain.unlink()
    np.savez(
        args.out / "arcs.npz",
        distance=model.distance.weight.detach().numpy().astype(np.float16),
        content=model.score.weight.detach().numpy()[0].astype(np.float16),
        content_bias=model.score.bias.detach().numpy(),
        source=model.score_source.weight.detach().numpy()[0].astype(np.float16),
        source_bias=model.score_source.bias.detach().numpy(),
    )
    shutil.copy(args.backbone / "tokenizer.json", args.out / "tokenizer.json")
    made = header(args.out, args.version, heads())
    (args.out / "encoder.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    for file in sorted(args.out.iterdir()):
        print(file.name, file.stat().st_size)


if __name__ == "__main__":
    main()
