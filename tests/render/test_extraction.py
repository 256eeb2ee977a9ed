from __future__ import annotations

import jsonschema

from rashomon import codec
from rashomon.extract.sentences import Sentences
from rashomon.records import Provenance, Sentence
from rashomon.render import formats
from rashomon.render.extraction import extracted_document
from rashomon.stage import AnnotatedDocument
from tests.render.casebook import kelvane
from tests.render.small import small_book

SCHEMA = codec.schema(formats.ExtractedDocument, "rashomon extract", formats.EXTRACT_VERSION)


def with_sentences(doc: AnnotatedDocument) -> AnnotatedDocument:
    made = Provenance("sentences", "1", "0")
    return doc.with_layer(Sentence, tuple(Sentences()(doc)), made)


def test_every_document_fits_the_published_schema() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for doc in kelvane().annotated():
        payload = codec.to_json(extracted_document(doc))
        validator.validate(codec.from_json(payload, dict))
        codec.from_json(payload, formats.ExtractedDocument)


def test_a_document_without_layers_is_empty_but_whole() -> None:
    found = extracted_document(AnnotatedDocument(small_book().documents[0]))
    assert found.claims == ()
    assert found.document.path == "a.txt"


def test_an_attribution_carries_its_claims() -> None:
    found = extracted_document(with_sentences(small_book().annotated()[0]))
    police = next(c for c in found.claims if c.source and c.source.text == "police")
    assert police.cue is not None
    assert police.cue.text == "said"
    assert [assertion.aspect for assertion in police.assertions] == ["killed"]
    inner = next(c for c in found.claims if c.within)
    assert inner.within in {claim.id for claim in found.claims}


def test_the_outlets_own_claims_are_grouped_by_sentence() -> None:
    book = kelvane()
    stem = "register-correction"
    book.claim(stem, None, "date", book.claims[book.doc(stem).id][0].value, "on Thursday")
    doc = next(d for d in book.annotated() if d.document.name.startswith(stem))
    found = extracted_document(with_sentences(doc))
    own = [claim for claim in found.claims if claim.source is None]
    assert all(claim.cue is None for claim in own)
    contents = [claim.content[0].text for claim in own]
    assert "At the time of publication nine deaths had been recorded." in contents
    assert len(contents) == len(set(contents))
    assert sum(len(claim.assertions) for claim in own) == len(book.claims[doc.document.id])


def test_an_event_names_the_claims_that_tell_it() -> None:
    found = extracted_document(with_sentences(small_book().annotated()[0]))
    assert set(found.events[0].claims) <= {claim.id for claim in found.claims}
    assert found.events[0].claims
