"""The registry: every stage in running order. Replacing a stage is changing its line here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rashomon.extract.attributions import Attributions
from rashomon.extract.claims import Claims
from rashomon.extract.entities import Entities
from rashomon.extract.events import Events
from rashomon.extract.party_words import use_parties
from rashomon.extract.places import PlaceMentions
from rashomon.extract.quantities import Quantities
from rashomon.extract.sentences import Sentences
from rashomon.extract.times import TimeExpressions
from rashomon.gazetteer import Gazetteer
from rashomon.link.incidents import Incidents
from rashomon.link.independence import Independence
from rashomon.link.parties import Parties
from rashomon.reconcile.assessments import Assessments
from rashomon.settings import Settings
from rashomon.stage import CaseStage, DocumentStage


@dataclass(frozen=True)
class CaseContext:
    """What a case brings itself beside its reports.

    Args:
        places: the case's own gazetteer and outlines (`places.geojson`), if it has one.
    """

    places: Path | None = None


def gazetteer_of(settings: Settings) -> Gazetteer:
    """The index that the settings name, else the one of the installation."""
    own = settings.places.gazetteer
    return Gazetteer(Path(own).expanduser() if own else None)


def document_stages(settings: Settings, context: CaseContext) -> tuple[DocumentStage, ...]:
    """The document stages, in running order."""
    use_parties(settings.parties)
    gazetteer = gazetteer_of(settings)
    if context.places is not None:
        gazetteer = gazetteer.with_case_places(context.places)
    return (
        Sentences(),
        TimeExpressions(),
        Quantities(),
        PlaceMentions(gazetteer),
        Entities(),
        Attributions(),
        Events(),
        Claims(),
    )


def case_stages(settings: Settings) -> tuple[CaseStage, ...]:
    """The case stages, in running order."""
    use_parties(settings.parties)
    return (Independence(settings), Parties(), Incidents(settings), Assessments(settings))
