"""Checks answers: their values fit the schemas, and they contain no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fuzz.account import TOKEN
from stitch_provider.terraform.protocol.stubs.tfplugin6_pb2 import DynamicValue, ResourceIdentityData
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.codec_error import CodecError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.stitch.provider import StitchProvider
    from stitch_provider.terraform.values.types import Type

_IMPORTED = "imported_resources"


def problems(rpc: str, request: Any, response: Any, provider: StitchProvider) -> Iterator[str]:
    """What is wrong with an answer. `request` is None if its bytes were no message."""
    if TOKEN.encode() in response.SerializeToString():
        yield "the answer contains the API token"
    parts = [response, *getattr(response, _IMPORTED, ())]
    for part in parts:
        for field, inner in part.ListFields():
            value = inner.identity_data if isinstance(inner, ResourceIdentityData) else inner
            if isinstance(value, DynamicValue):
                kind = _kind(rpc, request, provider, of_identity=inner is not value)
                yield from _value_problems(field.name, value, kind, request)


def _value_problems(name: str, value: DynamicValue, kind: Type | None, request: Any) -> Iterator[str]:
    if not value.ByteSize() or value in _values(request):
        return  # After an error, Terraform gets back the value that it has sent, or none.
    if kind is None:
        yield f"{name} is set, though there is no schema for it"
        return
    try:
        msgpack.decode(value.msgpack, kind)
    except CodecError as cause:
        yield f"{name} does not fit the schema: {cause.message[:200]}"


def _values(request: Any) -> list[DynamicValue]:
    """All values in a request."""
    found = [] if request is None else [value for _, value in request.ListFields()]
    identities = [value.identity_data for value in found if isinstance(value, ResourceIdentityData)]
    return [value for value in found if isinstance(value, DynamicValue)] + identities


def _kind(rpc: str, request: Any, provider: StitchProvider, *, of_identity: bool) -> Type | None:
    """The type of the values in an answer, or None if the request does not name a type."""
    names = (getattr(request, field, "") for field in ("type_name", "target_type_name", "name"))
    offered: Any = {
        "ReadDataSource": provider.data_sources,
        "OpenEphemeralResource": provider.ephemeral_resources,
        "CallFunction": provider.functions,
    }.get(rpc, provider.resources)
    found: Any = offered.get(next(filter(None, names), ""))
    if found is None:
        return None
    schema = None if rpc == "CallFunction" else found.identity if of_identity else found.schema
    kind: Type = found.return_type if schema is None else schema.object_type
    return kind
