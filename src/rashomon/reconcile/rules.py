"""The rules that relate two claims, one small function each, in one visible order.

What enters is a pair of claims of one incident, aspect and whom; what leaves is a `Relation` that
names its rule and the values, or None where the pair is better left unrelated. The first rule that
speaks decides. A rule must not look at any third claim.

Source: the conventions of an in-house annotated set; see `docs/evaluation.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rashomon.reconcile.comparison import FREE_ASPECTS, compare, words_of
from rashomon.reconcile.counted import counts_others
from rashomon.reconcile.figures import Comparison, is_exact
from rashomon.reconcile.meanings import words
from rashomon.reconcile.views import (
    ClaimView,
    days_between,
    not_earlier,
    on_a_later_day,
    one_voice,
    same_speaker,
    shared_channel,
    surely_later,
)
from rashomon.records import Figure, Relation, RelationKind, Statement

SAME_STATEMENT_DAYS = 2.0
"""Two outlets that quote one source within so many days quote one statement."""
SAME_SENTENCE_SHARE = 0.7
"""Shared stems over the shorter sentence from which two sentences are one that was passed on."""
SAME_SENTENCE_WORDS = 8


@dataclass(frozen=True)
class Pair:
    """Two claims, `a` the older by report, document and place in the text.

    Args:
        a: the older.
        b: the newer.
        values: how their values compare.
    """

    a: ClaimView
    b: ClaimView
    values: Comparison


@dataclass(frozen=True)
class Finding:
    """What a rule says of a pair.

    Args:
        relation: the relation, or None: the pair is better left unrelated, and no later rule is
            asked.
        turned: the relation runs from the pair's `b` to its `a`.
        why: one sentence that names the values compared.
    """

    relation: RelationKind | None
    why: str = ""
    turned: bool = False


Rule = Callable[[Pair], Finding | None]
_SILENT = Finding(None)


def withdrawn_figure(pair: Pair) -> Finding | None:
    """What a correction quotes to take back bears on its own outlet's figures only."""
    a, b = pair.a, pair.b
    if "withdrawn" not in a.signals | b.signals:
        return None
    for old, new, turned in _both_ways(pair):
        if "withdrawn" in old.signals and "withdrawn" not in new.signals:
            if old.text_of == new.text_of and pair.values.verdict == "apart" and _of_outlet(new):
                return Finding(
                    "supersede", f"the outlet corrects itself; {pair.values.why}", turned
                )
        elif (
            "withdrawn" in new.signals
            and old.text_of != new.text_of
            and old.outlet == new.outlet
            and _of_outlet(old)
            and not_earlier(old, new)
            and pair.values.verdict in ("equal", "a_vaguer", "b_vaguer")
        ):
            return Finding("supersede", f"the outlet takes it back; {pair.values.why}", turned)
    return _SILENT


def corrected_by_the_outlet(pair: Pair) -> Finding | None:
    """A correction's own figure replaces what its outlet printed before, higher or lower."""
    for old, new, turned in _both_ways(pair):
        if (
            "correction" in new.signals
            and "correction" not in old.signals
            and old.text_of != new.text_of
            and old.outlet == new.outlet
            and _of_outlet(old)
            and _of_outlet(new)
            and not_earlier(old, new)
            and pair.values.verdict == "apart"
        ):
            return Finding("supersede", f"the outlet corrects itself; {pair.values.why}", turned)
    return None


def _of_outlet(claim: ClaimView) -> bool:
    """Whether the outlet answers for the claim, in its own voice or by its own name."""
    return claim.own_voice or claim.outlet in claim.parties


def counts_of_others(pair: Pair) -> Finding | None:
    """A part does not bear on the whole, nor one side's dead on the other's."""
    a, b = pair.a, pair.b
    if isinstance(a.value, Figure) and isinstance(b.value, Figure) and counts_others(a, b):
        return _SILENT
    return None


