"""Errors for requests that did not succeed. Pure."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from stitch_provider.connect.error_bodies import ErrorFacts, read_error
from stitch_provider.connect.errors import (
    ConnectError,
    LostAnswerError,
    MalformedError,
    NotFoundError,
    RefusedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.connect.exchange import Answer, Delivery, ExchangeError

if TYPE_CHECKING:
    from stitch_provider.connect.request import Request

_LASTING = frozenset({HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.HTTP_VERSION_NOT_SUPPORTED})


def failure(
    request: Request, outcome: Answer | ExchangeError, *, host: str, attempts: int, retry_after: float | None = None
) -> ConnectError:
    """The error for the last of so many attempts; `retry_after` is the pause in seconds that its answer asks for."""
    if isinstance(outcome, ExchangeError):
        return _unanswered(request, outcome, host, attempts)
    match outcome.status:
        case HTTPStatus.UNAUTHORIZED:
            return _unauthorized(request)
        case HTTPStatus.NOT_FOUND:
            return NotFoundError(f"{request}: there is no such object", status=outcome.status)
        case status if status < HTTPStatus.MULTIPLE_CHOICES:
            return MalformedError(
                f"{request}: {host} answered with status {status}, not with a text or a redirect", status=status
            )
        case status if status < HTTPStatus.BAD_REQUEST:
            return MalformedError(f"{request}: {host} answered with a redirect, which is not followed", status=status)
        case status if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return _unavailable(request, outcome, host, attempts, retry_after)
    return _refused(request, outcome)


def created_nothing(failed: ConnectError) -> bool:
    """Whether the service certainly did not act on the create that failed in this way.

    A refusal of the service has the status 400 and one of its own bodies; anything else may come from a gateway. So
    may a 401, which has no documented body.
    """
    match failed:
        case LostAnswerError() | MalformedError():
            return False
        case UnavailableError():
            return not failed.reached
        case RefusedError() | NotFoundError():
            return failed.status == HTTPStatus.BAD_REQUEST and failed.understood
        case UnauthorizedError():
            return not failed.sent
    return True


def _unanswered(request: Request, outcome: ExchangeError, host: str, attempts: int) -> ConnectError:
    match outcome.delivery:
        case Delivery.NOT_DELIVERED | Delivery.IMPOSSIBLE as delivery:
            text = f"{request}: {host} cannot be reached: {outcome.reason}"
            lasting = delivery is Delivery.IMPOSSIBLE
            return UnavailableError(
                text, attempts=attempts, host=host, reached=False, lasting=lasting, setting=outcome.setting
            )
        case delivery:
            text = f"{request}: no usable answer from {host}: {outcome.reason}"
            if request.create:
                return LostAnswerError(text, attempts=attempts, host=host)
            if delivery is Delivery.UNREADABLE:
                return MalformedError(text)
            return UnavailableError(text, attempts=attempts, host=host)


def _unauthorized(request: Request) -> UnauthorizedError:
    """A 401, whose body is undocumented (A45). A call without the token carries a partner's credentials."""
    status = HTTPStatus.UNAUTHORIZED
    if request.bearer:
        return UnauthorizedError(f"{request}: the service does not accept the API token", status=status)
    text = f"{request}: the service does not accept the credentials of the partner"
    return UnauthorizedError(text, status=status, credentials="partner")


def _unavailable(
    request: Request, answer: Answer, host: str, attempts: int, retry_after: float | None
) -> UnavailableError:
    facts, status = read_error(answer.body), answer.status
    text = f"{request}: {host} answered with status {status}" + (f": {facts.message}" if facts.message else "")
    if retry_after is not None:
        text += f"; it requires a wait of {retry_after:.0f} s"
    if request.create and status != HTTPStatus.TOO_MANY_REQUESTS:
        return LostAnswerError(text, status=status, code=facts.code, attempts=attempts, host=host)
    return UnavailableError(
        text,
        status=status,
        code=facts.code,
        attempts=attempts,
        host=host,
        lasting=status in _LASTING,
        retry_after=retry_after,
    )


def _refused(request: Request, answer: Answer) -> ConnectError:
    """A refusal in a body of reference 1.6, or in no known one."""
    facts, status = read_error(answer.body), answer.status
    words = f"{request}: refused with status {status}" + (f" ({facts.code})" if facts.code else "")
    return (NotFoundError if facts.not_found else RefusedError)(
        facts.message or words,
        status=status,
        code=facts.code,
        bad_properties=facts.bad_properties,
        invalid_streams=facts.invalid_streams,
        refused_metadata=facts.refused_metadata,
        understood=facts != ErrorFacts(),
    )
