"""What can go wrong with a call to the Connect API.

    ConnectError
    ├── InvalidBaseUrlError   the base URL cannot be one (raised when a `Connect` is made)
    ├── UnauthorizedError     401: token missing, invalid, disabled, or not allowed here; or one that cannot be a token
    ├── NotFoundError         the object does not exist: 404, 400 with a text that says so, or deleted
    ├── RefusedError          400 and its like: understood and not accepted, in a body of reference 1.6
    ├── UnavailableError      no usable answer: network, TLS, timeouts, 429 and 5xx, after all retries
    │   └── LostAnswerError   ... to a create, so that the object may exist and could not be found
    ├── MalformedError        an answer that the Connect API cannot have given, or that does not decode
    ├── StoppedError          Terraform asked to stop before the call was made or while it waited
    └── OutOfTimeError        the time given to the operation (`Connect.within`) is over

Their text never holds a token, a header, a request body or a response body.
"""

from __future__ import annotations

from typing import Literal


class ConnectError(Exception):
    """Root of the errors of this package.

    `message` is the service's own words where it gave any, else ours. `status` is the HTTP status, None where there was
    no answer. `code` is the service's word for the error, such as `InvalidName` or `already_running`. `bad_properties`
    names the properties that the service does not accept, `invalid_streams` the tap_stream_ids that it does not know.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        bad_properties: tuple[str, ...] = (),
        invalid_streams: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.bad_properties = bad_properties
        self.invalid_streams = invalid_streams


class InvalidBaseUrlError(ConnectError):
    """The base URL lacks a scheme or a host, or holds what a base URL must not."""


class UnauthorizedError(ConnectError):
    """The service does not accept the credentials of a call, or they cannot be sent at all.

    `sent` is False for an API token that is missing or malformed and was never sent. `credentials` says whose they
    are: the API token of the account, or the id and secret of a partner.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        sent: bool = True,
        credentials: Literal["token", "partner"] = "token",
    ) -> None:
        super().__init__(message, status=status, code=code)
        self.sent = sent
        self.credentials = credentials


class NotFoundError(ConnectError):
    """The object does not exist, or no longer."""


class RefusedError(ConnectError):
    """The service understood the request and refuses it; sending it again would not help."""


class UnavailableError(ConnectError):
    """No usable answer after all attempts: network, TLS, timeouts, 429 or 5xx.

    `attempts` is how many were made. `reached` is False where nothing answered at the address. `lasting` is True
    where another attempt would surely fail in the same way, such as a refused certificate.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        attempts: int = 1,
        reached: bool = True,
        lasting: bool = False,
    ) -> None:
        super().__init__(message, status=status, code=code)
        self.attempts = attempts
        self.reached = reached
        self.lasting = lasting


class LostAnswerError(UnavailableError):
    """The answer to a create was lost, and the object that it may have made was not found.

    `search` says what came of looking for the object: `none` (objects of this kind cannot be looked for), `absent`,
    `failed` (it could not be looked for), or `several` (each of `candidates`, ids, may be it).
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        search: Literal["none", "absent", "failed", "several"] = "none",
        candidates: tuple[int, ...] = (),
    ) -> None:
        super().__init__(message, status=status, code=code)
        self.search = search
        self.candidates = candidates


class MalformedError(ConnectError):
    """An answer that does not decode, or that the Connect API cannot have given."""


class StoppedError(ConnectError):
    """Terraform asked to stop."""


class OutOfTimeError(ConnectError):
    """The operation's time is over."""