def stated_ignorance(pair: Pair) -> Finding | None:
    """Nobody conflicts with "it is not known"; it may be settled later, or be shared."""
    a, b = pair.a, pair.b
    if "unknown" not in (a.certainty, b.certainty):
        return None
    if a.certainty == b.certainty:
        if a.aspect in FREE_ASPECTS and pair.values.verdict == "unrelated":
            return _SILENT
        return Finding("agree", "both say that it is not known")
    for doubt, word, turned in ((a, b, False), (b, a, True)):
        if doubt.certainty != "unknown" or not not_earlier(doubt, word):
            continue
        if (
            a.parties & b.parties
            and doubt.text_of != word.text_of
            and pair.values.verdict == "equal"
        ):
            if word.polarity == doubt.polarity:
                return Finding(
                    "refine", "the same source, which took no position before, leans", turned
                )
            return Finding(
                "supersede", "the same source, which took no position before, now does", turned
            )
        if (
            "unclaimed" in doubt.signals
            and "claimed" in word.signals
            and doubt.text_of != word.text_of
        ):
            return Finding("supersede", "nobody had claimed it; now somebody has", turned)
    return _SILENT


def copied_report(pair: Pair) -> Finding | None:
    """Two reports that rest on one say the same thing once."""
    a, b = pair.a, pair.b
    one_report = a.document != b.document and a.origin == b.origin
    one_source = (a.own_voice and b.own_voice) or shared_channel(a, b)
    alike = one_source and a.certainty == b.certainty
    if one_report and alike and _same_content(pair):
        return Finding("copy", f"both rest on one report; {pair.values.why}")
    return None


def passed_on_sentence(pair: Pair) -> Finding | None:
    """One sentence printed in two reports is one statement, whoever is named beside it."""
    a, b = pair.a, pair.b
    if a.text_of == b.text_of or not _same_content(pair):
        return None
    left, right = frozenset(words(a.sentence)), frozenset(words(b.sentence))
    small = min(len(left), len(right))
    if small >= SAME_SENTENCE_WORDS and len(left & right) / small >= SAME_SENTENCE_SHARE:
        return Finding("copy", f"the same sentence in two reports; {pair.values.why}")
    return None


def one_statement_through_many(pair: Pair) -> Finding | None:
    """One named source's word counts once, however many outlets print it."""
    a, b = pair.a, pair.b
    if a.text_of == b.text_of or a.own_voice or b.own_voice or not _same_content(pair):
        return None
    days = days_between(a, b)
    if not shared_channel(a, b) or (days is not None and abs(days) > _statement_days(a)):
        return None
    return Finding("copy", f"the same source through two reports; {pair.values.why}")


def one_agency_through_many(pair: Pair) -> Finding | None:
    """What outlets print in the voice of one agency that they credit is said once."""
    a, b = pair.a, pair.b
    if a.text_of == b.text_of or not (a.own_voice and b.own_voice) or not _same_content(pair):
        return None
    days = days_between(a, b)
    wired = bool(a.wire or b.wire) and a.desk == b.desk
    if not wired or (days is not None and abs(days) > _statement_days(a)):
        return None
    return Finding("copy", f"both credit one agency with the text; {pair.values.why}")


def one_claim_of_the_deed(pair: Pair) -> Finding | None:
    """A claim of responsibility that two reports pass on is one claim."""
    a, b = pair.a, pair.b
    if a.aspect != "responsible" or a.polarity != b.polarity or pair.values.verdict != "equal":
        return None
    if "claimed" in a.signals and "claimed" in b.signals:
        return Finding("copy", f"one claim of responsibility, passed on twice; {pair.values.why}")
    return None


def taken_over_by_the_outlet(pair: Pair) -> Finding | None:
    """A figure that an outlet both attributes and uses itself is the source's figure."""
    a, b = pair.a, pair.b
    if a.text_of != b.text_of or a.own_voice == b.own_voice or pair.values.verdict != "equal":
        return None
    if a.polarity != b.polarity or a.many or b.many:
        return None
    spoken, turned = (a, False) if not a.own_voice else (b, True)
    if isinstance(a.value, Figure) and not (a.value == b.value and is_exact(a.value)):
        return None
    if "claimed" in a.signals | b.signals:
        # Who claims a deed for himself speaks for himself.
        return None
    return Finding(
        "copy", f"the outlet takes it over from {spoken.source_name}; {pair.values.why}", turned
    )


