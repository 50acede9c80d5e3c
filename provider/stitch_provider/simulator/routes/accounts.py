"""Accounts, the OAuth token exchange and ephemeral sessions (reference 2.1, 2.2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from stitch_provider.simulator.answers import RefusalError, account_error, answer
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.tables import ACCOUNTS, Account

if TYPE_CHECKING:
    from stitch_provider.simulator.answers import Answer
    from stitch_provider.simulator.routing import Call

_REQUIRED: Final = ("first_name", "last_name", "company", "email")
_REGIONS: Final = ("us-east-1", "eu-central-1")


def create_account(call: Call) -> Answer:
    """POST /v3/accounts: creates an account and a token for it. The default region is North America (A5)."""
    body, options = call.body, call.simulator.options
    if not isinstance(body, dict):
        raise account_error("BadRequest", "Invalid form data.", {})
    errors = {name: "required" for name in _REQUIRED if not isinstance(body.get(name), str) or not body[name]}
    if body.get("partner_id") != options.partner_id:
        errors = {"partner_id": "required"}
    elif body.get("partner_secret") != options.partner_secret:
        errors = {"partner_secret": "required"}
    elif body.get("region", _REGIONS[0]) not in _REGIONS:
        errors["region"] = "invalid"
    if errors:
        raise account_error("BadRequest", "Invalid form data.", errors)
    store = call.simulator.store
    if store.one(ACCOUNTS, "email = ?", body["email"]) is not None:
        raise account_error("ExistingUser", "This email address is already associated with an active user.")
    account = Account(
        client_id=store.next_id("account", call.simulator.client_id + 1),
        email=body["email"],
        region=body.get("region", _REGIONS[0]),
    )
    store.save(ACCOUNTS, account)
    token = call.simulator.generator.secret("ac_")
    store.add_token(token, account.client_id)
    return answer({"access_token": token, "stitch_account_id": account.client_id})


def exchange_code(call: Call) -> Answer:
    """POST /oauth/token: exchanges an authorization code for a token. Refusals are those of OAuth 2 (undocumented)."""
    form = {name: values[0] for name, values in parse_qs(call.raw.decode("latin-1")).items()}
    if form.get("grant_type") != "authorization_code":
        raise RefusalError(HTTPStatus.BAD_REQUEST, {"error": "unsupported_grant_type"})
    if form.get("client_secret") != call.simulator.options.partner_secret:
        raise RefusalError(HTTPStatus.BAD_REQUEST, {"error": "invalid_client"})
    client_id = call.simulator.store.take_code(form.get("code", ""), call.simulator.now())
    if client_id is None:
        raise RefusalError(HTTPStatus.BAD_REQUEST, {"error": "invalid_grant"})
    token = call.simulator.generator.secret("ac_")
    call.simulator.store.add_token(token, client_id)
    return answer({"token_type": "bearer", "access_token": token, "stitch_account_id": client_id})


def create_session(call: Call) -> Answer:
    """POST /v3/sessions/ephemeral: a token for the JavaScript client, which is not simulated."""
    return answer({"ephemeral_token": call.simulator.generator.uuid()})


ROUTES: Final = (
    route("POST", "/v3/accounts", create_account, public=True),
    route("POST", "/oauth/token", exchange_code, public=True),
    route("POST", "/v3/sessions/ephemeral", create_session),
)
