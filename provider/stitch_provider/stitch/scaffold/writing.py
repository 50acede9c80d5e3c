"""Writing: a starting point as HCL."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import msgspec

from stitch_provider import catalog
from stitch_provider.stitch.export.hcl import Block, Call, Comment, Expression, Item, Object, Reference, Setting, render
from stitch_provider.stitch.export.surroundings import ATTRIBUTES, provider_block, terraform_block, variable
from stitch_provider.stitch.scaffold.starting_point import documented_streams, example_streams
from stitch_provider.stitch.types.expectation import takes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stitch_provider.stitch.export.surroundings import Credentials
    from stitch_provider.stitch.scaffold.starting_point import Choice, StartingPoint

_WIDTH = 90
_WITHOUT_ACCOUNT = (
    "To try it without a Stitch account, run terraform-provider-stitch simulate in another terminal, and set the "
    "environment variables STITCH_BASE_URL and STITCH_API_TOKEN to the url and the token that it prints."
)
_OTHER_TYPES = (
    "For a second source or destination in the same configuration, run scaffold with the option --resource-only."
)
_UNSELECTED = (
    "Stitch replicates only streams that are selected. To add a selection, run scaffold with the option --streams."
)
_AUTHORIZE = "curl -X POST $STITCH_BASE_URL/_simulator/sources/ID/authorize"


def blocks(point: StartingPoint, credentials: Credentials, *, remarks: bool) -> tuple[Item, ...]:
    """The resource and the variables for its credentials.

    With `remarks`, comments explain the properties, and contain those that are optional.
    """
    secrets = [] if credentials == "none" else [each for each in point.needed if each.rule.credential]
    resource = _resource(point, secrets, credentials, remarks=remarks)
    return (*(_variable(point, each, credentials) for each in secrets), resource)


def surroundings(point: StartingPoint, credentials: Credentials) -> tuple[Item, ...]:
    """What a configuration has besides its resources, below a remark that says what to do with it."""
    rules = point.rules
    start = f"A starting point for the {rules.noun} type {rules.type}. Its values are examples: set your own."
    text = "\n".join(_wrapped(each).text for each in (start, _WITHOUT_ACCOUNT, _OTHER_TYPES))
    return (Comment(text), terraform_block(credentials), provider_block())


def next_steps(point: StartingPoint) -> tuple[Item, ...]:
    """Comments that say what a source needs besides its own resource, before it receives or replicates anything."""
    if point.rules.type == "import_api":
        token = Block(
            "resource",
            ("stitch_import_token", point.label),
            (Setting("source_id", Reference(f"{point.resource}.{point.label}.id")),),
        )
        return (Comment(f"A program that sends data needs a token. This resource creates one:\n{render((token,))}"),)
    return (_wrapped(_UNSELECTED),) if "field_selection" in point.rules.steps else ()


def selections(point: StartingPoint) -> tuple[Item, ...]:
    """The resource that selects streams: the first ones of the catalog, as an example."""
    if documented_streams(point.rules):
        about = "The first streams of the documentation, as an example."
    elif catalog.streams(point.rules.type):
        about = "Replace these examples: there is a stream for each table, collection or file."
    else:
        about = "The catalog does not contain the streams of this type."
    advice = (
        f"The data source stitch_streams lists the streams of {point.resource}.{point.label} after the first apply."
    )
    return (
        Comment(f"{about}\n{advice}"),
        Block(
            "resource",
            ("stitch_stream_selections", point.label),
            (
                Setting("source_id", Reference(f"{point.resource}.{point.label}.id")),
                Setting("streams", example_streams(point)),
            ),
        ),
    )


def text(items: Iterable[Item]) -> str:
    """The items as the text of a file."""
    return render(items)


def _variable(point: StartingPoint, secret: Choice, credentials: Credentials) -> Block:
    about = secret.meaning or f'Property "{secret.rule.name}" of the type "{point.rules.type}".'
    return variable(_variable_name(point, secret), "string", about, credentials)


def _variable_name(point: StartingPoint, secret: Choice) -> str:
    return f"{point.label}_{secret.rule.name}"


def _resource(point: StartingPoint, secrets: Sequence[Choice], credentials: Credentials, *, remarks: bool) -> Block:
    body: list[Item] = [Setting("type", point.rules.type), Setting(point.name_attribute, point.display_name)]
    if remarks and point.rules.noun == "source":
        body.append(Comment("Needed if the account has several destinations:"))
        body.append(Comment("destination_id = stitch_destination.warehouse.id"))
    properties = [each for each in point.needed if not each.rule.credential]
    values = {each.rule.name: _value(each) for each in properties}
    references: dict[str, Expression] = {
        each.rule.name: Reference(f"var.{_variable_name(point, each)}") for each in secrets
    }
    if remarks:
        optional = [each for each in point.optional if not each.rule.credential]
        if properties or optional:
            body.append(Setting("properties", Object((*_explained(properties, values), *_left_out(optional)))))
        body += _secrets(point, credentials, references)
        body += _own_client(point)
    else:
        body += [Setting("properties", Object(_settings(values)))] if values else []
        body += [Setting(ATTRIBUTES[credentials], Object(_settings(references)))] if secrets else []
    if point.frequency:
        body.append(Setting("schedule", {"frequency_minutes": point.frequency}))
    return Block("resource", (point.resource, point.label), tuple(body))


def _secrets(point: StartingPoint, credentials: Credentials, references: dict[str, Expression]) -> Iterator[Item]:
    optional = [each for each in point.optional if each.rule.credential]
    if credentials == "none" or not (references or optional):
        return
    attribute = ATTRIBUTES[credentials]
    if references:
        yield Setting(attribute, Object((*_settings(references), *_left_out(optional))))
    else:
        values = {each.rule.name: _value(each) for each in optional}
        yield Comment(f"Optional:\n{render((Setting(attribute, Object(tuple(_explained(optional, values)))),))}")


def _own_client(point: StartingPoint) -> Iterator[Item]:
    if "oauth" in point.rules.steps:
        noun = point.rules.noun
        names = ", ".join(point.rules.own_client)
        own = f" To use an OAuth client of your own instead, set all of these: {names}." if names else ""
        yield _wrapped(
            f"After the apply, open this {noun} in the Stitch web application and authorize it. Until then Stitch "
            f"cannot use it.{own}"
        )
        if noun == "source":
            yield Comment(
                f"In the simulator, this command authorizes it. Replace ID with the id of the source:\n{_AUTHORIZE}"
            )


def _settings(values: dict[str, Expression]) -> tuple[Setting, ...]:
    return tuple(Setting(name, value) for name, value in values.items())


def _explained(choices: Iterable[Choice], values: dict[str, Expression]) -> Iterator[Setting | Comment]:
    for each in choices:
        yield from _explanation(each)
        yield Setting(each.rule.name, values[each.rule.name])


def _left_out(choices: Sequence[Choice]) -> Iterator[Comment]:
    """Properties that are not set, as comments."""
    if choices:
        yield Comment("\nOptional:")
    for each in choices:
        yield from _explanation(each)
        yield Comment(render((Setting(each.rule.name, _value(each)),)))


def _explanation(choice: Choice) -> Iterator[Comment]:
    """What a property is for, and what it takes, if there is anything to say."""
    expected = takes(choice.rule.schema, choice.rule.allowed)
    notes = (
        choice.meaning,
        f"Value: {expected}." if expected != "text" else "",
        "It cannot be changed later." if choice.rule.immutable else "",
    )
    remark = " ".join(filter(None, notes))
    if remark:
        yield _wrapped(remark)


def _wrapped(remark: str) -> Comment:
    return Comment("\n".join(textwrap.wrap(remark, _WIDTH, break_long_words=False, break_on_hyphens=False)))


def _value(choice: Choice) -> Expression:
    """The value of a property. Lists and objects are written with `jsonencode`."""
    if choice.value.startswith(("[{", "{", '["')):
        return Call("jsonencode", msgspec.json.decode(choice.value))
    return choice.value
