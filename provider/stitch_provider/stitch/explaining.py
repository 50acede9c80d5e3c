"""Explaining: turns a failed call of the Connect API into a diagnostic.

Every call of `stitch` into `connect` is made inside `explaining`, most of them through `ProviderData.explaining`, which
knows the secrets of the provider's configuration. The errors of `connect` state facts. The advice is added here, or by
the caller's `refine` if the caller knows more. Each diagnostic has the same order:

1. what was tried (the summary),
2. what the service said, without secrets and control characters,
3. what exists now, where that is not obvious,
4. what to do.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypedDict, Unpack

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect.errors import (
    ConnectError,
    IncompleteError,
    InvalidBaseUrlError,
    InvalidBundleError,
    LostAnswerError,
    MalformedError,
    NotFoundError,
    OutOfTimeError,
    StoppedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.stitch.redaction import redact
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stitch_provider.connect.errors import Setting

KEY_ADVICE = (
    "Create an API access key in the Stitch web application (https://app.stitchdata.com) under Account Settings, "
    "API access keys, and set it as the environment variable STITCH_API_TOKEN or the provider's attribute api_token."
)
PARTNER_ADVICE = (
    "Correct the provider's attributes partner_id and partner_secret, or the environment variables STITCH_PARTNER_ID "
    "and STITCH_PARTNER_SECRET."
)
INCOMPLETE_ADVICE = (
    "Set the environment variable TF_LOG_PROVIDER to WARN to see which parts of the answer cannot be read, and report "
    "this to the developers of the provider."
)


class Explanation(Struct, frozen=True, kw_only=True):
    """The parts of a diagnostic's detail, each of whole sentences or empty, and the attribute that it belongs to."""

    said: str
    exists: str = ""
    advice: str = ""
    path: Path = ROOT

    @property
    def detail(self) -> str:
        """The parts in their order."""
        return " ".join(filter(None, (self.said, self.exists, self.advice)))


class Call(TypedDict, total=False):
    """What the caller knows about a call that may fail.

    `path` is the attribute that the error is shown at; where the service refuses properties that `paths` maps to
    their attributes, it is shown at the first of these. `missing` is the error for an object that does not exist
    (NotFoundError). `exists` says what exists now, whatever failed. `refine` changes the explanation of a failure
    where the caller knows more than the error says.
    """

    path: Path
    paths: Mapping[str, Path]
    missing: Diagnostic
    exists: str
    refine: Callable[[ConnectError, Explanation], Explanation]


@contextmanager
def explaining(tried: str, *, secrets: Iterable[str] = (), **call: Unpack[Call]) -> Iterator[None]:
    """Turn a ConnectError into a DiagnosticError.

    `tried` completes the sentence "Could not ...", such as `create source "GitHub Widgets"`. `secrets` are all secrets
    that were part of the call.
    """
    try:
        yield
    except ConnectError as failure:
        if isinstance(failure, NotFoundError) and "missing" in call:
            raise DiagnosticError(call["missing"]) from failure
        explanation = _explain(failure, partial(redact, secrets=tuple(secrets)), call.get("paths", {}))
        if explanation.path == ROOT:
            explanation = replace(explanation, path=call.get("path", ROOT))
        if "exists" in call:
            explanation = replace(explanation, exists=call["exists"])
        if "refine" in call:
            explanation = call["refine"](failure, explanation)
        raise DiagnosticError(error(f"Could not {tried}", explanation.detail, explanation.path)) from failure


