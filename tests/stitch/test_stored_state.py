"""States that Terraform stored with this provider are read by every later version of it.

`stored_states/<type>.<version>.json` is an instance out of the state of Terraform 1.15, as the provider wrote it with
that version of the type's schema. A file is never changed: what the schema no longer has is dropped when it is read. A
schema that can no longer read it needs another version and an upgrade.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import Workspace, simulated
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.engine import move, upgrade
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values import json as values_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.terraform.schema.attribute import Attribute

STORED = Path(__file__).with_name("stored_states")
NO_LONGER_STORED = {
    "stitch_destination": {"current_step", "fully_configured"},
    "stitch_source": {"current_step", "fully_configured"},
}
"""Attributes that builds before 0.1.0 stored; they moved by themselves, so data sources alone show them now."""
FILES = sorted(path.name for path in STORED.glob("*.json"))


@pytest.fixture
def session() -> Session:
    return Session(StitchProvider())


def stored(name: str) -> tuple[str, dict[str, Any]]:
    """The resource type that a file is about, and the instance in it."""
    return name.partition(".")[0], json.loads((STORED / name).read_text())


def without_nulls(value: Any) -> Any:
    """The value without null attributes: an attribute that came later is null in what was stored earlier."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def still_stored(type_name: str, attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name not in NO_LONGER_STORED.get(type_name, ())}


def without_what_stitch_decides(config: Mapping[str, Any], attributes: Mapping[str, Attribute]) -> dict[str, Any]:
    """The configuration without the attributes whose value Stitch decides if they are left out, at every depth."""
    kept: dict[str, Any] = {}
    for name, value in config.items():
        attribute = attributes[name]
        nested = attribute.type
        if attribute.optional and attribute.computed and attribute.default is None:
            kept[name] = None
        elif isinstance(nested, NestedAttributes) and nested.nesting == "map":
            kept[name] = {key: without_what_stitch_decides(each, nested.attributes) for key, each in value.items()}
        else:
            kept[name] = value
    return kept


@pytest.mark.parametrize("name", FILES)
async def test_a_stored_state_is_read_whole(session: Session, name: str) -> None:
    type_name, instance = stored(name)
    data = json.dumps(instance["attributes"]).encode()
    request = upgrade.Request(type_name=type_name, version=instance["schema_version"], json=data)
    response = await upgrade.upgrade_state(session, request)
    assert response.diagnostics == ()
    schema = session.provider.resources[type_name].schema
    read = json.loads(values_json.encode(response.value, schema.object_type))
    if instance["schema_version"] == schema.version:
        assert without_nulls(read) == without_nulls(still_stored(type_name, instance["attributes"]))


@pytest.mark.parametrize("name", FILES)
async def test_a_stored_identity_is_read_whole(session: Session, name: str) -> None:
    type_name, instance = stored(name)
    data = json.dumps(instance["identity"]).encode()
    request = upgrade.Request(type_name=type_name, version=instance["identity_schema_version"], json=data)
    response = await upgrade.upgrade_identity(session, request)
    assert response.diagnostics == ()
    assert response.value == instance["identity"]


@pytest.mark.parametrize("left_out", [False, True], ids=["configured", "left out"])
@pytest.mark.parametrize("name", FILES)
async def test_a_stored_state_plans_nothing_before_it_is_refreshed(name: str, left_out: bool) -> None:
    type_name, instance = stored(name)
    async with simulated() as account:
        data, version = json.dumps(instance["attributes"]).encode(), instance["schema_version"]
        request = upgrade.Request(type_name=type_name, version=version, json=data)
        state = (await upgrade.upgrade_state(account.session, request)).value
        assert state is not None
        resource = Workspace(account, type_name, state=state, identity=instance["identity"])
        config = dict(await resource.generated())
        config |= {name: state[name] for name in config.keys() & {"credentials"}}  # which is not generated
        if left_out:
            config = without_what_stitch_decides(config, resource.attributes)
        planned = await resource.plan(**config)
        assert (planned.action, planned.diagnostics) == ("nothing", ())
        assert await account.calls() == []


HOSTS = (
    "registry.terraform.io/stitchdata/stitch",
    "registry.opentofu.org/stitchdata/stitch",
    "tf.acme.example/a/stitch",
)


@pytest.mark.parametrize("address", HOSTS)
@pytest.mark.parametrize("name", FILES)
async def test_a_state_that_was_stored_under_another_host_is_moved_whole(
    session: Session, name: str, address: str
) -> None:
    type_name, instance = stored(name)
    data, version = json.dumps(instance["attributes"]).encode(), instance["schema_version"]
    upgraded = await upgrade.upgrade_state(session, upgrade.Request(type_name=type_name, version=version, json=data))
    request = move.Request(
        type_name=type_name,
        provider_address=address,
        source_type_name=type_name,
        source_schema_version=version,
        json=data,
        private=b'{"kept":1}',
    )
    assert await move.move(session, request) == move.Response(
        state=upgraded.value, private=b'{"kept":1}', identity=instance["identity"]
    )


@pytest.mark.parametrize("type_name", NO_LONGER_STORED)
async def test_attributes_that_a_resource_no_longer_has_are_dropped_from_a_stored_state(
    session: Session, type_name: str
) -> None:
    _, instance = stored(f"{type_name}.0.json")
    assert NO_LONGER_STORED[type_name] <= instance["attributes"].keys()
    data = json.dumps(instance["attributes"]).encode()
    response = await upgrade.upgrade_state(session, upgrade.Request(type_name=type_name, version=0, json=data))
    assert response.diagnostics == ()
    assert response.value is not None
    assert response.value.keys() == session.provider.resources[type_name].schema.attributes.keys()


def test_there_is_one_of_each_version_of_each_resource(session: Session) -> None:
    wanted = {
        f"{type_name}.{version}.json"
        for type_name, resource in session.provider.resources.items()
        for version in range(resource.schema.version + 1)
    }
    assert set(FILES) == wanted
