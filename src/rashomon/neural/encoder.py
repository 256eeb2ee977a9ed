"""One pass of the shared encoder over a text.

What enters are a folder of weights and texts; what leaves are scores. The weights ship with the
package and are loaded once a process, at first use; the last texts' scores are kept, so that all
stages of a document share one pass. What few ask for stands on tops of its own: upper layers that
read the states of the shared lower ones, loaded and run when asked.
"""

from __future__ import annotations

import functools
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from rashomon.errors import WeightsError
from rashomon.neural.arcs import ArcScorer, Floats, softmax
from rashomon.neural.header import Head, WeightFile, read_file, read_header
from rashomon.neural.scores import Scores, Trigger
from rashomon.neural.windows import owners, windows
from rashomon.neural.words import Words, shape, words

OVERLAP = 56
STATES = "hidden"
"""An output that a network may have beside its heads: the states of one of its layers."""
TRIGGER_FLOOR = 0.04
_KEPT = 2
_MAX_LETTERS = 100
_MAX_PIECES = 24


@dataclass(frozen=True)
class _Window:
    """What a network says of one window of a text.

    Args:
        start: number of its first word.
        own: the words for which it speaks; its neighbours overlap the others.
        firsts: position of each word's first piece.
        outputs: [pieces, columns] by name.
    """

    start: int
    own: slice
    firsts: np.ndarray
    outputs: Mapping[str, Floats]


class Encoder:
    """The encoder of one folder of weights.

    Args:
        folder: holds `encoder.json` and the files that it names.
        threads: of the network; the scores are the same for any number.

    Raises:
        WeightsError: if a file is missing, damaged or no network.
    """

    def __init__(self, folder: Traversable, threads: int = 1) -> None:
        self.header = read_header(folder)
        self._folder = folder
        self._threads = threads
        self._session = self._network(self.header.model)
        try:
            tokenizer = read_file(folder, self.header.tokenizer).decode("utf-8")
            self._tokenizer = Tokenizer.from_str(tokenizer)
        except ValueError as error:
            raise WeightsError(str(folder), str(error)) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._arcs: ArcScorer | None = None
        outputs = dict.fromkeys(head.output for head in self.header.heads.values())
        if self.header.arcs is not None:
            arcs = self.header.arcs
            self._arcs = ArcScorer(read_file(folder, arcs.tables), arcs.parts)
            outputs |= dict.fromkeys((arcs.ask, arcs.answer))
        shown = {entry.name: entry.shape for entry in self._session.get_outputs()}
        self._width = int(shown[STATES][-1]) if STATES in shown else 0
        if self._width:
            outputs[STATES] = None
        self._outputs = list(outputs)
        self._inputs = [entry.name for entry in self._session.get_inputs()]
        self._kept: OrderedDict[bytes, Scores] = OrderedDict()
        self._tops: dict[str, onnxruntime.InferenceSession] = {}

    def __call__(self, text: str) -> Scores:
        """The scores of a text; asked again for one of the last texts, the same object."""
        key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        found = self._kept.get(key)
        if found is None:
            found = self._read(words(text))
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found

    def top(self, name: str, text: str) -> Scores:
        """A text's scores by the heads of one top; not kept.

        Raises:
            KeyError: if the weights have no top of that name.
            WeightsError: if its file is missing, damaged or no network.
        """
        top = self.header.tops[name]
        session = self._tops.get(name)
        if session is None:
            session = self._tops[name] = self._network(top.model)
        found = words(text)
        outputs = list(dict.fromkeys(head.output for head in top.heads.values()))

        def run(feeds: Mapping[str, np.ndarray]) -> Mapping[str, Floats]:
            states = self._session.run([top.states], feeds, _partial())[0]
            logits = session.run(outputs, {top.states: states})
            return {name: tensor[0] for name, tensor in zip(outputs, logits, strict=True)}

        heads = _empty(top.heads, len(found))
        for one in self._windows(found, run):
            _fill(heads, top.heads, one)
        labels = {name: head.labels for name, head in top.heads.items()}
        return Scores(found, heads, labels, (), ())

    def pieces(self, word: str) -> tuple[int, ...]:
        """Ids of a word's wordpieces, at least one."""
        found = self._pieces.get(word)
        if found is None:
            plain = word[:_MAX_LETTERS].encode("utf-8", "replace").decode("utf-8")
            ids = self._tokenizer.encode(plain, add_special_tokens=False).ids[:_MAX_PIECES]
            found = tuple(ids) or (self.header.unknown,)
            if len(self._pieces) < 200_000:
                self._pieces[word] = found
        return found

    def _network(self, file: WeightFile) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # the graph is fused as it stands; fusing sums with norms too makes them eight times slower
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        try:
            return onnxruntime.InferenceSession(
                read_file(self._folder, file), options, providers=["CPUExecutionProvider"]
            )
        except (RuntimeError, ValueError) as error:
            raise WeightsError(str(self._folder), str(error)) from error

    def _read(self, found: Words) -> Scores:
        heads = _empty(self.header.heads, len(found))
        triggers: list[Trigger] = []
        states = np.zeros((len(found), self._width), np.float32)

        def run(feeds: Mapping[str, np.ndarray]) -> Mapping[str, Floats]:
            tensors = self._session.run(self._outputs, feeds)
            return {name: tensor[0] for name, tensor in zip(self._outputs, tensors, strict=True)}

        for one in self._windows(found, run):
            _fill(heads, self.header.heads, one)
            if self._width:
                means = _means(one.outputs[STATES], one.firsts)
                states[one.own] = means[one.own.start - one.start : one.own.stop - one.start]
            if self._arcs is not None:
                triggers.extend(self._related(heads, one.own, one.start, one.firsts, one.outputs))
        labels = {name: head.labels for name, head in self.header.heads.items()}
        parts = self.header.arcs.parts if self.header.arcs else ()
        triggers.sort(key=lambda trigger: trigger.first)
        return Scores(found, heads, labels, parts, tuple(triggers), states)

    def _windows(
        self, found: Words, run: Callable[[Mapping[str, np.ndarray]], Mapping[str, Floats]]
    ) -> Iterator[_Window]:
        """What `run` makes of each window of a text.

        Windows run one by one: side by side, the shorter would need padding and a mask, which cost
        more than a wider batch gains.
        """
        pieces = [self.pieces(word) for word in found.texts]
        ranges = windows([len(ids) for ids in pieces], found.breaks, self.header.budget, OVERLAP)
        owner = owners(ranges, len(found))
        shapes = [shape(word) for word in found.texts]
        for number, (start, stop) in enumerate(ranges):
            flat = [self.header.opening]
            kinds = [0]
            where = []
            for word in range(start, stop):
                where.append(len(flat))
                flat.extend(pieces[word])
                kinds.extend([shapes[word]] * len(pieces[word]))
            flat.append(self.header.closing)
            kinds.append(0)
            feeds = {"ids": [flat], "shapes": [kinds], "mask": [[1] * len(flat)]}
            outputs = run({name: np.array(feeds[name], np.int64) for name in self._inputs})
            first = owner.index(number, start, stop)
            own = slice(first, first + owner[first:stop].count(number))
            yield _Window(start, own, np.array(where), outputs)

    def _related(
        self,
        heads: Mapping[str, Floats],
        own: slice,
        start: int,
        firsts: np.ndarray,
        outputs: Mapping[str, Floats],
    ) -> Iterator[Trigger]:
        """The triggers among the words that this range owns.

        Args:
            heads: scores of all words.
            own: the words.
            start: number of the range's first word.
            firsts: position of each of the range's words.
            outputs: of the range.
        """
        header = self.header.arcs
        if header is None or self._arcs is None:
            return
        scores = heads[header.trigger][own]
        reporting = 1.0 - scores[:, 0]
        runs: list[tuple[int, int]] = []
        for word in np.flatnonzero(reporting >= TRIGGER_FLOOR).tolist():
            begins = scores[word, 1] >= scores[word, 2]
            if runs and runs[-1][1] == word - 1 and not begins:
                runs[-1] = (runs[-1][0], word)
            else:
                runs.append((word, word))
        answers = outputs[header.answer][firsts]
        ends = [*firsts[1:].tolist(), len(outputs[header.ask]) - 1]
        for first, last in runs:
            low, high = first + own.start - start, last + own.start - start
            question = outputs[header.ask][firsts[low] : ends[high]].mean(axis=0)
            yield Trigger(
                first=first + own.start,
                last=last + own.start,
                probability=float(reporting[first : last + 1].max()),
                origin=start,
                arcs=self._arcs(question, answers, firsts - firsts[low]),
            )


