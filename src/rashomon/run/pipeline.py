"""The document stages in order: checked once, then run over one document at a time."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.errors import PipelineError
from rashomon.ingest.languages import understands
from rashomon.records import Document, Problem, Provenance
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument, DocumentStage


class Pipeline:
    """Document stages that fit together.

    Args:
        stages: in running order.
        settings: in force; their digest goes into every provenance record.

    Raises:
        PipelineError: if a stage reads a layer that none before it writes, or two write one.
    """

    def __init__(self, stages: Sequence[DocumentStage], settings: Settings) -> None:
        self.stages = tuple(stages)
        self.settings = settings
        self.check()

    def check(self) -> None:
        """Refuse stages that do not fit, before any document is read."""
        writer: dict[type, str] = {}
        for stage in self.stages:
            for layer in stage.reads:
                if layer not in writer:
                    raise PipelineError(
                        f"stage {stage.name} reads {layer.__name__}, which no earlier stage writes"
                    )
            if stage.writes in writer:
                raise PipelineError(
                    f"stages {writer[stage.writes]} and {stage.name} both write "
                    f"{stage.writes.__name__}"
                )
            writer[stage.writes] = stage.name

    def annotate(self, document: Document) -> AnnotatedDocument:
        """The document with every layer; the layers are empty where its language is not known.

        This is the document boundary: the one place where any exception of a stage becomes a
        stored problem. The stage's layer is then empty, and the run goes on.
        """
        doc = AnnotatedDocument(document)
        readable = understands(document, self.settings.read)
        for stage in self.stages:
            try:
                records = tuple(stage(doc)) if readable else ()
            except Exception as error:  # the document boundary
                records = ()
                doc = doc.with_problem(
                    Problem(
                        name=document.name,
                        stage=stage.name,
                        message=f"{document.name}: stage {stage.name} failed: "
                        f"{type(error).__name__}: {error}; its layer is empty",
                        document=document.id,
                    )
                )
            made = Provenance(
                stage.name,
                stage.version,
                self.settings.digest,
                tuple(layer.__name__ for layer in stage.reads),
            )
            doc = doc.with_layer(stage.writes, records, made)
        return doc
