"""What the provider does not offer: functions, ephemeral resources, list resources, actions and state stores.

Terraform knows that from the schemas and does not ask; whoever asks all the same gets an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "CallFunction": "functions",
    "ValidateEphemeralResourceConfig": "ephemeral resources",
    "OpenEphemeralResource": "ephemeral resources",
    "RenewEphemeralResource": "ephemeral resources",
    "CloseEphemeralResource": "ephemeral resources",
    "ListResource": "list resources",
    "ValidateListResourceConfig": "list resources",
    "ValidateActionConfig": "actions",
    "PlanAction": "actions",
    "InvokeAction": "actions",
    "ValidateStateStoreConfig": "state stores",
    "ConfigureStateStore": "state stores",
    "ReadStateBytes": "state stores",
    "WriteStateBytes": "state stores",
    "LockState": "state stores",
    "UnlockState": "state stores",
    "GetStates": "state stores",
    "DeleteState": "state stores",
}
"""The rpcs that are refused, each with the plural of what it is about."""


async def get_functions(_: pb.GetFunctions.Request) -> pb.GetFunctions.Response:
    """There are none."""
    return pb.GetFunctions.Response()


def refusal(rpc: str) -> DiagnosticError:
    """The error for an rpc of `KINDS`."""
    kind = KINDS[rpc]
    return DiagnosticError(
        error("Not offered", f"This provider offers no {kind}: remove the block or call from the configuration.")
    )
