"""What a folder of weights says about itself: files with digests, heads with labels.

What enters is a folder with `encoder.json`; what leaves are its header and the checked bytes of its
files. Other weights with other heads need another header, not other code.
"""

from __future__ import annotations

import hashlib
from importlib.resources.abc import Traversable

import msgspec

from rashomon.errors import WeightsError

HEADER = "encoder.json"


class WeightFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the folder.

    Args:
        name: its name.
        sha256: of its bytes, in hex.
    """

    name: str
    sha256: str


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels that one softmax chooses among, for every word.

    Args:
        output: name of the model's output, [batch, tokens, columns].
        first: the output's first column of this head.
        labels: one a column.
    """

    output: str
    first: int
    labels: tuple[str, ...]


class Arcs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head that relates a reporting word to all words of its window.

    Args:
        tables: NumPy archive with the distance embedding and, for each name of `parts`, its
            weights and `<part>_bias`.
        ask: output that is read at the reporting words.
        answer: output that is read at all words.
        parts: what a word may be to the reporting words (`content`, `source`), each with an equal
            share of the columns, in this order.
        trigger: head whose labels but the first make a word one that may be asked about.
    """

    tables: WeightFile
    ask: str
    answer: str
    parts: tuple[str, ...]
    trigger: str


class Top(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A network on the states of the first one's lower layers, run only when its heads are asked.

    Args:
        version: changes with its weights or the first network's.
        model: the network, ONNX; its one input, [1, tokens, width], is the output `states` of the
            first network.
        states: name of that output.
        heads: by name.
    """

    version: str
    model: WeightFile
    states: str
    heads: dict[str, Head]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it is.

    Args:
        version: changes with the weights.
        model: the network, ONNX; inputs `ids`, `shapes` and, if it has one, `mask`, all of int64
            [1, tokens].
        tokenizer: WordPiece tables for the `tokenizers` library.
        opening: id of the piece before a window.
        closing: id of the piece behind it.
        unknown: id of a word that has no pieces.
        budget: wordpieces of a window, those two left out.
        heads: by name.
        arcs: the relating head, if there is one.
        tops: by name.
    """

    version: str
    model: WeightFile
    tokenizer: WeightFile
    opening: int
    closing: int
    unknown: int
    budget: int
    heads: dict[str, Head]
    arcs: Arcs | None = None
    tops: dict[str, Top] = {}


def read_header(folder: Traversable) -> Header:
    """The folder's header.

    Raises:
        WeightsError: if it is missing or not one.
    """
    place = folder / HEADER
    try:
        return msgspec.json.decode(place.read_bytes(), type=Header)
    except OSError as error:
        raise WeightsError(str(place), "cannot be read; the installation is incomplete") from error
    except msgspec.MsgspecError as error:
        raise WeightsError(str(place), f"is no header of weights: {error}") from error


def read_file(folder: Traversable, file: WeightFile) -> bytes:
    """The file's bytes.

    Raises:
        WeightsError: if it is missing or is not what the header says.
    """
    place = folder / file.name
    try:
        found = place.read_bytes()
    except OSError as error:
        raise WeightsError(str(place), "cannot be read; the installation is incomplete") from error
    digest = hashlib.sha256(found).hexdigest()
    if digest != file.sha256:
        raise WeightsError(str(place), f"is damaged: its digest is {digest[:12]}, not the header's")
    return found
