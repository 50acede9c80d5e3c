"""States that Terraform stored with this provider are read by every later version of it.

What a schema no longer has is dropped when a stored state is read. A schema that can no longer read a stored state
needs another version and an upgrade.
"""

from __future__ import annotations

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import pytest

from stitch import stored_states
from stitch.workspace import Workspace, simulated
from stitch_provider import __version__
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.engine import move, upgrade
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values import json as values_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch.stored_states import Stored
    from stitch_provider.terraform.schema.attribute import Attribute

EARLY = "0.1.0.dev0"
NO_LONGER_STORED = {
    "stitch_destination": {"current_step", "fully_configured"},
    "stitch_source": {"current_step", "fully_configured"},
}
"""Attributes that builds before 0.1.0 stored. They changed by themselves, so only data sources have them now."""

each_stored = pytest.mark.parametrize("stored", stored_states.EVERY, ids=str)


@pytest.fixture
def session() -> Session:
    return Session(StitchProvider())


def without_nulls(value: Any) -> Any:
    """The value without null attributes: an attribute that came later is null in what was stored earlier."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def upgrade_of(stored: Stored) -> upgrade.Request:
    return upgrade.Request(type_name=stored.type_name, version=stored.schema_version, json=stored.json)


def still_stored(stored: Stored) -> dict[str, Any]:
    dropped = NO_LONGER_STORED.get(stored.type_name, set()) if stored.version == EARLY else set()
    return {name: value for name, value in stored.attributes.items() if name not in dropped}


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


@each_stored
async def test_a_stored_state_is_read_whole(session: Session, stored: Stored) -> None:
    response = await upgrade.upgrade_state(session, upgrade_of(stored))
    assert response.diagnostics == ()
    schema = session.provider.resources[stored.type_name].schema
    read = json.loads(values_json.encode(response.value, schema.object_type))
    if stored.schema_version == schema.version:
        assert without_nulls(read) == without_nulls(still_stored(stored))


@each_stored
async def test_a_stored_identity_is_read_whole(session: Session, stored: Stored) -> None:
    instance = stored.instance
    data = json.dumps(instance["identity"]).encode()
    request = upgrade.Request(type_name=stored.type_name, version=instance["identity_schema_version"], json=data)
    response = await upgrade.upgrade_identity(session, request)
    assert response.diagnostics == ()
    assert response.value == instance["identity"]


@pytest.mark.parametrize("left_out", [False, True], ids=["configured", "left out"])
@each_stored
async def test_a_stored_state_plans_nothing_before_it_is_refreshed(stored: Stored, left_out: bool) -> None:
    async with simulated() as account:
        state = (await upgrade.upgrade_state(account.session, upgrade_of(stored))).value
        assert state is not None
        resource = Workspace(account, stored.type_name, state=state, identity=stored.instance["identity"])
        resource.private = b64decode(stored.instance.get("private", ""))
        config = dict(await resource.generated())
        config |= {name: state[name] for name in config.keys() & {"credentials"}}  # which is not generated
        if left_out:
            config = without_what_stitch_decides(config, resource.attributes)
        planned = await resource.plan(**config)
        assert (planned.action, planned.diagnostics) == ("nothing", ())
        assert await account.calls() == []


@pytest.mark.parametrize(("password", "action"), [("secret-2", "nothing"), ("secret-3", "update")])
@pytest.mark.parametrize("stored", [each for each in stored_states.EVERY if "private" in each.instance], ids=str)
async def test_a_stored_private_state_detects_changed_credentials(stored: Stored, password: str, action: str) -> None:
    async with simulated() as account:
        state = (await upgrade.upgrade_state(account.session, upgrade_of(stored))).value
        assert state is not None
        resource = Workspace(account, stored.type_name, state=state, identity=stored.instance["identity"])
        resource.private = b64decode(stored.instance["private"])
        config = dict(await resource.generated()) | {"credentials_wo": {"password": password}}
        assert (await resource.plan(**config)).action == action


HOSTS = (
    "registry.terraform.io/stitchdata/stitch",
    "registry.opentofu.org/stitchdata/stitch",
    "tf.acme.example/a/stitch",
)


@pytest.mark.parametrize("address", HOSTS)
@each_stored
async def test_a_state_that_was_stored_under_another_host_is_moved_whole(
    session: Session, stored: Stored, address: str
) -> None:
    upgraded = await upgrade.upgrade_state(session, upgrade_of(stored))
    request = move.Request(
        type_name=stored.type_name,
        provider_address=address,
        source_type_name=stored.type_name,
        source_schema_version=stored.schema_version,
        json=stored.json,
        private=b'{"kept":1}',
    )
    assert await move.move(session, request) == move.Response(
        state=upgraded.value, private=b'{"kept":1}', identity=stored.instance["identity"]
    )


@pytest.mark.parametrize(
    "stored",
    [each for each in stored_states.EVERY if each.version == EARLY and each.type_name in NO_LONGER_STORED],
    ids=str,
)
async def test_attributes_that_a_resource_no_longer_has_are_dropped_from_a_stored_state(
    session: Session, stored: Stored
) -> None:
    assert NO_LONGER_STORED[stored.type_name] <= stored.attributes.keys()
    response = await upgrade.upgrade_state(session, upgrade_of(stored))
    assert response.diagnostics == ()
    assert response.value is not None
    assert response.value.keys() == session.provider.resources[stored.type_name].schema.attributes.keys()


def test_this_version_has_stored_a_state_of_every_resource(session: Session) -> None:
    found = {each.type_name: each.schema_version for each in stored_states.EVERY if each.version == __version__}
    assert found == {name: resource.schema.version for name, resource in session.provider.resources.items()}
