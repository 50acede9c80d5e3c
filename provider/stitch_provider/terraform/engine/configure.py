"""Configure the provider: create its provider data (rpcs ConfigureProvider and StopProvider)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.resource import ConfigureRequest
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.value import Value, wholly_known

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """The provider's configuration, whose values can be unknown, and the version of Terraform."""

    config: Mapping[str, Value]
    terraform_version: str


class Response(Struct, frozen=True, kw_only=True):
    """The diagnostics."""

    diagnostics: tuple[Diagnostic, ...] = ()


async def configure(session: Session, request: Request) -> Response:
    """Store the provider data in the session, and close the provider data of an earlier configuration."""
    await shut_down(session)
    provider = session.provider
    try:
        configured = await provider.configure(
            ConfigureRequest(
                config=bind(provider.model, request.config),
                stop=session.stop,
                terraform_version=request.terraform_version,
            )
        )
    except DiagnosticError as refused:
        return Response(diagnostics=refused.diagnostics)
    session.provider_data = configured.provider_data
    session.configuration_unknown = configured.provider_data is None and not wholly_known(request.config)
    return Response(diagnostics=configured.diagnostics)


def stop(session: Session) -> None:
    """Ask running operations to end early and to save what they have reached."""
    session.stop.set()
    session.stopped_by_host.set()


async def shut_down(session: Session) -> None:
    """Close the provider data, if any. The session is then as it was before the first `configure`.

    A new event for `stop` keeps operations of the earlier configuration stopped, and lets those of the next one run.
    """
    provider_data, session.provider_data, session.configuration_unknown = session.provider_data, None, False
    session.stop = asyncio.Event()
    if provider_data is not None:
        await session.provider.close(provider_data)
