"""Ids in tests of Terraform that mock the provider: only validation uses the real one, with ids of eight letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fakes.core import fill
from stitch.workspace import SimulatedAccount, Workspace
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.engine import plan_action, validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stitch_provider.terraform.diagnostics import Diagnostic

MOCKED = "vk2xq8ab"

RESOURCES = [
    ("stitch_source", {"type": "import_api", "display_name": "Feed"}, "destination_id"),
    ("stitch_stream_selection", {"stream": "orders"}, "source_id"),
    ("stitch_stream_selections", {"streams": {}}, "source_id"),
    ("stitch_import_token", {}, "source_id"),
    ("stitch_replication_job", {}, "source_id"),
    ("stitch_post_load_hook", {"url": "https://hooks.acme.example"}, "destination_id"),
]
DATA_SOURCES = [
    ("stitch_source", {}, "id"),
    ("stitch_destination", {}, "id"),
    ("stitch_streams", {}, "source_id"),
    ("stitch_stream", {"stream": "orders"}, "source_id"),
    ("stitch_connection_check", {}, "destination_id"),
    ("stitch_extractions", {}, "source_id"),
    ("stitch_loads", {}, "source_id"),
    ("stitch_import_tokens", {}, "source_id"),
    ("stitch_post_load_hooks", {}, "destination_id"),
]
ACTIONS = ["stitch_start_replication", "stitch_stop_replication"]
LISTS = [
    ("stitch_stream_selection", "source_id"),
    ("stitch_stream_selections", "source_id"),
    ("stitch_import_token", "source_id"),
    ("stitch_post_load_hook", "destination_id"),
]


def seen(found: Sequence[Diagnostic]) -> list[tuple[Severity, str, str]]:
    return [(each.severity, each.summary, str(each.path)) for each in found]


@pytest.mark.parametrize(("type_name", "config", "name"), RESOURCES)
async def test_of_a_resource_a_malformed_id_is_a_warning_when_validated_and_an_error_when_planned(
    account: SimulatedAccount, type_name: str, config: dict[str, Any], name: str
) -> None:
    workspace, config = Workspace(account, type_name), config | {name: MOCKED}
    assert seen(await workspace.validate(**config)) == [(Severity.WARNING, "Malformed id", name)]
    assert seen((await workspace.plan(**config)).diagnostics) == [(Severity.ERROR, "Malformed id", name)]
    assert await account.calls() == []


@pytest.mark.parametrize(("type_name", "config", "name"), DATA_SOURCES)
async def test_of_a_data_source_a_malformed_id_is_a_warning_when_validated_and_an_error_when_read(
    account: SimulatedAccount, type_name: str, config: dict[str, Any], name: str
) -> None:
    config |= {name: MOCKED}
    schema = account.session.provider.data_sources[type_name].schema
    request = validate.BlockRequest(type_name=type_name, config=fill(schema.attributes, config))
    validated = await validate.validate_data(account.session, request)
    assert seen(validated.diagnostics) == [(Severity.WARNING, "Malformed id", name)]
    read = await account.read_data(type_name, **config)
    assert seen(read.diagnostics) == [(Severity.ERROR, "Malformed id", name)]
    assert await account.calls() == []


@pytest.mark.parametrize(("type_name", "name"), LISTS)
async def test_of_a_list_resource_a_malformed_id_is_a_warning_when_validated_and_an_error_when_listed(
    account: SimulatedAccount, type_name: str, name: str
) -> None:
    schema = account.session.provider.list_resources[type_name].schema
    request = validate.BlockRequest(type_name=type_name, config=fill(schema.attributes, {name: MOCKED}))
    validated = await validate.validate_list(account.session, request)
    assert seen(validated.diagnostics) == [(Severity.WARNING, "Malformed id", name)]
    (event,) = await account.query(type_name, **{name: MOCKED})
    assert seen(event.diagnostics) == [(Severity.ERROR, "Malformed id", name)]
    assert await account.calls() == []


@pytest.mark.parametrize("type_name", ACTIONS)
async def test_of_an_action_a_malformed_id_is_a_warning_when_validated_and_an_error_when_planned(
    account: SimulatedAccount, type_name: str
) -> None:
    config = fill(account.session.provider.actions[type_name].schema.attributes, {"source_id": MOCKED})
    request = validate.BlockRequest(type_name=type_name, config=config)
    validated = await validate.validate_action(account.session, request)
    assert seen(validated.diagnostics) == [(Severity.WARNING, "Malformed id", "source_id")]
    planned = await plan_action.plan_action(account.session, plan_action.Request(type_name=type_name, config=config))
    assert seen(planned.diagnostics) == [(Severity.ERROR, "Malformed id", "source_id")]
    assert await account.calls() == []


async def test_of_an_ephemeral_resource_a_malformed_id_is_an_error_when_opened(account: SimulatedAccount) -> None:
    opened = await account.open("stitch_import_token", source_id=MOCKED)
    assert seen(opened.diagnostics) == [(Severity.ERROR, "Malformed id", "source_id")]
    assert await account.calls() == []


async def test_of_the_provider_a_malformed_id_is_a_warning_when_validated(account: SimulatedAccount) -> None:
    schema = account.session.provider.schema
    request = validate.ProviderRequest(config=fill(schema.attributes, {"client_id": MOCKED}))
    validated = await validate.validate_provider(account.session, request)
    assert seen(validated.diagnostics) == [(Severity.WARNING, "Malformed id", "client_id")]