def _empty(heads: Mapping[str, Head], size: int) -> dict[str, Floats]:
    """[words, labels] of each head, nothing filled in."""
    return {name: np.zeros((size, len(head.labels)), np.float32) for name, head in heads.items()}


def _fill(scores: Mapping[str, Floats], heads: Mapping[str, Head], one: _Window) -> None:
    """The probabilities of the words that the window speaks for."""
    for name, head in heads.items():
        columns = slice(head.first, head.first + len(head.labels))
        found = softmax(one.outputs[head.output][one.firsts, columns])
        scores[name][one.own] = found[one.own.start - one.start : one.own.stop - one.start]


@functools.cache
def _partial() -> onnxruntime.RunOptions:
    """Nothing is run that the asked outputs don't need."""
    options = onnxruntime.RunOptions()
    options.only_execute_path_to_fetches = True
    return options


def _means(states: Floats, firsts: np.ndarray) -> Floats:
    """[words, width] mean states of each word's pieces.

    Args:
        states: [pieces, width], the closing mark last.
        firsts: position of each word's first piece.
    """
    if not len(firsts):
        return np.zeros((0, states.shape[1]), np.float32)
    counts = np.diff([*firsts.tolist(), len(states) - 1])
    sums: Floats = np.add.reduceat(states[:-1], firsts, axis=0)
    found: Floats = (sums / counts[:, None]).astype(np.float32)
    return found


@functools.lru_cache(maxsize=4)
def encoder(threads: int = 1) -> Encoder:
    """The shipped encoder, loaded once a process.

    Raises:
        WeightsError: if the installation is incomplete or damaged.
    """
    return Encoder(files("rashomon") / "data" / "encoder", threads)
