"""What the provider does not offer: state stores.

Terraform knows that from the schemas and does not ask; whoever asks all the same gets an answer.
"""

from __future__ import annotations

from stitch_provider.terraform.diagnostics import DiagnosticError, error

RPCS = frozenset(
    {
        "ValidateStateStoreConfig",
        "ConfigureStateStore",
        "ReadStateBytes",
        "WriteStateBytes",
        "LockState",
        "UnlockState",
        "GetStates",
        "DeleteState",
    }
)
"""The rpcs that are refused."""


def refusal() -> DiagnosticError:
    """The error for an rpc of `RPCS`."""
    return DiagnosticError(
        error("Not offered", "This provider offers no state stores: remove the block from the configuration.")
    )
