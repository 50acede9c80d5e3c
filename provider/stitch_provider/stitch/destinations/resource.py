"""The resource `stitch_destination`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import Destination, RefusedError
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.connections.resource import ConnectionResource
from stitch_provider.stitch.destinations import mapping
from stitch_provider.stitch.destinations.model import SCHEMA, DestinationModel

if TYPE_CHECKING:
    from stitch_provider.connect import ConnectError
    from stitch_provider.stitch.explaining import Explanation

_LIMIT_WORDS = ("destination limit", "at most one destination")
"""What the service says when an account has all the destinations that it may have (reference 2.4)."""

_LIMIT_ADVICE = (
    "The plan of the account limits the number of destinations: the Standard plan includes one. To replace it, "
    "remove create_before_destroy, so that Terraform destroys the old destination before it creates the new one. "
    "To keep both, change the plan of the account."
)


class DestinationResource(ConnectionResource[DestinationModel, Destination]):
    """A destination: create, read, update, delete, import."""

    type_name = "stitch_destination"
    schema = SCHEMA
    identity = identity("destination")
    model = DestinationModel
    noun = "destination"
    mapper = mapping

    def label(self, model: DestinationModel) -> str:
        return f'destination "{model.name}"' if isinstance(model.name, str) else f"destination of type {model.type}"

    def refine(self, failure: ConnectError, explanation: Explanation) -> Explanation:
        """Say what to do where the account has all the destinations that it may have."""
        if isinstance(failure, RefusedError) and any(words in failure.message for words in _LIMIT_WORDS):
            return replace(explanation, advice=_LIMIT_ADVICE)
        return explanation
