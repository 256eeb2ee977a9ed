"""The reference pages say what the code says."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

from rashomon import api
from rashomon.render import claims_csv, formats

DOCS = Path(__file__).resolve().parents[1] / "docs"


def _generated() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.pages()
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    "path", ["cli.md", "stages.md", "schema/extract.schema.json", "schema/case.schema.json"]
)
def test_the_generated_page_is_fresh(path: str) -> None:
    written = (DOCS / path).read_text(encoding="utf-8")
    assert written == _generated()[path], "run python docs/generate.py"


def test_the_guide_names_every_field_column_and_version() -> None:
    guide = (DOCS / "formats.md").read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", guide, flags=re.DOTALL)
    words = set(re.findall(r"`([^`]+)`", prose))
    assert set(claims_csv.COLUMNS) <= words
    for shape in (formats.ExtractedDocument, formats.Case):
        assert set(shape.__struct_fields__) <= words
    assert f"extract {formats.EXTRACT_VERSION}, case {formats.CASE_VERSION}" in guide


def test_every_link_between_the_pages_arrives() -> None:
    for page in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_published_schemas_are_json_schema() -> None:
    for name in api.schemas():
        schema = json.loads((DOCS / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert schema["$schema"].endswith("2020-12/schema")
