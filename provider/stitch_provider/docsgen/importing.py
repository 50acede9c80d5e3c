"""The section `Import` of a page: import by identity, by id and with the command."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from stitch_provider.docsgen.features import FEATURES
from stitch_provider.docsgen.schema import identity_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.docsgen.examples import ImportCommand
    from stitch_provider.terraform.schema.attribute import IdentitySchema

_BLOCK = "the [`import` block](https://developer.hashicorp.com/terraform/language/import)"
_COMMAND = "The [`terraform import` command](https://developer.hashicorp.com/terraform/cli/commands/import)"


def import_section(example: ImportCommand | str | None, identity: IdentitySchema) -> Iterator[str]:
    """The section `Import`, or nothing if no example shows an import.

    An id consists of the identity's required attributes in their order, with slashes between them.
    """
    if example is None:
        return
    yield "## Import"
    if isinstance(example, str):
        yield example
    else:
        yield from _methods(example, identity)


def _methods(example: ImportCommand, identity: IdentitySchema) -> Iterator[str]:
    if example.remark:
        yield example.remark
    yield f"With {FEATURES['import by identity'].requirement}, {_BLOCK} can be used with the attribute `identity`:"
    yield _terraform(example.address, f"identity = {{\n{_identity(example.id, identity)}\n  }}")
    yield identity_section(identity)
    yield f"In any supported version, {_BLOCK} can be used with the attribute `id`:"
    yield _terraform(example.address, f'id = "{example.id}"')
    yield (
        "If the configuration of the resource is generated (`-generate-config-out`), Terraform 1.16 and later require "
        f"`provider = {example.address.partition('_')[0]}` in the block, and OpenTofu does not. Delete that line once "
        "the resource is in the configuration. It is not accepted then."
    )
    yield f"{_COMMAND}, or `tofu import`, can be used as well:"
    yield f"```shell\nterraform import {shlex.quote(example.address)} {example.id}\n```"


def _terraform(address: str, source: str) -> str:
    return f"```terraform\nimport {{\n  to = {address}\n  {source}\n}}\n```"


def _identity(identifier: str, identity: IdentitySchema) -> str:
    names = [name for name, attribute in identity.attributes.items() if attribute.required_for_import]
    values = identifier.split("/", maxsplit=len(names) - 1)
    width = max(map(len, names))
    return "\n".join(f'    {name:<{width}} = "{value}"' for name, value in zip(names, values, strict=True))
