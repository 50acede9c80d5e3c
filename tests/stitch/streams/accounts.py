"""Sources to select streams of, made outside of Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.values.value import SetValue

if TYPE_CHECKING:
    from stitch.workspace import SimulatedAccount

ORDERS = "storefront-public-orders"
CUSTOMERS = "storefront-public-customers"
PRODUCTS = "storefront-public-products"
VIEW = "storefront-reporting-customer_orders_view"

POSTGRES = {
    "type": "platform.hp-postgres",
    "display_name": "Storefront",
    "properties": {
        "host": "storefront.acme.example",
        "port": "5432",
        "user": "stitch_reader",
        "dbname": "storefront",
        "password": "made-up",
    },
}
GITHUB = {
    "type": "platform.github",
    "display_name": "GitHub",
    "properties": {"repository": "acme/widgets", "start_date": "2024-01-01T00:00:00Z", "access_token": "made-up"},
}


ALL = {"all": True}


def include(*names: str) -> dict[str, SetValue]:
    return {"include": SetValue(names)}


def exclude(*names: str) -> dict[str, SetValue]:
    return {"exclude": SetValue(names)}


async def add_source(account: SimulatedAccount, body: dict[str, Any]) -> str:
    """The id of a new source; the request log begins after it."""
    source = await account.call("POST", "/v4/sources", body)
    await account.calls()
    return str(source["id"])


async def metadata(account: SimulatedAccount, source_id: str, stream: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """The metadata of a stream and of its fields, by breadcrumb."""
    path = f"/v4/sources/{source_id}/streams"
    found = next(each for each in await account.call("GET", path) if each["tap_stream_id"] == stream)
    schema = await account.call("GET", f"{path}/{found['stream_id']}")
    await account.calls()
    return {tuple(entry["breadcrumb"]): entry["metadata"] for entry in schema["metadata"]}


async def change_metadata(
    account: SimulatedAccount, source_id: str, stream: str, change: dict[str, Any], *field: str
) -> None:
    """Change the metadata of the stream, or of one of its fields, as the web application would."""
    breadcrumb = ["properties", *field] if field else []
    body = {"streams": [{"tap_stream_id": stream, "metadata": [{"breadcrumb": breadcrumb, "metadata": change}]}]}
    await account.call("PUT", f"/v4/sources/{source_id}/streams/metadata", body)
    await account.calls()


async def puts(account: SimulatedAccount) -> list[dict[str, Any]]:
    """The bodies of the metadata PUTs since the last look."""
    return await account.bodies("PUT")
