"""The verbs that the command line and the workbench share.

What enters are paths and settings; what leaves are records of the published shapes or files in a
folder that the caller named. Nothing is drawn or printed here, and nothing is fetched.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rashomon.codec import schema, to_json_pretty
from rashomon.evaluate.registry import suites
from rashomon.evaluate.suite import SuiteResult
from rashomon.ingest.reading import Read, find_files, read
from rashomon.records import Document, Problem
from rashomon.render import case as case_view
from rashomon.render import claims_csv, dossier
from rashomon.render.extraction import extracted_document
from rashomon.render.formats import (
    CASE_VERSION,
    EXTRACT_VERSION,
    Case,
    ExtractedDocument,
)
from rashomon.run.executor import annotate_all, make_pipeline
from rashomon.run.progress import OnProgress, Progress, silent
from rashomon.run.registry import CaseContext, case_stages
from rashomon.settings import Settings
from rashomon.store import Store

PLACES = "places.geojson"
"""A case's own gazetteer and outlines, looked for in every folder that the user names."""


@dataclass(frozen=True)
class Report:
    """What `report` wrote.

    Args:
        case: the whole case.
        dossier: the page.
        case_json: the same as data.
        claims_csv: one row a claim.
        database: the case's embedded store.
    """

    case: Case
    dossier: Path
    case_json: Path
    claims_csv: Path
    database: Path
