from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from rashomon.errors import WeightsError
from rashomon.neural import Encoder, encoder
from rashomon.neural.header import HEADER

WEIGHTS = Path(str(files("rashomon") / "data" / "encoder"))
TEXT = (
    "HARVANE - Two guards were shot, the ministry said.\n\n"
    "“We heard them leave,” said Ana Roth, a baker. Villagers denied that anybody had fired."
)

pytestmark = pytest.mark.skipif(
    not (WEIGHTS / HEADER).exists(), reason="the checkout has no weights in data/encoder"
)


def test_a_reporting_word_is_tied_to_its_source_and_content() -> None:
    scores = encoder()(TEXT)
    texts = scores.words.texts
    found = {texts[trigger.first]: trigger for trigger in scores.triggers}
    denied = found["denied"]
    content, source = (denied.arcs[scores.parts.index(part)] for part in ("content", "source"))
    assert denied.probability > 0.5
    assert source[texts.index("Villagers") - denied.origin] > 0.5
    assert content[texts.index("fired") - denied.origin] > 0.5
    assert content[texts.index("guards") - denied.origin] < 0.5


def test_probabilities_add_up() -> None:
    scores = encoder()(TEXT)
    for name, values in scores.heads.items():
        assert values.shape == (len(scores.words), len(scores.labels[name]))
        assert np.allclose(values.sum(axis=1), 1.0, atol=1e-4)


def test_a_pass_is_shared_and_the_same_again() -> None:
    scores = encoder()(TEXT)
    assert encoder()(TEXT) is scores
    again = Encoder(WEIGHTS)(TEXT)
    assert [t.probability for t in again.triggers] == [t.probability for t in scores.triggers]


@pytest.mark.parametrize(
    "text",
    ["", " \n\n ", "!!! ...", "😀" * 50, "\ud800 said", "中文" * 4000, "x" * 100_000,
     "said " * 3000, "ПОЛИЦИЯ СООБЩИЛА", "قال المتحدث"],
)  # fmt: skip
def test_any_text_is_read(text: str) -> None:
    scores = encoder()(text)
    assert all(len(values) == len(scores.words) for values in scores.heads.values())


def test_missing_and_damaged_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="incomplete"):
        Encoder(tmp_path)
    for file in WEIGHTS.iterdir():
        shutil.copy(file, tmp_path / file.name)
    model = tmp_path / encoder().header.model.name
    model.write_bytes(model.read_bytes()[:-1])
    with pytest.raises(WeightsError, match="damaged"):
        Encoder(tmp_path)


def test_a_top_reads_the_shared_lower_layers() -> None:
    scores = encoder().top("roles", TEXT)
    assert all(len(values) == len(scores.words) for values in scores.heads.values())
    victims = 1.0 - scores.head("victim", "O")
    texts = scores.words.texts
    assert victims[texts.index("guards")] > 0.5 > victims[texts.index("ministry")]


def test_a_top_that_the_weights_lack_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        encoder().top("stars", TEXT)


def test_a_top_reads_long_texts_window_by_window() -> None:
    once = encoder().top("roles", TEXT)
    long = encoder().top("roles", "\n\n".join([TEXT] * 40))
    for name, values in once.heads.items():
        assert np.allclose(long.heads[name][: len(values)], values, atol=0.6)
        assert np.allclose(long.heads[name].sum(axis=1), 1.0, atol=1e-4)
