"""The number of workers changes nothing."""

from __future__ import annotations

import msgspec

from rashomon.records import Sentence
from rashomon.run.executor import annotate_all
from rashomon.run.registry import CaseContext
from rashomon.settings import RunSettings, Settings
from tests.conftest import document

TEXTS = (
    "Two soldiers died near Orvel on Monday, the army said.",
    "",
    "“We saw smoke,” said a shepherd.\n\nThe ministry denied it.",
    "Nobody has claimed responsibility 🕊 for the blast.",
    "FIVE PEASANTS WERE KIDNAPPED BY UNKNOWN MEN IN SAN ORVEL, THE RADIO REPORTED.",
)


def test_two_workers_give_what_one_gives_in_the_same_order() -> None:
    documents = [
        msgspec.structs.replace(document(text), name=f"{n}.txt") for n, text in enumerate(TEXTS)
    ]
    alone = list(annotate_all(documents, Settings(), CaseContext()))
    shared_out = list(annotate_all(documents, Settings(run=RunSettings(workers=2)), CaseContext()))
    assert shared_out == alone
    assert sum(len(doc.layer(Sentence)) for doc in alone) >= 5
