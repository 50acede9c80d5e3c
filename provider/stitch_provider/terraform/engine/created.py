"""What to do with an object whose create ended in an error after it had been saved.

Terraform and OpenTofu store it and mark it as tainted. Pulumi's bridge does not store it: it takes a create that ended
in an error for one that created nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.diagnostics import warning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.engine.nested import Object
    from stitch_provider.terraform.resource import Resource

_TAINTED = (
    "Terraform and OpenTofu keep it in the state as tainted, so the next apply replaces it. To prevent that, run "
    "`terraform untaint` or `tofu untaint`."
)


def warn_created(resource: Resource[Any, Any], identity: Object | None) -> Iterable[Diagnostic]:
    """The warning that the object exists, beside the error of the create; none where the object has no identity."""
    if identity is None:
        return
    if not resource.importable:
        yield warning("Created in spite of the error", f"The {resource.type_name} was created. {_TAINTED}")
        return
    yield warning(
        "Created in spite of the error",
        f'The {resource.type_name} was created, and its import id is "{_import_id(resource, identity)}". {_TAINTED} '
        "A tool that does not keep it, such as Pulumi, creates another one with the next apply unless you import this "
        "one before.",
    )


def _import_id(resource: Resource[Any, Any], identity: Object) -> str:
    """The required attributes of the identity with slashes between them, as on the pages of the documentation."""
    required = (name for name, attribute in resource.identity.attributes.items() if attribute.required_for_import)
    return "/".join(str(identity[name]) for name in required)
