"""How an existing object comes under Terraform: by identity, by id, by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.docsgen.schema import identity_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.docsgen.examples import ImportCommand
    from stitch_provider.terraform.schema.attribute import IdentitySchema

_BLOCK = "[`import` block](https://developer.hashicorp.com/terraform/language/import)"
_COMMAND = "[`terraform import` command](https://developer.hashicorp.com/terraform/cli/commands/import)"


def import_section(example: ImportCommand | str | None, identity: IdentitySchema) -> Iterator[str]:
    """The section `Import`, nothing where no example says how.

    An id consists of the identity's required attributes in their order, with slashes between them.
    """
    if example is None:
        return
    yield "## Import"
    if isinstance(example, str):
        yield example
    else:
        yield from _ways(example, identity)


def _ways(example: ImportCommand, identity: IdentitySchema) -> Iterator[str]:
    if example.remark:
        yield example.remark
    yield f"With Terraform 1.12 or newer, an {_BLOCK} takes the identity:"
    yield _terraform(example.address, f"identity = {{\n{_identity(example.id, identity)}\n  }}")
    yield identity_section(identity)
    yield f"With Terraform 1.5 or newer, an {_BLOCK} takes the id:"
    yield _terraform(example.address, f'id = "{example.id}"')
    yield f"The {_COMMAND} takes it with any version:"
    yield f"```shell\nterraform import {example.address} {example.id}\n```"


def _terraform(address: str, source: str) -> str:
    return f"```terraform\nimport {{\n  to = {address}\n  {source}\n}}\n```"


def _identity(identifier: str, identity: IdentitySchema) -> str:
    names = [name for name, attribute in identity.attributes.items() if attribute.required_for_import]
    values = identifier.split("/", maxsplit=len(names) - 1)
    width = max(map(len, names))
    return "\n".join(f'    {name:<{width}} = "{value}"' for name, value in zip(names, values, strict=True))