def _explain(failure: ConnectError, clean: Callable[[str], str], paths: Mapping[str, Path]) -> Explanation:
    said = sentence(clean(failure.message))
    match failure:
        case UnauthorizedError():
            return _unauthorized(failure, said)
        case InvalidBaseUrlError() | InvalidBundleError():
            return Explanation(said=said, advice=_ATTRIBUTE_ADVICE[type(failure)])
        case NotFoundError():
            return Explanation(said=f"The object does not exist in Stitch, or was deleted: {said}")
        case LostAnswerError():
            return _lost(failure, said)
        case UnavailableError():
            return _unavailable(failure, said)
        case StoppedError():
            return Explanation(said="The command was stopped before this was done.", advice="Apply again.")
        case OutOfTimeError():
            return Explanation(said=said, advice="Increase the time limit in the attribute timeouts, or apply again.")
        case IncompleteError():
            return Explanation(said=said, advice=INCOMPLETE_ADVICE)
        case MalformedError():
            return Explanation(said=f"The answer cannot be understood. {said}", advice=_MALFORMED_ADVICE)
        case _:
            return _refused(said, tuple(map(clean, failure.bad_properties)), paths)


def _unauthorized(failure: UnauthorizedError, said: str) -> Explanation:
    if not failure.sent:
        return Explanation(said=said, advice=KEY_ADVICE)
    if failure.credentials == "partner":
        return Explanation(said="Stitch does not accept the partner's credentials.", advice=PARTNER_ADVICE)
    reason = "it is wrong, disabled or deleted, or belongs to another account"
    return Explanation(said=f"Stitch does not accept the API access token: {reason}.", advice=KEY_ADVICE)


_ATTRIBUTE_ADVICE: Mapping[type[ConnectError], str] = {
    InvalidBaseUrlError: "Correct the provider's attribute base_url or the environment variable STITCH_BASE_URL.",
    InvalidBundleError: "Correct the provider's attribute ca_bundle or the environment variable STITCH_CA_BUNDLE.",
}

_ADDRESS_ADVICE = "Check the network and the provider's attribute base_url or the environment variable STITCH_BASE_URL."
_MALFORMED_ADVICE = (
    "Check that the provider's attribute base_url or the environment variable STITCH_BASE_URL is the address of the "
    "Connect API and that no proxy changes its answers. If both are true, report this to the developers of the "
    "provider."
)


def _refused(said: str, bad: Sequence[str], paths: Mapping[str, Path]) -> Explanation:
    if not bad:
        return Explanation(said=f"Stitch refused: {said}")
    named = ", ".join(str(paths.get(name, name)) for name in bad)
    at = next((paths[name] for name in bad if name in paths), ROOT)
    return Explanation(said=f"Stitch refused: {said}", advice=f"Correct {named}.", path=at)


def _lost(failure: LostAnswerError, said: str) -> Explanation:
    look = "Look for it in the Stitch web application before you apply again, and import it if it is there."
    match failure.search:
        case "absent":
            exists = "The provider searched for the object and did not find it, but it may still appear."
        case "several":
            listed = ", ".join(map(str, failure.candidates))
            exists = f"Several objects may be the one that was created: {listed}."
            look = "Import the right one, or delete it, before you apply again."
        case "removed":
            exists, look = "The provider removed what was created.", "Apply again."
        case "failed":
            exists = "The provider could not find out whether the object was created."
        case _:
            exists = "The object may have been created anyway."
    return Explanation(said=f"The answer was lost. {said}", exists=exists, advice=look)


_SETTING_ADVICE: Mapping[Setting, str] = {
    "certificates": "To trust another authority, set the provider's attribute ca_bundle or the environment variable "
    "STITCH_CA_BUNDLE to a file with its certificate in PEM format.",
    "proxy": "Check the proxy and the environment variable. To connect without a proxy, add the host to the "
    "environment variable NO_PROXY.",
}


def _unavailable(failure: UnavailableError, said: str) -> Explanation:
    tried = f"{said} {failure.attempts} attempts failed." if failure.attempts > 1 else said
    if failure.setting is not None:
        return Explanation(said=tried, advice=_SETTING_ADVICE[failure.setting])
    if failure.lasting:
        return Explanation(said=said, advice="Another attempt would fail in the same way. Correct the cause first.")
    if not failure.reached:
        return Explanation(said=tried, advice=_ADDRESS_ADVICE)
    return Explanation(said=tried, advice="Try again later.")


def sentence(text: str) -> str:
    """The text with a full stop."""
    stripped = text.strip()
    return stripped if not stripped or stripped[-1] in ".!?" else f"{stripped}."
