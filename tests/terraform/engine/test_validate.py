from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakes.widgets import Account, Widget, WidgetLookup, WidgetProvider, WidgetResource, widget_config
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.engine import validate
from stitch_provider.terraform.engine.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable

TYPE = WidgetResource.type_name


async def wrong(session: Session, config: dict[str, Any], *, write_only_allowed: bool = True) -> list[tuple[str, str]]:
    request = validate.ResourceRequest(type_name=TYPE, config=config, write_only_allowed=write_only_allowed)
    response = await validate.validate_resource(session, request)
    return [(diagnostic.summary, str(diagnostic.path)) for diagnostic in response.diagnostics]


async def test_a_valid_configuration_has_no_diagnostics(session: Session, full: dict[str, Any]) -> None:
    assert await wrong(session, full) == []


async def test_the_schema_and_the_resource_both_validate(session: Session) -> None:
    assert await wrong(session, widget_config(name="ä", color="red")) == [
        ("Deprecated attribute", "color"),
        ("Name is not ASCII", "name"),
    ]


async def test_the_resource_does_not_validate_a_configuration_without_required_attributes(session: Session) -> None:
    assert await wrong(session, widget_config(name=None, color="red")) == [("Missing attribute", "name")]


async def test_write_only_attributes_need_a_client_that_can_handle_them(session: Session) -> None:
    config = widget_config(secret_wo="x")
    assert await wrong(session, config, write_only_allowed=False) == [
        ("Write-only attribute not supported", "secret_wo")
    ]


async def test_a_provider_configuration_is_validated(session: Session) -> None:
    response = await validate.validate_provider(session, validate.ProviderRequest(config={"region": "mars"}))
    assert [diagnostic.summary for diagnostic in response.diagnostics] == ["Unknown region"]


async def test_a_data_source_configuration_is_validated(session: Session) -> None:
    request = validate.BlockRequest(type_name=WidgetLookup.type_name, config={"name": None, "ids": None})
    response = await validate.validate_data(session, request)
    assert [str(diagnostic.path) for diagnostic in response.diagnostics] == ["name"]


async def test_an_error_raised_by_the_resource_is_a_diagnostic_like_any_other() -> None:
    class Strict(WidgetResource):
        def validate(self, config: Widget) -> Iterable[Diagnostic]:
            raise DiagnosticError(error("No", f"Not {config.kind}."))

    provider = WidgetProvider(Account())
    provider.resources = {TYPE: Strict()}
    assert await wrong(Session(provider), widget_config(color="red")) == [
        ("Deprecated attribute", "color"),
        ("No", ""),
    ]
