"""Texts are read as Unicode NFC, and names are sent in the spelling of the service."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.connect.decoding import decode, decode_list, decode_stream_schema
from stitch_provider.connect.error_bodies import read_error
from stitch_provider.connect.models import MetadataChange, Source, Stream
from stitch_provider.connect.spelling import Spelled, Spellings, is_normalized, normalized

CALL = "GET /v4/sources"
CAFE, DECOMPOSED = "caf\u00e9", "cafe\u0301"

texts = st.text(st.sampled_from(["e", "\u0301", "\u00e9", '"', "\\", "<", "\u0338", "\n", "\u1100", "\u1161", "a"]))
documents = st.recursive(texts | st.none(), lambda part: st.lists(part) | st.dictionaries(texts, part), max_leaves=8)


def all_texts(content: object) -> list[str]:
    match content:
        case str():
            return [content]
        case list():
            return [text for each in content for text in all_texts(each)]
        case dict():
            return [text for pair in content.items() for each in pair for text in all_texts(each)]
    return []


@given(documents)
def test_every_text_is_normalized_and_its_spelling_kept(content: object) -> None:
    spelled: Spelled = {}
    found = normalized(content, spelled)
    assert all(unicodedata.is_normalized("NFC", text) for text in all_texts(found))
    assert all(unicodedata.normalize("NFC", spelling) == text for text, spelling in spelled.items())
    for text in all_texts(content):
        assert text.isascii() or spelled[unicodedata.normalize("NFC", text)] is not None


@given(content=documents, escaped=st.booleans())
def test_a_document_that_counts_as_normalized_is_unchanged_by_normalizing(content: object, *, escaped: bool) -> None:
    if is_normalized(json.dumps(content, ensure_ascii=escaped).encode()):
        assert normalized(content, {}) == content


@pytest.mark.parametrize("escaped", [False, True])
def test_an_answer_is_read_as_nfc(*, escaped: bool) -> None:
    body = json.dumps({"id": 1, "type": "s3", "display_name": DECOMPOSED}, ensure_ascii=escaped).encode()
    assert decode(body, Source, CALL).display_name == CAFE


def test_a_spelling_that_is_normalized_itself_comes_first() -> None:
    streams = [{"stream_id": 1, "tap_stream_id": DECOMPOSED}, {"stream_id": 2, "tap_stream_id": CAFE}]
    spelled: Spelled = {}
    decode_list(json.dumps(streams + streams[:1]).encode(), Stream, CALL, spelled)
    assert spelled == {CAFE: CAFE}


def test_fields_are_read_as_nfc_in_the_schema_and_in_the_metadata() -> None:
    schema = json.dumps({"properties": {DECOMPOSED: {"type": "string"}}})
    metadata = [{"breadcrumb": ["properties", DECOMPOSED], "metadata": {"inclusion": "available"}}]
    spelled: Spelled = {}
    found = decode_stream_schema(json.dumps({"schema": schema, "metadata": metadata}).encode(), CALL, spelled)
    assert list(found.fields) == [CAFE]
    assert found.fields[CAFE].inclusion == "available"
    assert spelled == {CAFE: DECOMPOSED}


def test_a_refusal_names_streams_as_nfc() -> None:
    body = json.dumps({"invalid_fields": f"invalid tap-stream-ids:  [{DECOMPOSED}]"}).encode()
    assert read_error(body).invalid_streams == (CAFE,)


def test_what_is_written_has_the_spelling_that_was_read_of_the_stream() -> None:
    spellings = Spellings()
    streams = [
        {"stream_id": 1, "tap_stream_id": DECOMPOSED, "metadata": {"valid-replication-keys": ["a\u0301"]}},
        {"stream_id": 2, "tap_stream_id": "orders"},
    ]
    spelled: Spelled = {}
    listed = decode_list(json.dumps(streams).encode(), Stream, CALL, spelled)
    spellings.listed(7, listed, spelled)
    spellings.described(7, 1, {"\u00f4": "o\u0302"})
    spellings.described(7, 2, {"\u00f4": "\u00f4"})
    change = (
        MetadataChange((), {"replication-key": "\u00e1", "view-key-properties": ["\u00f4", "id"], "selected": True}),
        MetadataChange(("properties", "\u00f4"), {"selected": True}),
    )
    assert spellings.restored(7, {CAFE: change, "orders": change[1:]}) == {
        DECOMPOSED: (
            MetadataChange(
                (), {"replication-key": "a\u0301", "view-key-properties": ["o\u0302", "id"], "selected": True}
            ),
            MetadataChange(("properties", "o\u0302"), {"selected": True}),
        ),
        "orders": change[1:],
    }
    assert spellings.restored(8, {CAFE: change}) == {CAFE: change}
