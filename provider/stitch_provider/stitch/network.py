"""The settings of the provider for the network: how long it waits, how often it tries, which certificates it trusts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect.limits import DEFAULT_LIMITS, Limits
from stitch_provider.connect.trust import check_bundle
from stitch_provider.stitch.explaining import explaining
from stitch_provider.stitch.timeouts import seconds
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.terraform.values.value import Value

_CA_BUNDLE = Path.of("ca_bundle")
_HOUR = 3600
_MOST_ATTEMPTS = 100
_DIGITS = re.compile(r"[0-9]{1,3}")


class ShortDuration(Struct, frozen=True):
    """Validates that a value is a Go duration from one second to one hour."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        try:
            fits = 1 <= seconds(str(value)) <= _HOUR
        except ValueError:
            fits = False
        if not fits:
            yield invalid_setting(path, 'a duration from 1s to 1h, such as "45s" or "2m"')


class AttemptCount(Struct, frozen=True):
    """Validates that a value is a number of attempts; the environment has it as a text."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        text = str(value)
        if not _DIGITS.fullmatch(text) or not 1 <= int(text) <= _MOST_ATTEMPTS:
            yield invalid_setting(path, f"a whole number from 1 to {_MOST_ATTEMPTS}")


def invalid_setting(path: Path, wanted: str) -> Diagnostic:
    """The error for a setting of the provider that must be `wanted`."""
    text = f"{path}, or the environment variable STITCH_{str(path).upper()}, must be {wanted}."
    return error("Invalid provider setting", text, path)


class NetworkModel(Model):
    """The attributes of the provider for the network. What is null is taken from the environment."""

    request_timeout: str | Unknown | None = optional(
        "How long one request to Stitch may take, from `1s` to `1h`. Default: the environment variable "
        f"`STITCH_REQUEST_TIMEOUT`, else `{DEFAULT_LIMITS.answer:.0f}s`.",
        default=None,
        validators=(ShortDuration(),),
    )
    max_attempts: int | Unknown | None = optional(
        "How many times a request is sent at most, if it fails for a reason that may pass; with `1`, it is not "
        'repeated. Requests that Stitch answers with "too many requests" do not count. Default: the environment '
        f"variable `STITCH_MAX_ATTEMPTS`, else `{DEFAULT_LIMITS.attempts}`.",
        default=None,
        validators=(AttemptCount(),),
    )
    max_retry_wait: str | Unknown | None = optional(
        "The longest wait before a request is repeated, from `1s` to `1h`. If Stitch requires a longer one, it is not "
        "repeated. Default: the environment variable `STITCH_MAX_RETRY_WAIT`, else "
        f"`{DEFAULT_LIMITS.pause / 60:.0f}m`.",
        default=None,
        validators=(ShortDuration(),),
    )
    ca_bundle: str | Unknown | None = optional(
        "Path of a file with certificates in PEM format, which are trusted in addition to those of the machine. Needed "
        "for a proxy that replaces the certificates of servers. Default: the environment variable `STITCH_CA_BUNDLE`.",
        default=None,
    )


class Network(Struct, frozen=True, kw_only=True):
    """The settings that were given, as texts; None for what has its default."""

    request_timeout: str | None
    max_attempts: str | None
    max_retry_wait: str | None
    ca_bundle: str | None

    def problems(self) -> Iterable[Diagnostic]:
        """Reads the file of certificates, which only has to exist where the provider is used."""
        for name, attribute in _CHECKED.items():
            if (value := getattr(self, name)) is not None:
                yield from attribute.validate(value, Path.of(name))
        if self.ca_bundle is not None:
            try:
                with explaining("use the certificates of ca_bundle", path=_CA_BUNDLE):
                    check_bundle(self.ca_bundle)
            except DiagnosticError as refused:
                yield from refused.diagnostics

    def limits(self) -> Limits:
        """The limits of all calls, for settings without problems.

        A longer request timeout also prolongs what several failed attempts, and a whole call, may take.
        """
        answer = DEFAULT_LIMITS.answer if self.request_timeout is None else seconds(self.request_timeout)
        return Limits(
            answer=answer,
            attempts=DEFAULT_LIMITS.attempts if self.max_attempts is None else int(self.max_attempts),
            pause=DEFAULT_LIMITS.pause if self.max_retry_wait is None else seconds(self.max_retry_wait),
            failing=max(DEFAULT_LIMITS.failing, 2 * answer),
            call=max(DEFAULT_LIMITS.call, 5 * answer),
            rationed=max(DEFAULT_LIMITS.rationed, 5 * answer),
        )


_CHECKED: Mapping[str, ShortDuration | AttemptCount] = {
    "request_timeout": ShortDuration(),
    "max_attempts": AttemptCount(),
    "max_retry_wait": ShortDuration(),
}
