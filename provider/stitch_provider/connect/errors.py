"""The errors of calls to the Connect API.

    ConnectError
    ├── InvalidBaseUrlError   the base URL cannot be one (raised when a `Connect` is made)
    ├── InvalidBundleError    the file of additional certificates cannot be used
    ├── UnauthorizedError     401: the API token or a partner's credentials; or a token that cannot be sent at all
    ├── NotFoundError         the object does not exist: 404, 400 with a text that says so, or deleted
    ├── RefusedError          400 and its like: understood and not accepted, in a body of reference 1.6
    │   └── NameInUseError    ... because another source has the name
    ├── UnavailableError      no usable answer: network, TLS, timeouts, 429 and 5xx, after all retries
    │   └── LostAnswerError   ... to a create, so that the object may exist with an unknown id
    ├── MalformedError        an answer that the Connect API cannot have given, or that does not decode
    │   └── IncompleteError   ... a list with entries that cannot be read, which proves no absence
    └── EndedError
        ├── StoppedError      Terraform asked to stop before the call was made or while it waited
        └── OutOfTimeError    the time given to the operation (`Connect.within`) is over

They state facts. The code that shows them adds advice. Their text never holds a token, a header, a request body or a
response body.
"""

from __future__ import annotations

import copy
from typing import Literal, Self, TypeAlias

SearchResult: TypeAlias = Literal["none", "absent", "failed", "several", "removed"]
Setting: TypeAlias = Literal["certificates", "proxy"]


class ConnectError(Exception):
    """Root of the errors of this package.

    `message` is the service's own words where it gave any, else ours. `status` is the HTTP status, None where there was
    no answer. `code` is the service's word for the error, such as `InvalidName` or `already_running`. `bad_properties`
    names the properties that the service does not accept, `invalid_streams` the tap_stream_ids that it does not know,
    `refused_metadata` the keys of stream metadata that it does not accept. `understood` is False for a refusal whose
    body has none of the forms of the service (reference 1.6), so that it may come from a gateway.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        bad_properties: tuple[str, ...] = (),
        invalid_streams: tuple[str, ...] = (),
        refused_metadata: tuple[str, ...] = (),
        understood: bool = True,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.bad_properties = bad_properties
        self.invalid_streams = invalid_streams
        self.refused_metadata = refused_metadata
        self.understood = understood

    def copy(self) -> Self:
        """The same error for another caller: one that is raised in several places mixes tracebacks and contexts."""
        twin = copy.copy(self).with_traceback(self.__traceback__)
        twin.__cause__, twin.__context__ = self.__cause__, self.__context__
        twin.__suppress_context__ = self.__suppress_context__
        return twin


class InvalidBaseUrlError(ConnectError):
    """The base URL lacks a scheme or a host, or holds what a base URL must not."""


class InvalidBundleError(ConnectError):
    """The file of additional certificates cannot be used."""


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
    """The object does not exist, or was deleted."""


class RefusedError(ConnectError):
    """The service understood the request and refuses it; sending it again would not help."""


class NameInUseError(RefusedError):
    """Another source has the name that the service derives: `owner`, None where no list shows it."""

    def __init__(self, message: str, *, owner: int | None, status: int | None = None, code: str | None = None) -> None:
        super().__init__(message, status=status, code=code)
        self.owner = owner


class UnavailableError(ConnectError):
    """No usable answer after all attempts: network, TLS, timeouts, 429 or 5xx.

    `attempts` is how many were made. `host` is where they went, as `name` or `name:port`. `reached` is False where
    no connection to it came about. `lasting` is True where another attempt would surely fail in the same way: a refused
    certificate, proxy settings that cannot be used, a method that is not implemented. `retry_after` is the pause in
    seconds that the service asked for, None where it asked for none. `setting` is what can be changed on this side.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        attempts: int = 1,
        host: str = "",
        reached: bool = True,
        lasting: bool = False,
        retry_after: float | None = None,
        setting: Setting | None = None,
    ) -> None:
        super().__init__(message, status=status, code=code)
        self.attempts = attempts
        self.setting = setting
        self.host = host
        self.reached = reached
        self.lasting = lasting
        self.retry_after = retry_after


class LostAnswerError(UnavailableError):
    """The answer to a create was lost, and the object that it may have made is not known.

    `message` says how the answer was lost, and how the search failed where it did. `search` is the result of the search
    for the object: `none` (objects of this kind cannot be searched for), `absent` (not found, though it may still
    appear), `failed`, `several` (each of `candidates`, ids, may be it), or `removed` (found, and deleted because it is
    of no use without the answer). `attempts` counts every request to create it, those sent again included.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        attempts: int = 1,
        host: str = "",
        search: SearchResult = "none",
        candidates: tuple[int, ...] = (),
    ) -> None:
        super().__init__(message, status=status, code=code, attempts=attempts, host=host)
        self.search = search
        self.candidates = candidates


class MalformedError(ConnectError):
    """An answer that does not decode, or that the Connect API cannot have given."""


class IncompleteError(MalformedError):
    """A list with entries that cannot be read, so that what is not among the others need not be missing.

    `unreadable` is how many there are.
    """

    def __init__(self, call: str, unreadable: int) -> None:
        entries = "one entry" if unreadable == 1 else f"{unreadable} entries"
        super().__init__(f"{call}: {entries} of the list cannot be read, so the list does not show what exists")
        self.unreadable = unreadable


class EndedError(ConnectError):
    """A call ended before it had an answer. Nothing that it sent has created an object (see LostAnswerError).

    `attempts` is how many requests it had sent, all in vain; 0 also where it waited for a read that others share.
    `status` is the status of the last answer.
    """

    def __init__(self, message: str, *, status: int | None = None, attempts: int = 0) -> None:
        super().__init__(message, status=status)
        self.attempts = attempts

    def after(self, failed: ConnectError, attempts: int) -> Self:
        """The same end, with the failure of the last of so many attempts."""
        text = f"{self.message}; the last attempt failed: {failed.message}"
        return type(self)(text, status=failed.status, attempts=attempts)


class StoppedError(EndedError):
    """Terraform asked to stop."""


class OutOfTimeError(EndedError):
    """The operation's time is over."""
