"""Text credits apart from picture credits and attributions."""

from __future__ import annotations

import pytest

from rashomon.ingest.credits import find_credits
from rashomon.records import Dateline, Span

BODY = "Two people died in the port of Harvane on Monday, the harbour police said."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Blast in port\n\nBy AFP\n\n{BODY}", ("AFP",)),
        (f"Blast in port\n\nAssociated Press\n\n{BODY}", ("Associated Press",)),
        (f"{BODY} (Reuters)", ("Reuters",)),
        (f"{BODY}\n\n(AP/Reuters)", ("AP", "Reuters")),
        (f"{BODY}\n\nSource: AFP", ("AFP",)),
        (f"{BODY}\n\nSource: The Norvia Herald", ("The Norvia Herald",)),
        (f"{BODY}\n\n— with agency reports", ("agency reports",)),
        (f"{BODY}\n\nWith additional reporting by Reuters and AP", ("Reuters", "AP")),
        (f"{BODY}\n\n(With inputs from PTI)", ("PTI",)),
        (f"{BODY}\n\nAgence France-Presse contributed to this report.", ("Agence France-Presse",)),
        (f"{BODY}\n\nThis story was provided by Norvia Press.", ("Norvia Press",)),
        (f"{BODY} — AFP", ("AFP",)),
        (f"{BODY} (Elso Wire)", ("Elso Wire",)),
        (f"Blast in port\n\nBy Elso News Agency\n\n{BODY}", ("Elso News Agency",)),
    ],
)
def test_credits_are_found(text: str, expected: tuple[str, ...]) -> None:
    assert find_credits(text, None) == expected


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"A policeman at the port gate. (Reuters)\n\n{BODY}",
        f"{BODY} (Photo: AFP)",
        f"{BODY} (AP Photo/Ada Brel)",
        f"{BODY}\n\nPhoto: Reuters",
        "The minister told Reuters that he knew nothing.",
        "According to AFP two people died.",
        f"{BODY}\n\nAda Brel contributed to this report.",
        f"{BODY[:-1]} (the Harvane Port Authority).",
        f"{BODY[:-1]}, as did the Northern Front (NF)",
        f"A gate. (Elso Wire)\n\n{BODY}",
        f"{BODY} (the port lies in the north)",
        "",
    ],
)
def test_pictures_and_attributions_are_no_credits(text: str) -> None:
    assert find_credits(text, None) == ()


def test_a_dateline_and_an_agency_author_are_credits_once() -> None:
    dateline = Dateline(Span("doc_1", 0, 5), agency="Norvia Press")
    assert find_credits(f"{BODY} (AFP)", dateline, author="afp") == ("afp", "Norvia Press")


def test_a_long_text_costs_little() -> None:
    find_credits("with reports A " * 200_000, None)
    find_credits("(" * 500_000, None)
    find_credits("A" * 500_000, None)
