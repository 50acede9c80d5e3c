"""Custom notification emails (reference 2.13)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec

from stitch_provider.simulator.answers import RefusalError, answer, nested_error
from stitch_provider.simulator.clock import parse_timestamp, timestamp
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.tables import Table

if TYPE_CHECKING:
    from stitch_provider.simulator.answers import Answer
    from stitch_provider.simulator.routing import Call

_BASE: Final = "/notifications/public/v1/api/custom-emails"
_LIMIT: Final = 10
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Email(msgspec.Struct, frozen=True, kw_only=True):
    """A custom notification email address."""

    id: int
    client_id: int
    email_address: str
    created_at: str
    disabled_at: str | None = None


EMAILS: Final = Table("emails", Email)


def create_email(call: Call) -> Answer:
    """POST: checks the plan, then the address, then the limit of ten."""
    simulator, body = call.simulator, call.body
    if not simulator.switches.custom_emails:
        raise nested_error("Account not authorized to create custom notification email addresses.")
    address = body.get("email_address") if isinstance(body, dict) else None
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        raise nested_error({"email_address": "Required. Must be valid email address format."})
    if simulator.store.count(EMAILS, "client_id = ?", call.client_id) >= _LIMIT:
        raise nested_error("Account not authorized to create additional custom notification email addresses.")
    email = Email(
        id=simulator.store.next_id("email", 41),
        client_id=call.client_id,
        email_address=address,
        created_at=timestamp(simulator.now()),
    )
    simulator.store.save(EMAILS, email)
    return answer(email)


def list_emails(call: Call) -> Answer:
    """GET: all emails, including disabled ones."""
    return answer(call.simulator.store.many(EMAILS, "client_id = ? ORDER BY id", call.client_id))


def update_email(call: Call) -> Answer:
    """PUT: a timestamp disables the email, null enables it. The answer contains only `disabled_at`."""
    store, body = call.simulator.store, call.body
    email = store.one(EMAILS, "client_id = ? AND id = ?", call.client_id, call.number("id"))
    if email is None:
        raise RefusalError(HTTPStatus.NOT_FOUND, {"status": "NOT FOUND"})
    given: Any = body.get("disabled_at", msgspec.UNSET) if isinstance(body, dict) else msgspec.UNSET
    if given is not None and parse_timestamp(given) is None:
        raise RefusalError(HTTPStatus.BAD_REQUEST, {"disabled_at": None if given is msgspec.UNSET else given})
    store.save(EMAILS, msgspec.structs.replace(email, disabled_at=given))
    return answer({"disabled_at": given})


def delete_email(call: Call) -> Answer:
    """DELETE: the answer is a list with the number of deleted rows."""
    return answer([call.simulator.store.delete(EMAILS, "client_id = ? AND id = ?", call.client_id, call.number("id"))])


ROUTES: Final = (
    route("POST", _BASE, create_email),
    route("GET", _BASE, list_emails),
    route("PUT", _BASE + "/{id}", update_email),
    route("DELETE", _BASE + "/{id}", delete_email),
)