def denial(pair: Pair) -> Finding | None:
    """A denial conflicts with what it denies, and with nothing else."""
    a, b = pair.a, pair.b
    if a.polarity == b.polarity == "affirmed":
        return None
    same = pair.values.verdict in ("equal", "a_vaguer", "b_vaguer")
    if a.polarity == b.polarity:
        return Finding("agree", f"both deny it: {pair.values.why}") if same else _SILENT
    if not same or (one_voice(a, b)):
        return _SILENT
    denied, said = (a, b) if a.polarity == "denied" else (b, a)
    words, against = words_of(denied.value), words_of(said.value)
    if isinstance(denied.value, Statement) and denied.value.key in ("yes", "no"):
        # The words of such a denial hold its "no" already.
        why = f"{words!r} by {denied.source_name} denies {against!r} by {said.source_name}"
    else:
        why = f"{denied.source_name} denies {words!r}, which {said.source_name} says"
    return Finding("conflict", why)


def called_previous(pair: Pair) -> Finding | None:
    """A figure that its own report calls earlier is updated by a higher one that is not older."""
    for old, new, turned in _both_ways(pair):
        running = "running" in old.signals and old.text_of == new.text_of and old.order < new.order
        outdated = ("previous" in old.signals or running) and "previous" not in new.signals
        if old.text_of == new.text_of and not (same_speaker(old, new) or _of_outlet(new)):
            # "X at first put it at 5, Y at 9": X may have changed his figure, not to Y's.
            outdated = False
        if outdated and _higher(old, new) and not_earlier(old, new):
            why = f"the text calls the first figure earlier; {pair.values.why}"
            return Finding("supersede", why, turned)
    return None


def said_to_have_changed(pair: Pair) -> Finding | None:
    """A report whose words say that the toll changed updates a lower figure that is not newer."""
    for old, new, turned in _both_ways(pair):
        if _announces_change(old, new) and _higher(old, new) and not _is_range(old.value):
            return Finding(
                "supersede", f"the text says that the figure has changed; {pair.values.why}", turned
            )
    return None


def _announces_change(old: ClaimView, new: ClaimView) -> bool:
    """Whether the newer claim's words present it as a change that `old` may be the state before."""
    if old.text_of == new.text_of:
        return "updated" in new.signals and old.order < new.order
    if "retold" in new.signals:
        return False
    if not not_earlier(old, new) or not {"updated", "updated_report"} & new.signals:
        return False
    if {"updated", "updated_report"} & old.signals:
        return surely_later(old, new) or same_speaker(old, new)
    return "updated" in new.signals or surely_later(old, new)


def same_source_later(pair: Pair) -> Finding | None:
    """A source's later figure in another report replaces its own earlier one.

    On one day and without hours nothing says which of two reports is later, unless one excludes the
    other: there the higher is taken for the later, since tolls rise.
    """
    for old, new, turned in _both_ways(pair):
        if old.text_of == new.text_of or not same_speaker(old, new) or not not_earlier(old, new):
            continue
        later = surely_later(old, new)
        if isinstance(old.value, Figure) and isinstance(new.value, Figure):
            apart = pair.values.verdict == "apart"
            if (_higher(old, new) and (later or apart)) or (later and apart):
                return Finding("supersede", f"the same source, later; {pair.values.why}", turned)
        elif pair.values.verdict == "apart" and later:
            return Finding(
                "supersede", f"the same source says otherwise later; {pair.values.why}", turned
            )
    return None


def taken_since(pair: Pair) -> Finding | None:
    """“Nobody has been arrested” is overtaken by a later report of arrests.

    Arrests go on after the deed, so that whoever tells of one says that the count has changed.
    """
    for old, new, turned in _both_ways(pair):
        none = isinstance(old.value, Figure) and old.value.high == 0
        if old.aspect == "captured" and none and on_a_later_day(old, new) and _higher(old, new):
            return Finding("supersede", f"nobody until then; {pair.values.why}", turned)
    return None


