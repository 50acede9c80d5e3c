"""Whatever the provider asks the service for, a failure is explained in the same way and shows no secret.

So is a missing token, which is an error only where something calls the service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch import stored_states
from stitch.workspace import SimulatedAccount, Workspace, simulated
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.engine import read, upgrade
from stitch_provider.terraform.engine.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from stitch_provider.terraform.diagnostics import Diagnostic

REFUSED_TOKEN = "ac_refused/token+of=tests"
PROVIDER = StitchProvider()

READ_WITHOUT_A_CALL = frozenset({"stitch_account", "stitch_region"})
"""Stitch shows an account only while it is created, and no region."""

LOOKUPS: Mapping[str, Mapping[str, Any]] = {
    "stitch_connection_check": {"source_id": "731905"},
    "stitch_destination": {"id": "581220"},
    "stitch_destination_type": {"type": "postgres"},
    "stitch_extraction_log": {"job_name": "204417.731905.sync.made-up"},
    "stitch_import_tokens": {"source_id": "731905"},
    "stitch_source": {"name": "shop"},
    "stitch_source_type": {"type": "platform.github"},
    "stitch_stream": {"source_id": "731905", "stream": "issues"},
    "stitch_streams": {"source_id": "731905"},
}
"""What data sources need to be configured with."""

EPHEMERAL: Mapping[str, Mapping[str, Any]] = {"stitch_import_token": {"source_id": "731905"}, "stitch_session": {}}


@pytest.fixture(params=[REFUSED_TOKEN, None], ids=["refused", "missing"])
async def account(request: pytest.FixtureRequest) -> AsyncIterator[SimulatedAccount]:
    async with simulated(api_token=request.param) as connected:
        yield connected


def explained(account: SimulatedAccount, diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Whether there is one error, which says what failed, what the service said and what to do."""
    (diagnostic,) = diagnostics
    summary, said = (
        ("No API access token", "The provider's attribute api_token is not set")
        if account.api_token is None
        else ("Could not ", "Stitch does not accept the API access token")
    )
    return (
        diagnostic.severity.name == "ERROR"
        and diagnostic.summary.startswith(summary)
        and diagnostic.detail.startswith(said)
        and "STITCH_API_TOKEN" in diagnostic.detail
        and REFUSED_TOKEN not in str(diagnostic)
    )


async def stored(type_name: str) -> dict[str, Any]:
    """The state of a resource as an apply stored it."""
    early = stored_states.of(type_name)
    request = upgrade.Request(type_name=type_name, version=early.schema_version, json=early.json)
    state = (await upgrade.upgrade_state(Session(PROVIDER), request)).value
    assert state is not None
    return dict(state)


@pytest.mark.parametrize("type_name", sorted(PROVIDER.data_sources.keys() - READ_WITHOUT_A_CALL))
async def test_a_data_source_explains_a_failed_call(account: SimulatedAccount, type_name: str) -> None:
    assert explained(account, (await account.read_data(type_name, **LOOKUPS.get(type_name, {}))).diagnostics)


@pytest.mark.parametrize("type_name", sorted(PROVIDER.list_resources))
async def test_a_list_resource_explains_a_failed_call(account: SimulatedAccount, type_name: str) -> None:
    (event,) = await account.query(type_name)
    assert explained(account, event.diagnostics)


@pytest.mark.parametrize("type_name", sorted(PROVIDER.ephemeral_resources))
async def test_an_ephemeral_resource_explains_a_failed_call(account: SimulatedAccount, type_name: str) -> None:
    assert explained(account, (await account.open(type_name, **EPHEMERAL[type_name])).diagnostics)


@pytest.mark.parametrize("type_name", sorted(PROVIDER.resources.keys() - READ_WITHOUT_A_CALL))
async def test_a_resource_explains_a_failed_read(account: SimulatedAccount, type_name: str) -> None:
    request = read.Request(type_name=type_name, state=await stored(type_name))
    assert explained(account, (await read.read(account.session, request)).diagnostics)


@pytest.mark.parametrize("type_name", sorted(PROVIDER.list_resources))
async def test_a_resource_explains_a_failed_import(account: SimulatedAccount, type_name: str) -> None:
    imports = {"stitch_import_token": "731905/88120", "stitch_stream_selection": "731905/issues"}
    assert explained(account, await Workspace(account, type_name).import_state(imports.get(type_name, "731905")))


@pytest.mark.parametrize("type_name", sorted(PROVIDER.list_resources))
async def test_a_resource_explains_a_failed_destroy_and_keeps_its_state(
    account: SimulatedAccount, type_name: str
) -> None:
    state = await stored(type_name)
    resource = Workspace(account, type_name, state=state)
    assert explained(account, await resource.destroy())
    assert resource.state == state


@pytest.mark.parametrize("type_name", sorted(PROVIDER.list_resources.keys() | {"stitch_replication_job"}))
async def test_without_a_token_nothing_is_planned(type_name: str) -> None:
    async with simulated(api_token=None) as account:
        state = await stored(type_name)
        written = PROVIDER.resources[type_name].schema.attributes.items()
        config = {name: state[name] for name, attribute in written if attribute.required or attribute.optional}
        created = await Workspace(account, type_name).plan(**config)
        assert explained(account, created.diagnostics)
        assert await account.calls() == []
