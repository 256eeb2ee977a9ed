"""Chooses the clustering baseline's one number, on the grouped training split only.

python benchmarks/cut.py --data FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

from baselines.piles import pile, suite


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of documents.jsonl")
    folder = parser.parse_args().data
    for step in range(50, 100, 5):
        found = suite(step / 100).run(folder, "train", pile()).metrics
        print(f"{step / 100:.2f}  b3_f {found['b3_f']:.2f}  conll_f {found['conll_f']:.2f}")


if __name__ == "__main__":
    main()
