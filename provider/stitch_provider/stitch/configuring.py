"""Creates the provider data from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider import __version__
from stitch_provider.connect import Connect
from stitch_provider.stitch.configuration import API_TOKEN, complete, problems
from stitch_provider.stitch.explaining import explaining
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.terraform.diagnostics import DiagnosticError, has_error
from stitch_provider.terraform.resource import ConfigureResponse

if TYPE_CHECKING:
    from stitch_provider.stitch.configuration import ProviderModel
    from stitch_provider.terraform.resource import ConfigureRequest


def configure(request: ConfigureRequest[ProviderModel], transport: Any) -> ConfigureResponse[ProviderData]:
    """Complete and check the configuration. Calls nothing, as a plan may need no call at all.

    `transport` is an httpx transport, or None for the network.
    """
    settings = complete(request.config)
    if settings is None:
        return ConfigureResponse(provider_data=None)
    found = tuple(problems(request.config, settings))
    if has_error(found):
        raise DiagnosticError(*found)
    with explaining("use the API access token", path=API_TOKEN, secrets=settings.secrets):
        service = Connect.to(
            settings.base_url,
            token=settings.api_token,
            user_agent=_user_agent(request.terraform_version),
            stop=request.stop,
            limits=settings.network.limits(),
            ca_bundle=settings.network.ca_bundle,
            transport=transport,
        )
    provider = ProviderData(
        service,
        settings.client_id,
        settings.partner,
        settings.region,
        has_token=settings.api_token is not None,
        secrets=settings.secrets,
    )
    return ConfigureResponse(provider_data=provider, diagnostics=found)


def _user_agent(engine_version: str) -> str:
    """The name of the provider, and the version of the engine if there is one. Which engine it is, is not known."""
    engine = f" (Terraform or OpenTofu {engine_version})" if engine_version else ""
    return f"terraform-provider-stitch/{__version__}{engine}"
