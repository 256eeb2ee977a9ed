"""Makes `src/rashomon/data/outlines.json.gz`: the world's coasts and borders for the dossier's map.

Usage: npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
       python training/outlines.py package/countries-50m.json

Natural Earth's 1:50m countries (public domain), as packed into TopoJSON by world-atlas (ISC). Kept:
the quantised arcs, each as one flat list of steps, and for each country its name and its rings as
arc numbers (`~n` is arc n backwards). Dropped: ids, bounding boxes, object nesting.
"""

from __future__ import annotations

import gzip
import json
import pathlib
import sys

OUT = pathlib.Path(__file__).resolve().parent.parent / "src/rashomon/data/outlines.json.gz"


def main() -> None:
    """Read the TopoJSON named on the command line, write the compact file."""
    topology = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    countries = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": lambda arcs: [arcs], "MultiPolygon": lambda arcs: arcs}
        unfold = polygons.get(shape["type"])
        if unfold is not None:
            rings = [ring for polygon in unfold(shape["arcs"]) for ring in polygon]
            countries.append([shape["properties"]["name"], rings])
    compact = {
        "source": "Natural Earth 1:50m, public domain, via world-atlas 2.0.2",
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "arcs": [[step for point in arc for step in point] for arc in topology["arcs"]],
        "countries": sorted(countries),
    }
    payload = json.dumps(compact, ensure_ascii=False, separators=(",", ":")).encode()
    OUT.write_bytes(gzip.compress(payload, 9, mtime=0))
    print(f"{OUT.name}: {OUT.stat().st_size} bytes, {len(countries)} countries")


if __name__ == "__main__":
    main()
