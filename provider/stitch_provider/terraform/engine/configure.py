"""Configure: the provider's configuration becomes provider data (rpcs ConfigureProvider, StopProvider)."""

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
    """The provider's configuration, values possibly unknown, and the version of the engine that sent it."""

    config: Mapping[str, Value]
    terraform_version: str


class Response(Struct, frozen=True, kw_only=True):
    """What the user should know."""

    diagnostics: tuple[Diagnostic, ...] = ()


async def configure(session: Session, request: Request) -> Response:
    """Store the provider data in the session; provider data that was there before is closed."""
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
    """Ask everything that runs to end early and to keep what it has."""
    session.stop.set()


async def shut_down(session: Session) -> None:
    """Close the provider data, if any; the session is as before the first `configure` then.

    In debug mode one process serves many commands: what was asked to stop stays so, the next command is not.
    """
    provider_data, session.provider_data, session.configuration_unknown = session.provider_data, None, False
    session.stop = asyncio.Event()
    if provider_data is not None:
        await session.provider.close(provider_data)
