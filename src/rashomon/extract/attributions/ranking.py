"""Small models over numbers that weigh options against each other; their weights ship as data.

What enters is the table `rashomon/data/attribution_ranking.json`: for each model the names of its
features, their means and scales, and weights of one hidden layer or none. What leaves are scores.
Nothing here knows what a feature means.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib.resources import files

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model as it is stored.

    Args:
        features: names, one a column.
        means: of the columns.
        scales: of the columns.
        hidden: [units][columns + 1] weights and bias of the hidden layer.
        output: [units + columns + 1] weights of the units, of the columns themselves, and bias.
        threshold: score from which an option is taken, where the model decides that.
    """

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    hidden: tuple[tuple[float, ...], ...]
    output: tuple[float, ...]
    threshold: float = 0.0


class Ranker:
    """One model, ready to score.

    Args:
        table: its weights.
    """

    def __init__(self, table: Table) -> None:
        self.features = table.features
        self.threshold = table.threshold
        self._means = np.array(table.means)
        self._scales = np.array(table.scales)
        hidden = np.array(table.hidden).reshape(len(table.hidden), len(table.features) + 1)
        self._hidden, self._hidden_bias = hidden[:, :-1].T, hidden[:, -1]
        self._of_units, self._of_columns = np.split(np.array(table.output[:-1]), [len(hidden)])
        self._bias = table.output[-1]

    def scores(self, rows: Sequence[Sequence[float]]) -> Floats:
        """[rows] scores: log odds, or preferences among options."""
        columns = (np.array(rows, np.float64) - self._means) / self._scales
        units = np.tanh(columns @ self._hidden + self._hidden_bias)
        found: Floats = units @ self._of_units + columns @ self._of_columns + self._bias
        return found


@functools.cache
def rankers() -> dict[str, Ranker]:
    """The shipped models by name."""
    packed = (files("rashomon") / "data" / "attribution_ranking.json").read_bytes()
    tables = msgspec.json.decode(packed, type=dict[str, Table])
    return {name: Ranker(table) for name, table in tables.items()}
