"""The registry: every stage in running order. Replacing a stage is changing its line here."""

from __future__ import annotations

from rashomon.extract.sentences import Sentences
from rashomon.extract.times import TimeExpressions
from rashomon.settings import Settings
from rashomon.stage import CaseStage, DocumentStage


def document_stages(settings: Settings) -> tuple[DocumentStage, ...]:
    """The document stages, in running order."""
    return (Sentences(), TimeExpressions())


def case_stages(settings: Settings) -> tuple[CaseStage, ...]:
    """The case stages, in running order."""
    return ()
