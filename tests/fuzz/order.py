"""The order of Terraform: it validates a configuration before it uses it, and uses some only when they are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.message_factory import GetMessageClass

from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.protocol import from_proto
from stitch_provider.terraform.protocol.dispatch import PROVIDER
from stitch_provider.terraform.values.value import wholly_known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from google.protobuf.message import Message

    from stitch_provider.stitch.provider import StitchProvider
    from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

_VALIDATED_BY = {
    "PlanResourceChange": "ValidateResourceConfig",
    "ApplyResourceChange": "ValidateResourceConfig",
    "ReadDataSource": "ValidateDataResourceConfig",
    "OpenEphemeralResource": "ValidateEphemeralResourceConfig",
    "ListResource": "ValidateListResourceConfig",
}
"""Actions are missing: Terraform does not validate them again when values that were unknown are known."""

_OFFERED = {
    "ReadDataSource": "data_sources",
    "OpenEphemeralResource": "ephemeral_resources",
    "ListResource": "list_resources",
}


def validation(rpc: str, request: Any, provider: StitchProvider) -> tuple[str, Message] | None:
    """The rpc and the request that Terraform sends before this one, if it has a configuration that can be read."""
    if rpc not in _VALIDATED_BY or _config(rpc, request, provider) is None:
        return None
    name = _VALIDATED_BY[rpc]
    kind = GetMessageClass(PROVIDER.methods_by_name[name].input_type)
    return name, kind(type_name=request.type_name, config=request.config)


def is_never_sent(rpc: str, request: Any, provider: StitchProvider, plans: Iterable[pb.DynamicValue]) -> bool:
    """Whether Terraform sends no such request.

    It plans resources with values that are unknown, but does nothing else with them. It applies only what one of the
    `plans` of the provider contains.
    """
    if rpc not in _VALIDATED_BY or rpc == "PlanResourceChange":
        return False
    if not wholly_known(_config(rpc, request, provider)):
        return True
    return rpc == "ApplyResourceChange" and (
        _object(rpc, request, provider, "planned_state") is not None and request.planned_state not in plans
    )


def _config(rpc: str, request: Any, provider: StitchProvider) -> Any:
    return _object(rpc, request, provider, "config")


def _object(rpc: str, request: Any, provider: StitchProvider, field: str) -> Any:
    """An object in a request. None if there is none, or if it cannot be read."""
    found = getattr(provider, _OFFERED.get(rpc, "resources")).get(getattr(request, "type_name", ""))
    if found is None:
        return None
    try:
        return from_proto.to_object(getattr(request, field), found.schema.object_type, field)
    except DiagnosticError:
        return None
