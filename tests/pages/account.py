"""The accounts that pages assume: their objects, with the ids that pages import, and values for variables of pages."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.modules import Value
    from rehearsal.simulator import Simulator

PROVIDER: Final = 'provider "stitch" {\n  region = "eu-central-1"\n}\n'
"""The configuration of the provider. Pages about clouds need a region."""

_OBJECTS: Final = {
    "destinations": [{"type": "postgres", "name": "Analytics", "id": 581219}, {"type": "snowflake", "id": 581220}],
    "sources": [
        {"type": "platform.github", "display_name": "GitHub", "id": 731905, "streams": ["issues", "pull_requests"]},
        {"type": "platform.hp-mysql", "display_name": "Shop Database", "id": 731906},
        {"type": "platform.hp-postgres", "display_name": "Storefront", "id": 731907, "streams": "all"},
        {"type": "import_api", "display_name": "Orders Feed", "id": 731908},
    ],
}
_NOTIFICATIONS: Final = "/notifications/public/v1/api"
_EMAIL: Final = {"email_address": "data-platform@acme.example"}
_HOOK: Final = {
    "type": "post_load",
    "destination_id": 581219,
    "config": {"url": "https://transform.acme.example/stitch"},
}

_OTHER_ACCOUNT: Final = {
    "partner_id": "oc_example_partner",
    "partner_secret": "oc_example_secret",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "company": "Acme",
    "email": "production@acme.example",
}

_SERVICE_ACCOUNT_KEY: Final = (
    "type", "project_id", "private_key_id", "private_key", "client_email", "client_id", "auth_uri", "token_uri",
    "auth_provider_x509_cert_url", "client_x509_cert_url",
)  # fmt: skip
_VALUES: Final = {
    "challenge_file": "stitch-challenge-file-1",
    "chat_url": "https://chat.acme.example/hooks/T0001",
    "destination": "Analytics",
    "generations": ["2024-q1"],
    "import_api_source_id": "731908",
    "region": "eu-central-1",
    "repository": "acme/widgets",
    "service_account_key": json.dumps(dict.fromkeys(_SERVICE_ACCOUNT_KEY, "example")),
    "storage_sas_url": "https://acme.example/?sig=example",
    "storefront_id": "731907",
}
"""Values of variables that have to be of a certain form, or the id of a certain object."""


def prepare(account: Simulator) -> Value:
    """Create the objects in an empty account, and another account; returns the values of variables.

    A value is HCL. It is selected by the name of the variable and its type, which is empty if it is not declared.
    """
    account.administer("POST", "/seed", _OBJECTS)
    account.call("POST", "/v4/sources/731908/tokens")
    account.call("POST", f"{_NOTIFICATIONS}/custom-emails", _EMAIL)
    account.call("POST", f"{_NOTIFICATIONS}/hooks", _HOOK)
    other = account.call("POST", "/v3/accounts", _OTHER_ACCOUNT)
    own = ("simulated_token", "staging_token", "stitch_api_token")
    return partial(_value, {**dict.fromkeys(own, account.token), "production_token": other["access_token"]})


def _value(tokens: Mapping[str, str], name: str, type_name: str) -> str:
    return json.dumps({**_VALUES, **tokens}.get(name, _example(name, type_name)))


def _example(name: str, type_name: str) -> object:
    """An example of the type. An id is that of a source."""
    if type_name.startswith(("list", "set")):
        return ["example"]
    if type_name.startswith(("map", "object")):
        return {}
    if type_name in {"number", "bool"}:
        return {"number": 1, "bool": True}[type_name]
    return "731905" if name.endswith("_id") else "example"
