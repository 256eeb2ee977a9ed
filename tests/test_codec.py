"""Every record survives both codecs, and the same record gives the same bytes."""

from __future__ import annotations

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rashomon.codec import from_bytes, from_json, schema, to_bytes, to_json, to_json_pretty
from rashomon.records import Claim, Figure, Span
from tests.records.strategies import RECORDS, of

_FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@_FEW
def test_records_survive_both_codecs(kind: type[msgspec.Struct], data: st.DataObject) -> None:
    record = data.draw(of(kind))
    assert from_bytes(to_bytes(record), kind) == record
    assert from_json(to_json(record), kind) == record
    assert from_json(to_json_pretty(record), kind) == record
    assert to_bytes(from_bytes(to_bytes(record), kind)) == to_bytes(record)
    assert to_json(from_json(to_json(record), kind)) == to_json(record)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_records_fit_their_schema(kind: type[msgspec.Struct], data: st.DataObject) -> None:
    shape = schema(kind, kind.__name__, "1.0")
    jsonschema.Draft202012Validator.check_schema(shape)
    jsonschema.validate(msgspec.json.decode(to_json(data.draw(of(kind)))), shape)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        from_json(b'{"document":"doc_1","start":0,"end":1,"colour":"red"}', Span)


def test_a_broken_invariant_is_refused_on_decoding() -> None:
    with pytest.raises(msgspec.ValidationError, match="0 <= start < end"):
        from_json(b'{"document":"doc_1","start":4,"end":4}', Span)


def test_the_kind_of_a_value_survives_in_a_claim() -> None:
    claim = Claim(
        id="clm_1",
        document="doc_1",
        aspect="killed",
        value=Figure(low=2, high=None, qualifier="at least"),
        evidence=(Span("doc_1", 0, 5),),
    )
    assert from_json(to_json(claim), Claim).value == Figure(2, None, "at least")
