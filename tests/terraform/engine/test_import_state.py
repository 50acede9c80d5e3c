from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fakes.widgets import WidgetResource, widget_config
from stitch_provider.terraform.engine import import_state
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from fakes.core import Core
    from stitch_provider.terraform.engine.session import Session

TYPE = WidgetResource.type_name


@pytest.mark.parametrize(
    "given", [{"id": "1"}, {"identity": {"id": "1", "region": None}}, {"identity": {"id": "1", "region": "eu"}}]
)
async def test_an_object_is_imported_by_id_and_by_identity(core: Core, given: dict[str, Any]) -> None:
    await core.apply(**widget_config(secret_wo="hunter2"))
    state = core.state
    response = await import_state.import_state(core.session, import_state.Request(type_name=TYPE, **given))
    assert response == import_state.Response(state=state, identity={"id": "1", "region": "eu"})


@pytest.mark.parametrize(
    ("given", "summary", "path"),
    [
        ({"id": "9"}, "No such widget", ""),
        ({}, "Nothing to import", ""),
        ({"identity": {"id": None, "region": None}}, "Nothing to import", ""),
        ({"identity": {"id": None, "region": "eu"}}, "Incomplete identity", "id"),
        ({"identity": {"id": UNKNOWN, "region": "eu"}}, "Incomplete identity", "id"),
    ],
)
async def test_what_cannot_be_imported_is_an_error_that_says_why(
    session: Session, given: dict[str, Any], summary: str, path: str
) -> None:
    response = await import_state.import_state(session, import_state.Request(type_name=TYPE, **given))
    assert response.state is None
    [diagnostic] = response.diagnostics
    assert (diagnostic.summary, str(diagnostic.path)) == (summary, path)


async def test_without_an_account_an_import_is_deferred_or_refused(unconfigured: Session) -> None:
    request = import_state.Request(type_name=TYPE, id="1", deferral_allowed=True)
    response = await import_state.import_state(unconfigured, request)
    assert response.deferred is DeferredReason.PROVIDER_CONFIG_UNKNOWN
    refused = await import_state.import_state(unconfigured, import_state.Request(type_name=TYPE, id="1"))
    assert [diagnostic.summary for diagnostic in refused.diagnostics] == ["Provider is not configured"]
