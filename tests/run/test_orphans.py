"""A person's judgement after its records are gone."""

from __future__ import annotations

from datetime import UTC, datetime

from rashomon.records import Judgement
from rashomon.run.orphans import orphaned
from tests.render.small import small_book

AT = datetime(2024, 3, 4, tzinfo=UTC)


def test_a_judgement_on_what_is_gone_is_told_and_not_moved() -> None:
    view = small_book().view()
    documents = sorted(doc.document.id for doc in view.documents())
    standing = Judgement(documents[0], documents[1], "different", "A. Coder", AT)
    lost = Judgement(documents[0], "doc_0000000000000000", "same", "A. Coder", AT)
    assert list(orphaned(view, ())) == []
    (problem,) = orphaned(view, (standing, lost))
    assert "doc_0000000000000000 is no longer in the case" in problem.message
    assert "A. Coder" in problem.message
