"""The suites, one line each."""

from __future__ import annotations

from rashomon.evaluate.airwars import Airwars
from rashomon.evaluate.events import Events
from rashomon.evaluate.geoparse import Geoparse
from rashomon.evaluate.gum import Gum
from rashomon.evaluate.gum_attributions import GumAttributions
from rashomon.evaluate.incidents import Incidents
from rashomon.evaluate.muc4.suite import Muc4
from rashomon.evaluate.polnear import Polnear
from rashomon.evaluate.reconciliation import Reconciliation
from rashomon.evaluate.suite import Suite
from rashomon.evaluate.timex import Timex


def suites() -> tuple[Suite, ...]:
    """Every suite, in the order of the documentation."""
    return (
        Airwars(),
        Events(),
        Polnear(),
        Muc4(),
        Timex(),
        Incidents(),
        Reconciliation(),
        Geoparse(),
        Gum(),
        GumAttributions(),
    )
