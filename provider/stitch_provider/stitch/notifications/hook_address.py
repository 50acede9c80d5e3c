"""The address of a hook: where a configuration sets it, and whether it is the one that the hook has. Pure.

An address can contain a secret, so there are two attributes for it. `url` is stored in the state, and `url_wo` is
write-only. What the provider reads itself, such as at an import, it stores with `HIDDEN` in place of what can be a
secret. The private state then has a fingerprint of the whole address, as it has for a `url_wo` without a version.

No call changes the address of a hook. So another address is another hook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from stitch_provider.stitch.fingerprint import fingerprint, matches, without
from stitch_provider.stitch.notifications.address_secrets import is_token, secrets_of
from stitch_provider.stitch.redaction import HIDDEN, hide
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.stitch.notifications.hook_model import HookModel
    from stitch_provider.terraform.resource import Private
    from stitch_provider.terraform.values.value import Unknown, Value

URL = Path.of("url")


class HttpsUrl(Struct, frozen=True):
    """Validates that a value is an address that begins with https. Does not repeat it, as it may contain a secret."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        text = str(value)
        if any(map(str.isspace, text)):
            detail = f"{path} contains a space or a line break. Remove it, or write a space as %20."
            return (error("Address with a space", detail, path),)
        try:
            parts = urlsplit(text)
            valid = parts.scheme == "https" and bool(parts.hostname)
        except ValueError:
            valid = False
        if valid:
            return ()
        detail = f"{path} must be an address that begins with https, such as https://hooks.acme.example/stitch."
        return (error("Not an HTTPS address", detail, path),)


class StoredUrl(Struct, frozen=True):
    """Warns of an address with a user name or a token, which is stored in the state."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        if not is_hidden(value) and _has_credentials(str(value)):
            detail = (
                f"{path} contains a user name, a password or a token. It is stored in the state and shown in plans. "
                "Set the address in url_wo instead, which requires Terraform or OpenTofu 1.11 or newer."
            )
            yield warning("Secret in a stored address", detail, path)


def masked(url: str | None) -> str | None:
    """The address with `HIDDEN` in place of each part that can be a secret."""
    return None if url is None else hide(url, secrets_of(url))


def is_hidden(url: object) -> bool:
    """Whether parts of the address are hidden, so that it cannot be called."""
    return isinstance(url, str) and HIDDEN in url


def differs(config: HookModel, prior: HookModel, private: Private) -> bool:
    """Whether the configuration sets another address than the hook has, as far as this is known.

    A configuration that sets none leaves the address alone: Terraform's `ignore_changes` can take it out.
    """
    wanted = config.url if config.url_wo is None else config.url_wo
    if wanted is None or (isinstance(wanted, str) and (wanted == prior.url or matches(private, wanted))):
        return False
    if config.url_wo is not None and config.url_wo_version is not None:
        return config.url_wo_version != prior.url_wo_version
    return True


def after_create(config: HookModel) -> Private:
    """The private state of a new hook."""
    return _written(config, {})


def after_plan(config: HookModel, private: Private) -> Private:
    """The private state of a hook that keeps its address, which a plan decides."""
    if config.url_wo is None or (isinstance(config.url_wo, str) and matches(private, config.url_wo)):
        return without(private) if config.url_wo_version is not None else private
    return _written(config, private)


def after_import(url: str | None) -> Private:
    """The private state of an imported hook with this address."""
    return fingerprint(url) if is_hidden(masked(url)) and url is not None else {}


def after_read(known: str | Unknown | None, shown: str | None) -> str | Unknown | None:
    """The attribute `url` after a read that shows this address. Null stays null, as the address is in `url_wo`."""
    if known is None or not shown or known in {shown, masked(shown)}:
        return known
    return masked(shown)


def incomplete(url: object) -> tuple[Diagnostic, ...]:
    """An error if a new hook cannot have this address because parts of it are hidden."""
    if not is_hidden(url):
        return ()
    detail = (
        f"{URL} contains {HIDDEN}, which stands for a secret part of the address. Set the whole address in url_wo, or "
        "in url."
    )
    return (error("Incomplete address", detail, URL),)


def _written(config: HookModel, private: Private) -> Private:
    rest = without(private)
    if isinstance(config.url_wo, str) and config.url_wo_version is None:
        return {**rest, **fingerprint(config.url_wo)}
    return rest


def _has_credentials(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return "@" in parts.netloc or any(map(is_token, (value for _, value in parse_qsl(parts.query))))
