"""The identity of an object. What is known of it never changes: the rule of Terraform's framework, not of its core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.nested import Object
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.resource import Resource


def identify(resource: Resource[Any, Any], instance: object, stored: Object | None = None) -> Object | None:
    """The identity of an object with the state of this model, or None if that is not known yet.

    Values of the stored identity stay as they are, except those that are null.
    """
    named = {**resource.identify(instance), **_without_nulls(stored)}
    identity = {name: named.get(name) for name in resource.identity.attributes}
    for name, attribute in resource.identity.attributes.items():
        if isinstance(identity[name], Unknown) or (attribute.required_for_import and identity[name] is None):
            return None
    return identity


async def completed(session: Session, identity: Object | None) -> Object | None:
    """The identity with what the state does not show of it, as far as the provider can find that out."""
    if identity is None or not any(value is None for value in identity.values()):
        return identity
    return await session.provider.complete_identity(session.provider_data, identity)


def _without_nulls(identity: Object | None) -> Object:
    return {name: value for name, value in (identity or {}).items() if value is not None}
