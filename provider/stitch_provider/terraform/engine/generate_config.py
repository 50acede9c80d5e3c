"""Generate the configuration for a state (rpc GenerateResourceConfig)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic
from stitch_provider.terraform.engine.nested import change_objects
from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.nested import Object
    from stitch_provider.terraform.engine.plan_modifiers import Level
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """A state to generate a configuration for."""

    type_name: str
    state: Mapping[str, Value] | None


class Response(Struct, frozen=True, kw_only=True):
    """A configuration, in which null means that the attribute is left out."""

    config: Mapping[str, Value] | None
    diagnostics: tuple[Diagnostic, ...] = ()


async def generate_config(session: Session, request: Request) -> Response:
    """Generate the configuration for the state."""
    resource = session.resource(request.type_name)
    return Response(config=None if request.state is None else _configurable(resource.schema, request.state))


def _configurable(level: Level, state: Object) -> Object:
    """The state without secrets and without attributes that a configuration cannot set."""
    config = dict(state)
    for name, attribute in level.attributes.items():
        settable = attribute.required or attribute.optional
        if not settable or attribute.write_only or attribute.sensitive:
            config[name] = None
        elif isinstance(attribute.type, NestedAttributes):
            config[name] = change_objects(attribute.type, config[name], (), _configurable)
    return config
