"""Refusals: what the user reads when a call of the Connect API fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.connect.errors import (
    ConnectError,
    InvalidBaseUrlError,
    LostAnswerError,
    MalformedError,
    NotFoundError,
    OutOfTimeError,
    StoppedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEY_ADVICE = (
    "Create an API access key in the Stitch web application (https://app.stitchdata.com) under Account Settings, "
    "API access keys, and hand it over as the environment variable STITCH_API_TOKEN or the provider's attribute "
    "api_token."
)

_NO_PATHS: Mapping[str, Path] = {}


def explain(
    refusal: ConnectError, action: str, *, paths: Mapping[str, Path] = _NO_PATHS, path: Path = ROOT
) -> Diagnostic:
    """The error to show when `action`, such as 'create source "GitHub Widgets"', ended in `refusal`.

    `paths` maps names of properties that the service may complain about to their attributes. The diagnostic stands
    at the first of them that it does complain about, else at `path`.
    """
    bad = refusal.bad_properties
    at = next((paths[name] for name in bad if name in paths), path)
    return error(f"Could not {action}", _detail(refusal, bad, paths), at)


def _detail(refusal: ConnectError, bad: Sequence[str], paths: Mapping[str, Path]) -> str:
    said = sentence(refusal.message)
    match refusal:
        case UnauthorizedError():
            text = (
                "Stitch does not accept the API access token: it is wrong, disabled or deleted, or belongs to another "
                f"account. {KEY_ADVICE}"
            )
        case InvalidBaseUrlError():
            text = f"{said} Correct the provider's attribute base_url or the environment variable STITCH_BASE_URL."
        case NotFoundError():
            text = f"Stitch does not have it, or no longer. {said}"
        case StoppedError():
            text = "Terraform asked to stop before this was done. Apply again to carry on."
        case OutOfTimeError():
            text = f"{said} Allow more time in the attribute timeouts, or apply again to carry on."
        case LostAnswerError():
            text = (
                f"The answer was lost, so it may exist all the same. {said} Look for it in the Stitch web application "
                "before you apply again, and import it if it is there."
            )
        case UnavailableError():
            text = f"Stitch could not be reached or failed, repeated attempts included. {said} Try again later."
        case MalformedError():
            text = f"Stitch gave an answer that makes no sense to this provider. {said}"
        case _ if bad:
            named = ", ".join(str(paths.get(name, name)) for name in bad)
            text = f"Stitch refused: {said} It does not accept {named}; change what stands there."
        case _:
            text = f"Stitch refused: {said}"
    return text


def absent(noun: str, id_: object, path: Path) -> Diagnostic:
    """The error at `path` for an id of something that is not there."""
    return error(f"No such {noun}", f"The account has no {noun} {id_}, or it was deleted.", path)


def sentence(text: str) -> str:
    """The service's words with a full stop."""
    stripped = text.strip()
    return stripped if not stripped or stripped[-1] in ".!?" else f"{stripped}."
