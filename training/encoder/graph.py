"""The served network as an ONNX graph, written node by node from the trained weights.

What enters are a BERT-shaped backbone's weights and the heads'; what leaves is a model whose
matrices are int8 (one scale a column), whose word embeddings are fp16 and whose activations are
quantised as they come. An exporter's graph was measured against this one: it masks, transposes and
adds in operations of their own and takes half as long again.

The graph reads one window a row and knows no padding: rows of one batch are of one length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]
_FUSED = "com.microsoft"
_LAYERS = "backbone.encoder.layer"


class Graph:
    """An ONNX graph under construction: every method adds nodes and names their output."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._tables: dict[str, TensorProto] = {}

    def table(self, name: str, values: npt.NDArray[np.generic]) -> str:
        """A constant."""
        self._tables[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def node(
        self,
        kind: str,
        inputs: Sequence[str],
        name: str,
        domain: str = "",
        **attributes: float | int | Sequence[int],
    ) -> str:
        """One operation with one output."""
        self._nodes.append(
            helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes)
        )
        return name

    def matrix(self, name: str, weights: Floats) -> tuple[str, str]:
        """int8 weights [inputs, outputs] and their scales, symmetric, one a column."""
        scales = np.abs(weights).max(axis=0) / 127
        scales[scales == 0] = 1
        whole = np.rint(weights / scales).clip(-127, 127).astype(np.int8)
        return self.table(f"{name}.int8", whole), self.table(f"{name}.scale", scales)

    def linear(self, entry: str, name: str, weights: Floats, bias: Floats) -> str:
        """Weights [inputs, outputs] and bias applied, with activations quantised per tensor."""
        matrix, scale = self.matrix(name, weights)
        inputs = [entry, matrix, scale, "", self.table(f"{name}.bias", bias)]
        return self.node("DynamicQuantizeMatMul", inputs, name, _FUSED)

    def norm(self, entry: str, name: str, weights: Floats, bias: Floats, epsilon: float) -> str:
        """Each token's vector normalised."""
        inputs = [entry, self.table(f"{name}.weight", weights), self.table(f"{name}.bias", bias)]
        return self.node("LayerNormalization", inputs, name, axis=-1, epsilon=epsilon)

    def attention(self, entry: str, name: str, weights: Floats, bias: Floats, heads: int) -> str:
        """Self-attention; weights [inputs, 3 * size] are of queries, keys and values."""
        whole, scale, zero = (f"{name}.{part}" for part in ("whole", "scale_in", "zero_in"))
        self._nodes.append(
            helper.make_node(
                "DynamicQuantizeLinear", [entry], [whole, scale, zero], name=f"{name}.quantise"
            )
        )
        matrix, scales = self.matrix(name, weights)
        bias = self.table(f"{name}.bias", bias)
        inputs = [whole, matrix, bias, scale, scales, "", zero]
        return self.node("QAttention", inputs, name, _FUSED, num_heads=heads)

    def split(self, entry: str, names: Sequence[str], sizes: Sequence[int]) -> None:
        """The columns dealt out to outputs of their own."""
        lengths = self.table("split", np.array(sizes, np.int64))
        self._nodes.append(helper.make_node("Split", [entry, lengths], names, axis=-1))

    def model(self, inputs: Mapping[str, int | None], outputs: Mapping[str, int]) -> ModelProto:
        """The model; inputs are int64 [batch, tokens], or states if they have a number of columns.

        Outputs are [batch, tokens, columns].
        """
        axes = ["batch", "tokens"]
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, axes)
                if size is None
                else helper.make_tensor_value_info(name, TensorProto.FLOAT, [*axes, size])
                for name, size in inputs.items()
            ],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, [*axes, size])
                for name, size in outputs.items()
            ],
            list(self._tables.values()),
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def network(
    weights: Mapping[str, Floats],
    attention_heads: int,
    outputs: Sequence[str],
    shown: Mapping[int, str],
) -> ModelProto:
    """The encoder with its linear heads.

    Args:
        weights: of the model, by the names of its parameters.
        attention_heads: of the backbone.
        outputs: linear heads on the last layer, in the order of the outputs.
        shown: numbers of layers, from 1, whose states are outputs too, and the outputs' names; 0 is
            for what the first layer reads.
    """
    graph = Graph()
    state = _embedded(graph, weights, shown.get(0))
    layers = 0
    while f"{_LAYERS}.{layers}.output.dense.weight" in weights:
        prefix, name = f"{_LAYERS}.{layers}", shown.get(layers + 1)
        state = _layer(graph, weights, prefix, f"layer{layers}", state, attention_heads, name)
        layers += 1
    for number in shown:
        if not 0 <= number <= layers:
            raise ValueError(f"there is no layer {number} among {layers}")
    state = graph.norm(state, "norm", weights["norm.weight"], weights["norm.bias"], 1e-5)
    columns = np.concatenate([weights[f"{name}.weight"] for name in outputs]).T
    bias = np.concatenate([weights[f"{name}.bias"] for name in outputs])
    sizes = {name: len(weights[f"{name}.bias"]) for name in outputs}
    graph.split(graph.linear(state, "heads", columns, bias), list(sizes), list(sizes.values()))
    sizes |= dict.fromkeys(shown.values(), len(weights["norm.bias"]))
    return graph.model({"ids": None, "shapes": None}, sizes)