def later_and_higher(pair: Pair) -> Finding | None:
    """A toll of a later day that is higher than any reading of an earlier one replaces it.

    On request only: that somebody else counts more a day later says by itself neither that the
    toll rose nor that the first count was wrong.
    """
    a, b = pair.a, pair.b
    if not isinstance(a.value, Figure) or not isinstance(b.value, Figure):
        return None
    if pair.values.verdict == "apart" and on_a_later_day(a, b) and _higher(a, b):
        return Finding("supersede", f"a later report with a higher figure; {pair.values.why}")
    return None


def agreement(pair: Pair) -> Finding | None:
    """The same content from two sources."""
    if pair.values.verdict == "equal":
        return Finding("agree", pair.values.why)
    return None


def refinement(pair: Pair) -> Finding | None:
    """Both hold, and one says more."""
    if pair.values.verdict in ("a_vaguer", "b_vaguer"):
        return Finding("refine", pair.values.why, turned=pair.values.verdict == "b_vaguer")
    return None


def contradiction(pair: Pair) -> Finding | None:
    """Both cannot hold for one moment."""
    if pair.values.verdict != "apart":
        return None
    a, b = pair.a, pair.b
    if not isinstance(a.value, Figure) and one_voice(a, b):
        # One source that names two actors or causes in one breath does not contradict itself.
        return _SILENT
    return Finding("conflict", pair.values.why)


RULES: tuple[Rule, ...] = (
    withdrawn_figure,
    corrected_by_the_outlet,
    counts_of_others,
    copied_report,
    stated_ignorance,
    passed_on_sentence,
    one_claim_of_the_deed,
    one_statement_through_many,
    one_agency_through_many,
    taken_over_by_the_outlet,
    denial,
    called_previous,
    said_to_have_changed,
    same_source_later,
    taken_since,
    later_and_higher,
    agreement,
    refinement,
    contradiction,
)
"""In order; the first that speaks decides."""


RETRACTIONS = frozenset({withdrawn_figure.__name__, corrected_by_the_outlet.__name__})
"""Rules by which an outlet takes its own words back."""


ON_REQUEST = frozenset({later_and_higher})
"""Rules that are asked only where a user wants them: see `ReconcileSettings`."""


def relate(x: ClaimView, y: ClaimView, later: bool = False) -> Relation | None:
    """The relation of two claims, or None; the same whichever is given first.

    Args:
        x: a claim.
        y: another of the same fact.
        later: a later report's higher figure updates whoever else's.
    """
    a, b = sorted((x, y), key=lambda claim: claim.sort_key)
    pair = Pair(a, b, compare(a, b))
    for rule in RULES:
        if rule in ON_REQUEST and not later:
            continue
        finding = rule(pair)
        if finding is None:
            continue
        if finding.relation is None:
            return None
        first, second = (b, a) if finding.turned else (a, b)
        return Relation(first.id, second.id, finding.relation, rule.__name__, finding.why)
    return None


def _statement_days(claim: ClaimView) -> float:
    # A number identifies a statement better than an accusation, which a source repeats at will.
    return SAME_STATEMENT_DAYS if isinstance(claim.value, Figure) else SAME_STATEMENT_DAYS / 2


def _same_content(pair: Pair) -> bool:
    a, b = pair.a, pair.b
    if a.polarity != b.polarity:
        return False
    if isinstance(a.value, Figure) and isinstance(b.value, Figure):
        return (a.value.low, a.value.high) == (b.value.low, b.value.high) or (
            pair.values.verdict == "equal"
            and a.value.low is not None
            and a.value.low == b.value.low
        )
    return pair.values.verdict == "equal"


def _higher(old: ClaimView, new: ClaimView) -> bool:
    """Whether the second figure's lower end lies above the first's."""
    if not isinstance(old.value, Figure) or not isinstance(new.value, Figure):
        return False
    floor = old.value.low if old.value.low is not None else old.value.high
    return floor is not None and new.value.low is not None and new.value.low > floor


def _is_range(value: object) -> bool:
    """Whether a figure sums several counts up as a range."""
    return isinstance(value, Figure) and None not in (value.low, value.high) and not is_exact(value)


def _both_ways(pair: Pair) -> tuple[tuple[ClaimView, ClaimView, bool], ...]:
    return ((pair.a, pair.b, False), (pair.b, pair.a, True))
