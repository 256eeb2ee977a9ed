from __future__ import annotations

import random
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.link.independence import Independence, find_dependences, roots
from rashomon.records import Dependence, Document
from rashomon.stage import AnnotatedDocument
from tests.case import MemoryCase, report

WORDS = [
    f"{a}{b}" for a in ("ka", "lo", "mi", "ne", "pu", "ra", "so", "ti") for b in "bdfgklmnprst"
]


def story(seed: int, length: int = 260) -> list[str]:
    rng = random.Random(seed)
    return [rng.choice(WORDS) for _ in range(length)]


def day(n: int) -> datetime:
    return datetime(2021, 5, n, tzinfo=UTC)


def one(documents: list[Document]) -> Dependence:
    (found,) = find_dependences(documents)
    return found


def test_verbatim_under_another_masthead() -> None:
    text = " ".join(story(1))
    found = one([report("b", text, published=day(2)), report("a", text, published=day(3))])
    assert (found.copy, found.original, found.kind, found.similarity) == ("a", "b", "verbatim", 1.0)


def test_trimmed_to_a_fifth() -> None:
    whole = story(2, 900)
    found = one(
        [
            report("whole", " ".join(whole), published=day(1)),
            report("short", " ".join(whole[:180]), published=day(1)),
        ]
    )
    assert (found.copy, found.original, found.kind) == ("short", "whole", "trimmed")


def test_new_headline_and_light_rewriting() -> None:
    words = story(3)
    changed = [("changed" if i % 17 == 0 else w) for i, w in enumerate(words)]
    found = one(
        [
            report("a", "Old head line here\n\n" + " ".join(words), title="Old head line here"),
            report("b", "Quite another one\n\n" + " ".join(changed), title="Quite another one"),
        ]
    )
    assert found.kind == "rewritten"
    assert {found.copy, found.original} == {"a", "b"}


def test_independent_reports_on_one_event_are_not_copies() -> None:
    shared = "police said three people died in the market of the old town"
    one_, two = story(4), story(5)
    one_[40:40] = shared.split()
    two[90:90] = shared.split()
    assert find_dependences([report("a", " ".join(one_)), report("b", " ".join(two))]) == ()


def test_credit_to_an_agency_whose_report_is_in_the_case() -> None:
    words = story(6, 200)
    reused = story(7, 150) + words[:36]
    found = one(
        [
            report("wire", " ".join(words), publisher="Harvane Press", published=day(1)),
            report("paper", " ".join(reused), credits=("Harvane Press",), published=day(1)),
        ]
    )
    assert (found.copy, found.original, found.kind) == ("paper", "wire", "credited")
    assert (
        find_dependences(
            [
                report("wire", " ".join(words), publisher="Harvane Press", published=day(1)),
                report("paper", " ".join(reused), credits=("Other Wire",), published=day(1)),
            ]
        )
        == ()
    )


def test_chains_end_at_one_root() -> None:
    first = story(8, 300)
    second = [("x1" if i % 14 == 0 else w) for i, w in enumerate(first)]
    third = [("x2" if i % 14 == 7 else w) for i, w in enumerate(second)]
    found = find_dependences(
        [
            report("c", " ".join(third), published=day(3)),
            report("a", " ".join(first), published=day(1)),
            report("b", " ".join(second), published=day(2)),
        ]
    )
    assert {d.copy: d.original for d in found} == {"b": "a", "c": "a"}
    assert roots(found) == {"b": "a", "c": "a"}


def test_texts_without_words_rest_on_nothing() -> None:
    texts = ["", "", "!!!", "🔥", "one", "two"]
    documents = [report(f"d{i}", t) for i, t in enumerate(texts)]
    assert find_dependences(documents) == ()


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(6)))
def test_order_does_not_matter(order: list[int]) -> None:
    base = story(9)
    documents = [
        report(f"d{i}", " ".join(base[i * 10 :] if i % 2 else story(20 + i))) for i in range(6)
    ]
    assert find_dependences([documents[i] for i in order]) == find_dependences(documents)


def test_stage_replaces_its_records() -> None:
    text = " ".join(story(1))
    case = MemoryCase([AnnotatedDocument(report(i, text)) for i in ("a", "b")])
    Independence()(case, case)
    Independence()(case, case)
    assert [d.copy for d in case.all(Dependence)] == ["b"]
