"""Compile `data/muc4_categories.toml`: which words of a fill speak for which set member.

Reads the keys of the training split only (`corpora/dev`; message 1133 is left out, because it
repeats a message of the test split), counts in how many messages a word stands in a string whose
cross-reference has a set member, and writes the counts. Words met in fewer than three messages are
left out, so that names of people do not enter.

    python training/muc4_categories.py --data ../shared/data/muc4
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from rashomon.evaluate.muc4.reading import Template, read_templates
from rashomon.render.exports.muc4.categories import words_of

SLOTS = {"instrument": (7, 6), "physical": (13, 12), "human": (20, 19)}
LEAST = 3


def strings(template: Template, referred: int, tag: str) -> list[str]:
    """The descriptions that a cross-reference points to, alternatives included."""
    found = []
    for filler in template.fillers(referred):
        for option in filler.options:
            if tag == option.value or tag in option.tags:
                found.append(option.value)
    return found


def main() -> None:
    """Write the file beside the package's other lists."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    root = Path(__file__).parents[1]
    parser.add_argument("--out", type=Path, default=root / "src/rashomon/data/muc4_categories.toml")
    options = parser.parse_args()
    lines = [
        "# Compiled by training/muc4_categories.py from the training keys of MUC-4: in how many",
        "# messages a word stands in a fill of the category. Counts only.",
    ]
    for name, (slot, referred) in SLOTS.items():
        seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for path in sorted((options.data / "corpora" / "dev").glob("key-*")):
            for template in read_templates(path.read_bytes().decode("latin-1")):
                if template.message == "DEV-MUC3-1133":
                    continue
                for filler in template.fillers(slot):
                    option = filler.options[0]
                    for tag in option.tags:
                        for text in strings(template, referred, tag):
                            for word in words_of(text):
                                seen[word][option.value].add(template.message)
        lines.append("")
        for word in sorted(seen):
            counts = {kind: len(where) for kind, where in sorted(seen[word].items())}
            if len(set().union(*seen[word].values())) < LEAST:
                continue
            table = ", ".join(f'"{kind}" = {count}' for kind, count in counts.items())
            lines.append(f'{name}."{word}" = {{ {table} }}')
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
