from __future__ import annotations

import pytest

from stitch_provider.connect import (
    ConnectError,
    InvalidBaseUrlError,
    LostAnswerError,
    MalformedError,
    NotFoundError,
    OutOfTimeError,
    RefusedError,
    StoppedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.values.path import ROOT, Path

ACTION = 'create source "GitHub Widgets"'


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (UnauthorizedError, ("STITCH_API_TOKEN", "api_token", "app.stitchdata.com")),
        (InvalidBaseUrlError, ("base_url", "STITCH_BASE_URL")),
        (NotFoundError, ("no longer",)),
        (RefusedError, ("refused", "non-unique name (widgets).")),
        (UnavailableError, ("could not be reached", "later")),
        (LostAnswerError, ("may exist", "import")),
        (MalformedError, ("makes no sense",)),
        (StoppedError, ("asked to stop",)),
        (OutOfTimeError, ("timeouts",)),
        (ConnectError, ("non-unique name (widgets).",)),
    ],
)
def test_each_failure_says_what_happened_and_what_to_do(kind: type[ConnectError], words: tuple[str, ...]) -> None:
    explained = explain(kind("non-unique name (widgets)"), ACTION)
    assert explained.severity is Severity.ERROR
    assert explained.summary == 'Could not create source "GitHub Widgets"'
    assert explained.path == ROOT
    assert all(word in explained.detail for word in words), explained.detail


def test_a_refused_property_is_shown_at_its_attribute() -> None:
    refusal = RefusedError("properties do not match schema", bad_properties=("start_date", "port"))
    paths = {"port": Path.of("properties").key("port")}
    explained = explain(refusal, ACTION, paths=paths, path=Path.of("type"))
    assert explained.path == paths["port"]
    assert 'start_date, properties["port"]' in explained.detail


def test_other_refusals_are_shown_where_the_caller_says() -> None:
    assert explain(RefusedError("no"), ACTION, path=Path.of("display_name")).path == Path.of("display_name")
