from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import SimulatedAccount, simulated
from stitch_provider import __version__
from stitch_provider.stitch.export.configuration import configuration
from stitch_provider.stitch.export.survey import Survey, survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.stitch.export.surroundings import Credentials

SHOP = {
    "type": "platform.hp-postgres",
    "display_name": 'Shop "${region}"',
    "id": 700,
    "streams": ["storefront-public-orders"],
}
SEED: dict[str, Any] = {
    "destinations": [{"type": "snowflake", "name": "Warehouse", "id": 500}],
    "sources": [
        SHOP,
        {"type": "platform.github", "display_name": "Widgets", "id": 701, "paused_at": "2024-06-01T00:00:00Z"},
        {"type": "platform.github", "display_name": "Deleted", "id": 702, "deleted": True},
        {"type": "import_api", "display_name": "Events", "id": 703},
    ],
}


class Silent:
    def begin(self, what: str) -> None:
        pass

    def advance(self) -> None:
        pass


async def surveyed(account: SimulatedAccount) -> Survey:
    assert account.session.provider_data is not None
    return await survey(account.session.provider_data, Silent())


def texts(account: SimulatedAccount, found: Survey, credentials: Credentials = "variables") -> Mapping[str, str]:
    schemas = {name: resource.schema for name, resource in account.session.provider.resources.items()}
    return configuration(found, schemas, credentials)


async def exported(seed: dict[str, Any] = SEED, credentials: Credentials = "variables") -> Mapping[str, str]:
    async with simulated() as account:
        await account.call("POST", "/_simulator/seed", seed)
        return texts(account, await surveyed(account), credentials)


async def test_there_is_a_file_for_each_source_that_is_not_deleted() -> None:
    files = await exported()
    assert set(files) == {
        "versions.tf",
        "provider.tf",
        "destinations.tf",
        "source_shop_region.tf",
        "source_widgets.tf",
        "source_events.tf",
        "variables.tf",
        "imports.tf",
    }


async def test_a_source_says_what_its_import_will_find() -> None:
    files = await exported()
    assert files["source_shop_region.tf"] == (
        'resource "stitch_source" "shop_region" {\n'
        '  type           = "platform.hp-postgres"\n'
        '  display_name   = "Shop \\"$${region}\\""\n'
        "  destination_id = stitch_destination.warehouse.id\n"
        "  schedule       = { frequency_minutes = 60 }\n"
        "  properties = {\n"
        '    dbname = "example"\n'
        '    host   = "example"\n'
        '    port   = "5432"\n'
        '    user   = "example"\n'
        "  }\n"
        "  credentials = nonsensitive(var.shop_region_source_credentials)\n"
        "}\n"
        "\n"
        'resource "stitch_stream_selections" "shop_region" {\n'
        "  source_id = stitch_source.shop_region.id\n"
        "  streams = {\n"
        '    "storefront-public-orders" = {\n'
        '      replication_method = "FULL_TABLE"\n'
        "      fields             = { all = true }\n"
        "    }\n"
        "  }\n"
        "}\n"
    )
    assert "paused         = true" in files["source_widgets.tf"]


async def test_everything_is_imported_by_its_id() -> None:
    imports = (await exported())["imports.tf"]
    assert dict(re.findall(r'to = (\S+)\n  id = "(\S+)"', imports)) == {
        "stitch_destination.warehouse": "500",
        "stitch_source.shop_region": "700",
        "stitch_stream_selections.shop_region": "700",
        "stitch_source.widgets": "701",
        "stitch_source.events": "703",
    }


async def test_fields_and_tokens_and_notifications_come_along() -> None:
    async with simulated() as account:
        await account.call("POST", "/_simulator/seed", SEED)
        excluded = {"breadcrumb": ["properties", "total_amount"], "metadata": {"selected": False}}
        change = {"streams": [{"tap_stream_id": "storefront-public-orders", "metadata": [excluded]}]}
        await account.call("PUT", "/v4/sources/700/streams/metadata", change)
        token = await account.call("POST", "/v4/sources/703/tokens")
        api = "/notifications/public/v1/api"
        await account.call("POST", f"{api}/custom-emails", {"email_address": "oncall@acme.example"})
        url = "https://hooks.acme.example/stitch"
        hook = {"type": "post_load", "destination_id": 500, "config": {"url": url}}
        await account.call("POST", f"{api}/hooks", hook)
        files = texts(account, await surveyed(account))
    assert re.search(r'fields += { exclude = \["total_amount"\] }', files["source_shop_region.tf"])
    assert f'"stitch_import_token" "events_{token["id"]}"' in files["source_events.tf"]
    assert "source_id = stitch_source.events.id" in files["source_events.tf"]
    assert token["access_token"] not in str(files)
    assert files["notifications.tf"] == (
        'resource "stitch_notification_email" "oncall_acme_example" {\n'
        '  email_address = "oncall@acme.example"\n'
        "}\n"
        "\n"
        'resource "stitch_post_load_hook" "hooks_acme_example" {\n'
        "  destination_id = stitch_destination.warehouse.id\n"
        '  url            = "https://hooks.acme.example/stitch"\n'
        "}\n"
    )


async def test_an_address_with_secrets_is_hidden_with_a_remark() -> None:
    async with simulated() as account:
        await account.call("POST", "/_simulator/seed", SEED)
        url = "https://robot:pa55word@hooks.acme.example/stitch"
        hook = {"type": "post_load", "destination_id": 500, "config": {"url": url}}
        await account.call("POST", "/notifications/public/v1/api/hooks", hook)
        files = texts(account, await surveyed(account))
    assert "pa55word" not in str(files)
    remark, _, resource = files["notifications.tf"].partition("\nresource ")
    assert remark.startswith("# (hidden) stands for a part of an address")
    assert 'url            = "https://(hidden)@hooks.acme.example/stitch"' in resource


@pytest.mark.parametrize(
    ("credentials", "line", "variable", "engine"),
    [
        ("variables", "  credentials = nonsensitive(var.shop_region_source_credentials)\n", True, ">= 1.5"),
        ("write-only", "  credentials_wo = var.shop_region_source_credentials\n", True, ">= 1.11"),
        ("none", "", False, ">= 1.5"),
    ],
)
async def test_credentials_are_variables_or_left_out(
    *, credentials: Credentials, line: str, variable: bool, engine: str
) -> None:
    files = await exported(credentials=credentials)
    assert line in files["source_shop_region.tf"]
    assert ("credentials" in files["source_shop_region.tf"]) is variable
    assert ("variables.tf" in files) is variable
    assert f'required_version = "{engine}"' in files["versions.tf"]
    assert f'version = "~> {__version__.rpartition(".")[0]}"' in files["versions.tf"]
    if variable:
        declared = files["variables.tf"].partition('variable "shop_region_source_credentials"')[2].partition("\n}\n")[0]
        assert re.search(r"sensitive +=\s+true", declared)
        assert re.search(r"default +=\s+null", declared)
        assert ("ephemeral" in declared) is (credentials == "write-only")
        assert "password" in declared


async def test_two_exports_are_the_same_to_the_byte() -> None:
    async with simulated() as account:
        groups = [{"types": ["platform.github", "platform.hp-mysql"], "count": 2}]
        await account.call("POST", "/_simulator/seed", SEED | {"groups": groups})
        first = texts(account, await surveyed(account))
    assert await exported(SEED | {"groups": groups}) == first


async def test_an_empty_account_has_no_resource() -> None:
    assert set(await exported({})) == {"provider.tf", "versions.tf"}
