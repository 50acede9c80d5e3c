from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stitch_provider.connect.error_bodies import LONGEST_MESSAGE, ErrorFacts, read_error

LIMIT = "you are at your destination limit"
STREAMS = "invalid tap-stream-ids:  "
METADATA = "only non-discoverable metadata can be produced by the UI: "

CASES = {
    "bare string as JSON": (json.dumps(LIMIT), ErrorFacts(LIMIT)),
    "bare string as plain text": (LIMIT, ErrorFacts(LIMIT)),
    "unknown destination on PUT": ('"invalid connection id"', ErrorFacts("invalid connection id", not_found=True)),
    "unknown destination on DELETE": (
        "Unable to locate dest (17) for client (204417) to delete",
        ErrorFacts("Unable to locate dest (17) for client (204417) to delete", not_found=True),
    ),
    "unknown stream": ('"invalid stream-id: 5"', ErrorFacts("invalid stream-id: 5", not_found=True)),
    "error and data": (
        '{"error":"InvalidName","data":{"message":"non-unique name (orders)"}}',
        ErrorFacts("non-unique name (orders)", "InvalidName"),
    ),
    "error and data of an unknown source": (
        '{"error":"InvalidId","data":{"message":"source not found (7)"}}',
        ErrorFacts("source not found (7)", "InvalidId", not_found=True),
    ),
    "error and data with bad properties": (
        (
            '{"error":"InvalidProperties","data":{"message":"properties do not match schema",'
            '"bad_properties":["port","start_date"],"report_card":{"steps":[]}}}'
        ),
        ErrorFacts("properties do not match schema", "InvalidProperties", bad_properties=("port", "start_date")),
    ),
    "nested error, typed": (
        '{"error":{"type":"invalid_source","message":"Integration is deleted."}}',
        ErrorFacts("Integration is deleted.", "invalid_source", not_found=True),
    ),
    "no job for a source that is unknown": (
        '{"error":{"type":"invalid_source","message":"Unable to locate source(7) for client (204417)"}}',
        ErrorFacts("Unable to locate source(7) for client (204417)", "invalid_source", not_found=True),
    ),
    "no job for a source that is not ready": (
        '{"error":{"type":"invalid_source","message":"Not yet."}}',
        ErrorFacts("Not yet.", "invalid_source"),
    ),
    "nested error": ('{"error":{"message":"No access."}}', ErrorFacts("No access.")),
    "nested error by field": (
        '{"error":{"message":{"email_address":"Required."}}}',
        ErrorFacts("email_address: Required."),
    ),
    "code and message": (
        '{"code":"ExistingUser","message":"Already associated."}',
        ErrorFacts("Already associated.", "ExistingUser"),
    ),
    "code, message and errors": (
        '{"code":"BadRequest","message":"Invalid form data.","errors":{"partner_id":"required"}}',
        ErrorFacts("Invalid form data. partner_id: required", "BadRequest", bad_properties=("partner_id",)),
    ),
    "message only, as gateways write it": ('{"message":"Forbidden"}', ErrorFacts("Forbidden")),
    "invalid_fields": ('{"invalid_fields":"no such key"}', ErrorFacts("no such key")),
    "invalid_fields without an id": (json.dumps({"invalid_fields": STREAMS + "[nil]"}), ErrorFacts(STREAMS + "[nil]")),
    "invalid_fields with ids": (
        json.dumps({"invalid_fields": STREAMS + "[issues pulls]"}),
        ErrorFacts(STREAMS + "[issues pulls]", invalid_streams=("issues", "pulls")),
    ),
    "invalid_fields with quoted ids": (
        json.dumps({"invalid_fields": STREAMS + '["my table"]'}),
        ErrorFacts(STREAMS + '["my table"]', invalid_streams=("my table",)),
    ),
    "invalid_fields with keys of metadata": (
        json.dumps({"invalid_fields": METADATA + '#{"row-count" "is-view"}'}),
        ErrorFacts(METADATA + '#{"row-count" "is-view"}', refused_metadata=("row-count", "is-view")),
    ),
    "status word": ('{"status":"NOT FOUND"}', ErrorFacts(code="NOT FOUND", not_found=True)),
    "error only": ('{"error":"NotFound"}', ErrorFacts(code="NotFound", not_found=True)),
    "echo": (
        '{"disabled_at":"s3cret"}',
        ErrorFacts("the service does not accept the value of disabled_at", bad_properties=("disabled_at",)),
    ),
    "nothing": ("", ErrorFacts()),
    "null": ("null", ErrorFacts()),
    "a list": ("[1]", ErrorFacts()),
    "an empty object": ("{}", ErrorFacts()),
    "a page of a proxy": ("<html><body>Bad Gateway</body></html>", ErrorFacts()),
    "JSON cut off": ('{"error":{"mess', ErrorFacts()),
    "a long text": ("x" * (LONGEST_MESSAGE + 1), ErrorFacts()),
}


@pytest.mark.parametrize(("body", "facts"), CASES.values(), ids=CASES)
def test_each_family_is_read(body: str, facts: ErrorFacts) -> None:
    assert read_error(body.encode()) == facts


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "data", "message", "type", "code", "errors", "status", "invalid_fields", "x"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
)


@settings(deadline=None)
@given(st.binary() | JSON.map(lambda content: json.dumps(content).encode()))
def test_any_body_can_be_read(body: bytes) -> None:
    facts = read_error(body)
    assert facts.message is None or facts.message
    assert all(isinstance(name, str) for name in (*facts.bad_properties, *facts.invalid_streams))
