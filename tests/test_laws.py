"""Laws of the house that no linter knows: where any exception may be caught."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import rashomon

ROOT = Path(rashomon.__file__).parent
BOUNDARIES = {
    "run/pipeline.py": "Pipeline.annotate",
    "ingest/reading.py": "_Frame.read",
}
"""Design note 002: the document boundary and the file boundary, and no other."""
BROAD = {"Exception", "BaseException"}


def broad_handlers(node: ast.AST, within: str = "") -> Iterator[str]:
    """The names of the functions that catch everything, one for each handler that does."""
    for child in ast.iter_child_nodes(node):
        name = within
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{within}.{child.name}".lstrip(".")
        if isinstance(child, ast.ExceptHandler):
            caught = child.type.elts if isinstance(child.type, ast.Tuple) else [child.type]
            if any(each is None or ast.unparse(each) in BROAD for each in caught):
                yield within
        yield from broad_handlers(child, name)


def test_exactly_two_places_catch_any_exception() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), where)
        for path in sorted(ROOT.rglob("*.py"))
        for where in broad_handlers(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == sorted(BOUNDARIES.items())


def test_suppressing_everything_counts_as_catching_it() -> None:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
                assert not BROAD & {ast.unparse(each) for each in node.args}, path


def test_what_counts_as_broad() -> None:
    source = "def f():\n try: pass\n except (ValueError, Exception): pass\n except: pass\n"
    assert list(broad_handlers(ast.parse(source))) == ["f", "f"]
    assert not list(broad_handlers(ast.parse("try: pass\nexcept OSError: pass")))
