"""List the existing objects of a type (rpc ListResource)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.engine.binding import state_of
from stitch_provider.terraform.engine.outcome import known_object, left_unknown
from stitch_provider.terraform.engine.unconfigured import not_configured
from stitch_provider.terraform.engine.validate import check_late
from stitch_provider.terraform.resource import ListRequest
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.value import Value, known

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.resource import Listed, Resource


class Request(Struct, frozen=True, kw_only=True):
    """A list block, which is wholly known, and the maximum number of objects, or 0 for all of them."""

    type_name: str
    config: Mapping[str, Value]
    include_resource: bool
    limit: int


class Event(Struct, frozen=True, kw_only=True):
    """An object that was found. Without identity and name, the event has diagnostics only."""

    display_name: str = ""
    identity: Mapping[str, Value] | None = None
    state: Mapping[str, Value] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def list_resource(session: Session, request: Request) -> AsyncGenerator[Event, None]:
    """Yield the objects as they are found. Errors are the last event.

    Terraform stops reading at the limit and says nothing of it. The event of the last object that the limit allows is
    therefore held back until it is clear whether there are more objects, and warns if there are. It also warns, instead
    of an error that Terraform would not read, if the search for more fails.
    """
    listing = session.list_resource(request.type_name)
    resource = session.resource(request.type_name)
    wanted = ListRequest(
        config=bind(listing.model, request.config), include_resource=request.include_resource, limit=request.limit
    )
    found, held = 0, None
    try:
        if session.provider_data is None:
            raise not_configured()
        check_late(listing, request.config)
        await session.provider.check_target(session.provider_data, request.type_name)
        async with aclosing(listing.list(wanted, session.provider_data)) as objects:
            async for each in objects:
                if held is not None:
                    held = _warning_of(held, _cut_off(request))
                    break
                event, found = _event(resource, each), found + 1
                if found == request.limit:
                    held = event
                else:
                    yield event
    except DiagnosticError as refused:
        if held is None:
            yield Event(diagnostics=refused.diagnostics)
        else:
            held = _warning_of(held, *(_not_searched(request, each) for each in refused.diagnostics))
    if held is not None:
        yield held


def _event(resource: Resource[Any, Any], listed: Listed[Any]) -> Event:
    identity = {name: listed.identity.get(name) for name in resource.identity.attributes}
    missing = [
        name
        for name, attribute in resource.identity.attributes.items()
        if attribute.required_for_import and not known(identity[name])
    ]
    if missing:
        return Event(diagnostics=(_incomplete(listed, missing),))
    state = None if listed.state is None else state_of(resource, listed.state)
    return Event(
        display_name=listed.display_name,
        identity=known_object(identity),
        state=None if state is None else known_object(state),
        diagnostics=(*listed.diagnostics, *(() if state is None else left_unknown(state, "listing"))),
    )


def _cut_off(request: Request) -> Diagnostic:
    return warning(
        "More objects than the limit",
        f"There are more objects of type {request.type_name} than limit allows ({request.limit}). The others are not "
        "listed. Increase limit in the list block to list them all. Its default is 100.",
    )


def _not_searched(request: Request, refused: Diagnostic) -> Diagnostic:
    return warning(
        "There may be more objects than the limit",
        f"The limit of objects of type {request.type_name} is reached ({request.limit}). Whether there are more is not "
        f"known, because the search for them failed: {refused.summary}. {refused.detail}",
        refused.path,
    )


def _warning_of(event: Event, *warnings: Diagnostic) -> Event:
    return replace(event, diagnostics=(*event.diagnostics, *warnings))


def _incomplete(listed: Listed[Any], missing: list[str]) -> Diagnostic:
    return error(
        "Provider listed an object without identity",
        f'The identity of "{listed.display_name}" lacks {", ".join(missing)}. This is a bug in the provider: please '
        "report it.",
    )