def top(weights: Mapping[str, Floats], attention_heads: int, entry: str) -> ModelProto:
    """Layers on the states of another network, with one linear head, `tags`.

    Args:
        weights: of the layers, the norm and the head, by the names of their parameters.
        attention_heads: of the layers.
        entry: the input, [batch, tokens, size]; an output of the other network.
    """
    graph, state, layers = Graph(), entry, 0
    while f"layers.{layers}.output.dense.weight" in weights:
        prefix, name = f"layers.{layers}", f"layer{layers}"
        state = _layer(graph, weights, prefix, name, state, attention_heads, None)
        layers += 1
    state = graph.norm(state, "norm", weights["norm.weight"], weights["norm.bias"], 1e-5)
    graph.linear(state, "tags", weights["tags.weight"].T, weights["tags.bias"])
    size = len(weights["norm.bias"])
    return graph.model({entry: size}, {"tags": len(weights["tags.bias"])})


def _embedded(graph: Graph, weights: Mapping[str, Floats], shown: str | None) -> str:
    """Words, shapes and positions added and normalised; `shown` as for `_layer`."""
    prefix = "backbone.embeddings"
    table = weights[f"{prefix}.word_embeddings.weight"].astype(np.float16)
    words = graph.node("Gather", [graph.table("words.half", table), "ids"], "words.found")
    words = graph.node("Cast", [words], "words", to=TensorProto.FLOAT)
    shapes = graph.table("shapes.weight", weights["shapes.weight"])
    shapes = graph.node("Gather", [shapes, "shapes"], "shapes.found")
    positions = weights[f"{prefix}.position_embeddings.weight"]
    positions = positions + weights[f"{prefix}.token_type_embeddings.weight"][0]
    length = graph.node("Shape", ["ids"], "length", start=1, end=2)
    zero = graph.table("zero", np.zeros(1, np.int64))
    inputs = [graph.table("positions.weight", positions), zero, length]
    here = graph.node("Slice", inputs, "positions")
    total = graph.node("Add", [graph.node("Add", [words, shapes], "formed"), here], "placed")
    norm = [weights[f"{prefix}.LayerNorm.{part}"] for part in ("weight", "bias")]
    return graph.norm(total, shown or "embedded", *norm, 1e-12)


def _layer(
    graph: Graph,
    weights: Mapping[str, Floats],
    prefix: str,
    name: str,
    state: str,
    heads: int,
    shown: str | None,
) -> str:
    """The layer with the prefix on a state; `shown` is the name of its output, if that has one."""

    def dense(part: str) -> tuple[Floats, Floats]:
        return weights[f"{prefix}.{part}.weight"].T, weights[f"{prefix}.{part}.bias"]

    parts = [dense(f"attention.self.{part}") for part in ("query", "key", "value")]
    joint = [np.concatenate(found, axis=-1) for found in zip(*parts, strict=True)]
    seen = graph.attention(state, f"{name}.attention", *joint, heads)
    seen = graph.linear(seen, f"{name}.mixed", *dense("attention.output.dense"))
    seen = graph.node("Add", [seen, state], f"{name}.seen")
    norm = [weights[f"{prefix}.attention.output.LayerNorm.{part}"] for part in ("weight", "bias")]
    seen = graph.norm(seen, f"{name}.between", *norm, 1e-12)
    wide = graph.linear(seen, f"{name}.wide", *dense("intermediate.dense"))
    wide = graph.node("Gelu", [wide], f"{name}.gelu", _FUSED)
    back = graph.linear(wide, f"{name}.back", *dense("output.dense"))
    back = graph.node("Add", [back, seen], f"{name}.sum")
    norm = [weights[f"{prefix}.output.LayerNorm.{part}"] for part in ("weight", "bias")]
    return graph.norm(back, shown or f"{name}.out", *norm, 1e-12)
