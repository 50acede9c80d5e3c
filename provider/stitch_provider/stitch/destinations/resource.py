"""The resource `stitch_destination`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, Destination, RefusedError
from stitch_provider.stitch import importing
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.connections.resource import ConnectionResource
from stitch_provider.stitch.destinations import mapping
from stitch_provider.stitch.destinations.model import SCHEMA, DestinationModel
from stitch_provider.terraform.diagnostics import Diagnostic, warning
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.resource import PlanRequest, PlanResponse

_LIMIT_WORDS = ("destination limit", "at most one destination")
"""What the service says when an account has all the destinations that it may have (reference 2.4)."""

_LIMIT_ADVICE = (
    "The plan of the account limits the number of destinations: the Standard plan includes one. To replace it, "
    "remove create_before_destroy, so that the old destination is destroyed before the new one is created. To keep "
    "both, change the plan of the account."
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

    async def plan(
        self, request: PlanRequest[DestinationModel], provider: ProviderData | None
    ) -> PlanResponse[DestinationModel]:
        response = await super().plan(request, provider)
        if request.prior is not None or provider is None:
            return response
        return replace(response, diagnostics=(*response.diagnostics, *await _namesakes(provider, request.proposed)))

    def refine(self, failure: ConnectError, explanation: Explanation) -> Explanation:
        """Say what to do where the account has all the destinations that it may have."""
        if isinstance(failure, RefusedError) and any(words in failure.message for words in _LIMIT_WORDS):
            return replace(explanation, advice=_LIMIT_ADVICE)
        return explanation


async def _namesakes(provider: ProviderData, planned: DestinationModel) -> tuple[Diagnostic, ...]:
    """The warning about a destination of the same type and name as a new one, which Stitch allows.

    A process that was killed after a create and before Terraform saved the state leaves such a destination. A list that
    cannot be read shows none, as it costs only advice.
    """
    if not (isinstance(planned.name, str) and isinstance(planned.type, str)):
        return ()
    try:
        listed = await provider.connect.destinations.list()
    except ConnectError:
        return ()
    for each in listed.readable:
        if (each.type, each.name) == (planned.type, planned.name):
            text = (
                f'Destination {each.id} has the same type and the name "{planned.name}". An earlier apply that '
                "was killed may have created it. To manage it instead of creating another one, import it:"
                f"\n\n{importing.block(DestinationResource.type_name, each.id)}"
            )
            return (warning("A destination of this name exists", text, Path.of("name")),)
    return ()
