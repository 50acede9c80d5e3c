"""What an error of a create says about the object, which not every engine keeps in its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakes.core import Core
from fakes.widgets import Account, WidgetResource, widget_config, widget_processes
from stitch_provider.terraform.diagnostics import DiagnosticError, Severity, error
from stitch_provider.terraform.schema.attribute import IdentityAttribute, IdentitySchema
from stitch_provider.terraform.values.types import STRING

if TYPE_CHECKING:
    from fakes.widgets import Widget
    from stitch_provider.terraform.diagnostics import Diagnostic

REFUSED = error("No", "Not so.")


class InAStore(WidgetResource):
    """A widget that its store and its id identify."""

    identity = IdentitySchema(
        attributes={
            "store": IdentityAttribute(type=STRING, description="Store."),
            **WidgetResource.identity.attributes,
        }
    )

    def identify(self, state: Widget) -> dict[str, Any]:
        return {"store": "main", "id": state.id, "region": "eu"}


class Unimportable(WidgetResource):
    importable = False


async def refused(resource: WidgetResource, account: Account, **config: Any) -> tuple[Diagnostic, ...]:
    """What an apply says whose create fails after the object was saved."""
    processes = await widget_processes(account, resource)
    account.fail["create after save"] = DiagnosticError(REFUSED)
    diagnostics = await Core(processes, resource.type_name).apply(**widget_config(**config))
    await processes.stop()
    return diagnostics


async def test_an_error_after_a_create_says_how_to_keep_and_how_to_import_the_object(account: Account) -> None:
    first, created = await refused(InAStore(), account)
    assert (first, created.severity) == (REFUSED, Severity.WARNING)
    for part in ('import id is "main/1"', "`terraform untaint` or `tofu untaint`", "Pulumi"):
        assert part in created.detail


async def test_an_object_that_cannot_be_imported_is_not_to_be_imported(account: Account) -> None:
    _, created = await refused(Unimportable(), account)
    assert "untaint" in created.detail
    assert "import" not in created.detail


async def test_an_error_before_anything_was_created_has_no_warning_about_the_object(
    core: Core, account: Account
) -> None:
    account.fail["create"] = DiagnosticError(REFUSED)
    assert await core.apply(**widget_config()) == (REFUSED,)


async def test_an_error_of_an_update_has_no_warning_about_the_object(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    account.fail["update after save"] = DiagnosticError(REFUSED)
    assert await core.apply(**widget_config(color="red")) == (REFUSED,)
