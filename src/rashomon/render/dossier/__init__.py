"""The dossier: a case as one self-contained page that a newsroom can publish.

Enters: a `formats.Case` and, if the case has them, its own outlines. Leaves: one HTML file as
text, with its styles, script and drawings inside, which loads nothing. Every word that comes from a
report is escaped; the page's policy forbids any script but its own. Nothing is decided here.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rashomon.render import formats, wording
from rashomon.render.dossier import atlas, facts, glance, marking, matrix, timeline
from rashomon.render.dossier.index import Index

# What no page can show: control characters and lone surrogates, which would end an element in some
# parsers or could not be encoded.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_GROUPS = (
    (
        "disputed",
        "In dispute or not settled",
        "Sources contradict each other here and nothing later settles it, or one asserts what "
        "another says is not known.",
    ),
    ("agreed", "Agreed", "Two or more independent sources say the same, or what fits together."),
    ("superseded", "Updated since", "The differences are successive updates; the latest stands."),
    ("unknown", "Stated as not known", "Sources speak to it, but say that it is not known."),
)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rashomon.render.dossier"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plural"] = _plural
    environment.globals["wording"] = wording
    return environment


@functools.cache
def _asset(name: str) -> str:
    return (files("rashomon.render.dossier") / "templates" / name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    """A source's hash as a content security policy writes it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def render(case: formats.Case, places: Path | None = None) -> str:
    """The page.

    Args:
        case: as in `case.json`.
        places: the case's own `places.geojson` (names and outlines), or None.

    Returns:
        HTML; the same case and outlines give the same text.
    """
    index = Index(case)
    cards = facts.cards(index)
    style, script = _asset("dossier.css"), _asset("dossier.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    compared = [card for card in cards if card.group != "also"]
    page = (
        _environment()
        .get_template("page.html")
        .render(
            case=case,
            index=index,
            policy=policy,
            style=Markup(style),
            script=Markup(script),
            groups=[
                (status, heading, lead, [c for c in compared if c.group == status])
                for status, heading, lead in _GROUPS
            ],
            single=[card for card in compared if card.group == "single_source"],
            particulars=[card for card in compared if card.group == "particulars"],
            also=glance.also(index, cards),
            glances=glance.blocks(index, cards),
            headline=next((d for d in case.documents if d.title == case.title), None),
            cards=cards,
            counts=Counter(card.status for card in compared),
            independent=sum(document.origin == document.id for document in case.documents),
            outlets=len({d.publisher for d in case.documents if d.publisher}),
            timeline=timeline.build(index),
            atlas=atlas.draw([(index.number[i.id], i) for i in case.incidents], places),
            unplaced=[i for i in case.incidents if not atlas.placed(i.place)],
            tables=matrix.tables(index, cards),
            reports=[
                (document, marking.paragraphs(index, document)) for document in case.documents
            ],
            accounts={
                incident.id: [a for a in case.accounts if a.incident == incident.id]
                for incident in case.incidents
            },
            dependence={d.copy: d for d in case.dependences},
            rules=Counter(
                (relation.relation, relation.rule)
                for fact in case.facts
                for relation in fact.relations
            ),
            settings=sorted({p.settings_digest for p in case.provenance}),
        )
    )
    return _UNPRINTABLE.sub("\ufffd", page)
