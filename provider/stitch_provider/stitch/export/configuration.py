"""Configuration: the texts of the files that describe an account. Pure.

The texts agree with what the import of each resource finds, so that the first plan imports everything and changes
nothing. A source whose destination the service does not show, or which has several, is written without
`destination_id`. The values of credentials, which the service never shows, are variables, one for each resource that
has credentials. Their default is null, which leaves the credentials in Stitch as they are. A variable that is set is
sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.stitch.export.hcl import Block, Comment, Expression, Item, Reference, Setting, render
from stitch_provider.stitch.export.names import distinct
from stitch_provider.stitch.export.surroundings import (
    ATTRIBUTES,
    Credentials,
    provider_block,
    terraform_block,
    variable,
)
from stitch_provider.stitch.export.survey import Found
from stitch_provider.stitch.notifications.hook_address import is_hidden
from stitch_provider.stitch.redaction import HIDDEN
from stitch_provider.terraform.schema.attribute import NestedAttributes, Schema
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stitch_provider.stitch.export.survey import Survey
    from stitch_provider.terraform.schema.attribute import Attribute
    from stitch_provider.terraform.values.value import Value

_REFERENCES = {"source_id": "stitch_source", "destination_id": "stitch_destination"}


class Named(Struct, frozen=True):
    """A found object with the name of its resource."""

    name: str
    found: Found

    @property
    def address(self) -> str:
        """The address of the resource, such as `stitch_source.github`."""
        return f"{self.found.type_name}.{self.name}"

    @property
    def variable(self) -> str:
        """The name of the variable for its credentials."""
        return f"{self.name}_{self.found.type_name.removeprefix('stitch_')}_credentials"


def configuration(survey: Survey, schemas: Mapping[str, Schema], credentials: Credentials) -> Mapping[str, str]:
    """The texts of the files by their names; `schemas` are those of the resources by type name."""
    destinations = _named(survey.destinations, "destination")
    sources = _named(survey.sources, "source")
    parts = {each.name: tuple(_parts(each, survey)) for each in sources}
    hooks = tuple(each for each in survey.hooks if each.state["destination_id"] is not None)
    left_out = [each for each in survey.hooks if each not in hooks]
    named_hooks = _named(hooks, "hook")
    notifications = (*_named(survey.emails, "email"), *named_hooks)
    everything = (*destinations, *chain.from_iterable(parts.values()), *notifications)
    writer = _Writer(schemas, _references((*destinations, *sources)), credentials)
    secretive = [each for each in everything if each.found.secrets and credentials != "none"]
    files: dict[str, tuple[Item, ...]] = {
        "versions.tf": (terraform_block(credentials),),
        "provider.tf": (provider_block(survey.client_id),),
        "destinations.tf": tuple(map(writer.resource, destinations)),
        **{f"source_{name}.tf": tuple(map(writer.resource, group)) for name, group in parts.items()},
        "notifications.tf": (
            *map(_left_out, left_out),
            *((Comment(_ABOUT_HIDDEN),) if any(is_hidden(each.found.state["url"]) for each in named_hooks) else ()),
            *map(writer.resource, notifications),
        ),
        "variables.tf": _about(_ABOUT_VARIABLES, [_variable(each, credentials) for each in secretive]),
        "imports.tf": _about(_ABOUT_IMPORTS, list(map(_import, everything))),
    }
    return {name: render(items) for name, items in sorted(files.items()) if items}


_ABOUT_VARIABLES = """Credentials, which Stitch never shows. While a variable is null, Stitch keeps its credentials.
If a variable is set, the next apply sends its values, and the credentials are managed from then on."""

_ABOUT_HIDDEN = f"""{HIDDEN} stands for a part of an address that can be secret. Such a hook cannot be created again.
Set the whole address in url_wo to change that."""

_ABOUT_IMPORTS = "The first apply imports these objects into the state. Delete this file afterwards."


def _named(found: Sequence[Found], fallback: str) -> tuple[Named, ...]:
    names = distinct(((each.import_id, each.title) for each in found), fallback)
    return tuple(sorted((Named(names[each.import_id], each) for each in found), key=lambda each: each.name))


def _parts(source: Named, survey: Survey) -> Iterator[Named]:
    """A source and all that belongs to it, under its name; a source can have two tokens."""
    yield source
    for each in (*survey.selections, *survey.tokens):
        source_id, _, token_id = each.import_id.partition("/")
        if source_id == source.found.import_id:
            yield Named(f"{source.name}_{token_id}" if token_id else source.name, each)


def _about(text: str, blocks: list[Block]) -> tuple[Item, ...]:
    """Blocks under a remark; nothing without blocks."""
    return (Comment(text), *blocks) if blocks else ()


def _references(named: Iterable[Named]) -> Mapping[tuple[str, str], Reference]:
    return {(each.found.type_name, each.found.import_id): Reference(f"{each.address}.id") for each in named}


def _left_out(hook: Found) -> Comment:
    return Comment(
        f"Left out: the post-load hook {hook.import_id}. Stitch does not tell which destination it belongs to."
    )


def _import(each: Named) -> Block:
    return Block("import", (), (Setting("to", Reference(each.address)), Setting("id", each.found.import_id)))


def _variable(each: Named, credentials: Credentials) -> Block:
    noun = each.found.type_name.removeprefix("stitch_")
    listing = ", ".join(each.found.secrets)
    description = f'Credentials of the {noun} "{each.found.title}" by name: {listing}.'
    return variable(each.variable, "map(string)", description, credentials, optional=True)


def _credentials(each: Named, credentials: Credentials) -> Setting:
    """The attribute that takes the variable.

    To Terraform before 1.8 a null that is marked as sensitive differs from one that is not, as it is in an imported
    state. The attribute is sensitive by itself, so the variable's mark can go.
    """
    reference = f"var.{each.variable}"
    if credentials == "variables":
        reference = f"nonsensitive({reference})"
    return Setting(ATTRIBUTES[credentials], Reference(reference))


class _Writer(Struct, frozen=True):
    """Writes resources; `addresses` are the expressions for ids, by the type and id of what they stand for."""

    schemas: Mapping[str, Schema]
    addresses: Mapping[tuple[str, str], Reference]
    credentials: Credentials

    def resource(self, each: Named) -> Block:
        """The block of a resource."""
        attributes = self.schemas[each.found.type_name].attributes
        body = [Setting(name, value) for name, value in self._settings(attributes, each.found.state)]
        if each.found.secrets and self.credentials != "none":
            body.append(_credentials(each, self.credentials))
        return Block("resource", (each.found.type_name, each.name), tuple(body))

    def _settings(
        self, attributes: Mapping[str, Attribute], values: Mapping[str, Value]
    ) -> Iterator[tuple[str, Expression]]:
        """What a user would write to get these values: no secret, nothing that only the service sets, no default."""
        for name, attribute in attributes.items():
            value = values[name]
            settable = (attribute.required or attribute.optional) and not attribute.sensitive
            if settable and not attribute.write_only and value != attribute.default:
                expression = self._expression(attribute, value)
                reference = self.addresses.get((_REFERENCES.get(name, ""), str(value)))
                yield name, expression if reference is None else reference

    def _expression(self, attribute: Attribute, value: Value) -> Expression:
        if isinstance(attribute.type, NestedAttributes) and isinstance(value, dict):
            inner = attribute.type.attributes
            if attribute.type.nesting == "map":
                return {key: dict(self._settings(inner, each)) for key, each in sorted(value.items())}
            return dict(self._settings(inner, value))
        return _plain(value)


def _plain(value: Value) -> Expression:
    match value:
        case SetValue():
            return [_plain(each) for each in sorted(value, key=str)]
        case tuple():
            return [_plain(each) for each in value]
        case dict():
            return {name: _plain(each) for name, each in sorted(value.items()) if each is not None}
        case None | Unknown():
            raise TypeError("a state to export has neither null nor unknown elements")
        case _:
            return value  # type: ignore[return-value] # a text, boolean or number
