"""Writes how the package's rules read the cues of PolNeAR: polarity, certainty, kind of act.

Usage: python training/encoder/manners.py --data ../shared/data/polnear/train --out manners.json

No open corpus annotates these for attributions, so the encoder's manner head learns them from the
rules of `rashomon.extract.attributions.modality`, run on a parse; what the head adds is that it
reads upper-case and unparsable text as well. Annotated cues that the rules do not find are unknown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from rashomon.records import Attribution, Document, digest_id
from rashomon.run.pipeline import Pipeline
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import Settings


def pipeline(last: type) -> Pipeline:
    """The document stages up to the one that writes `last`."""
    settings = Settings()
    stages = []
    for stage in document_stages(settings, CaseContext()):
        stages.append(stage)
        if stage.writes is last:
            break
    return Pipeline(stages, settings)


def document(name: str, text: str) -> Document:
    """A text as a document of its own."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=digest_id("doc", name, digest),
        name=name,
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        language="en",
    )


def main() -> None:
    """One list of `[cue start, cue end, polarity, certainty, act]` per document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    reading = pipeline(Attribution)
    found = {}
    for path in sorted((args.data / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        found[path.stem] = [
            (one.cue.start, one.cue.end, one.polarity, one.certainty, one.act)
            for one in reading.annotate(document(path.stem, text)).layer(Attribution)
            if one.cue
        ]
    args.out.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
