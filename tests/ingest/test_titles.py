"""Headlines without metadata, and known headlines found in the text."""

from __future__ import annotations

import pytest

from rashomon.ingest.titles import headline, locate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two die in port blast\n\nTwo people died.", "Two die in port blast"),
        ("\r\n  Two die in port blast \r\n\r\nTwo people died.", "Two die in port blast"),
        ("# Two die in port blast\n\nTwo people died.", "Two die in port blast"),
        ("“We did not fire”\n\nThe army denied it.", "“We did not fire”"),
        ("Two people died on Monday.\n\nPolice said so.", None),
        ("Two die in port blast\nTwo people died.", None),
        ("Two die in port blast", None),
        ("3 March 2015\n\nTwo people died.", None),
        ("word " * 60 + "\n\nTwo people died.", None),
        ("", None),
    ],
)
def test_the_first_line_alone_is_a_headline(text: str, expected: str | None) -> None:
    place = headline(text)
    assert (text[slice(*place)] if place else None) == expected


def test_a_known_title_is_found_whatever_its_case_and_breaks() -> None:
    text = "REPORT\r\n\r\nTWO DIE IN\r\nPORT BLAST\r\n\r\nTwo people died."
    place = locate("Two die in port  blast", text)
    assert place is not None
    assert text[slice(*place)] == "TWO DIE IN\r\nPORT BLAST"
    assert locate("Something else", text) is None
    assert locate(" ", text) is None
