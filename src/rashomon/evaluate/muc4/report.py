"""The official score as a table in the shape of the 1992 score reports."""

from __future__ import annotations

from rashomon.evaluate.muc4.official import SCORED, OfficialScore
from rashomon.evaluate.muc4.tallies import Tally
from rashomon.render.exports.muc4.form import SLOTS

_HEAD = "SLOT".ljust(32) + " ".join(
    column.rjust(5)
    for column in [
        "POS",
        "ACT",
        "COR",
        "PAR",
        "INC",
        "SPU",
        "MIS",
        "NON",
        "REC",
        "PRE",
        "OVG",
        "SUB",
        "ERR",
        "FAL",
    ]
)


def _row(name: str, tally: Tally, fallout: bool) -> str:
    counts = (
        tally.possible,
        tally.actual,
        tally.cor,
        tally.par,
        tally.inc,
        tally.spu,
        tally.mis,
        tally.non,
    )
    rates = (
        tally.recall,
        tally.precision,
        tally.overgeneration,
        tally.substitution,
        tally.error,
    )
    cells = [str(count).rjust(5) for count in counts] + [f"{rate:.0f}".rjust(5) for rate in rates]
    cells.append((f"{tally.fallout:.0f}" if fallout else "").rjust(5))
    return (name.ljust(32) + " ".join(cells)).rstrip()


def report(score: OfficialScore) -> str:
    """One row per slot, the summary rows, and the F-measures of ALL TEMPLATES."""
    lines = [_HEAD]
    for number in SCORED:
        lines.append(_row(SLOTS[number].name, score.slot(number), SLOTS[number].choices > 0))
    lines.append("")
    for name, tally in score.rows.items():
        lines.append(_row(name, tally, name == "SET FILLS ONLY"))
    every = score.all_templates
    lines.append("")
    lines.append("F-MEASURES".ljust(32) + "P&R".rjust(8) + "2P&R".rjust(8) + "P&2R".rjust(8))
    lines.append(" " * 32 + "".join(f"{every.f(beta):8.2f}" for beta in (1.0, 0.5, 2.0)))
    return "\n".join(lines) + "\n"
