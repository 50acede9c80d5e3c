"""The account of a round. Its objects have the ids that are in the stored states, so that they can be read."""

from __future__ import annotations

import httpx

from stitch_provider.simulator import Options, Switches, create_app

TOKEN = "ac_made_up_token"
BASE_URL = "http://127.0.0.1"
DESTINATION, FEED, STOREFRONT, EMAIL, HOOK, IMPORT_TOKEN = "581220", "731905", "731906", "41", "17", "903117502"
IDS = (DESTINATION, FEED, STOREFRONT, EMAIL, HOOK, IMPORT_TOKEN, "204417", "204418")

_NOTIFICATIONS = "/notifications/public/v1/api"
_OBJECTS = {
    "destinations": [{"type": "postgres", "id": int(DESTINATION), "name": "Warehouse"}],
    "sources": [
        {"type": "import_api", "id": int(FEED), "display_name": "Feed"},
        {
            "type": "platform.hp-postgres",
            "id": int(STOREFRONT),
            "display_name": "Storefront",
            "streams": ["storefront-public-orders"],
        },
    ],
}


async def account() -> httpx.ASGITransport:
    """A new account: the transport of its simulator."""
    switches = Switches(check_seconds=0, job_seconds=0)
    transport = httpx.ASGITransport(create_app(Options(token=TOKEN, switches=switches)))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL, headers=headers) as client:
        for path, body in (
            ("/_simulator/seed", _OBJECTS),
            (f"/v4/sources/{FEED}/tokens", {}),
            (f"{_NOTIFICATIONS}/custom-emails", {"email_address": "data@acme.example"}),
            (
                f"{_NOTIFICATIONS}/hooks",
                {
                    "type": "post_load",
                    "destination_id": int(DESTINATION),
                    "config": {"url": "https://hooks.acme.example/stitch"},
                },
            ),
        ):
            answer = await client.post(path, json=body)
            if not answer.is_success:
                raise RuntimeError(f"the account of a round cannot be made: {path}: {answer.text}")
    return transport
