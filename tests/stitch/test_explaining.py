from __future__ import annotations

import pytest
from msgspec.structs import replace

from stitch_provider.connect import (
    ConnectError,
    InvalidBaseUrlError,
    InvalidBundleError,
    LostAnswerError,
    MalformedError,
    NotFoundError,
    OutOfTimeError,
    RefusedError,
    StoppedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.stitch.explaining import Explanation, explaining
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, Severity, error
from stitch_provider.terraform.values.path import ROOT, Path

TRIED = 'create source "GitHub Widgets"'


def explained(failure: ConnectError, **call: object) -> Diagnostic:
    with pytest.raises(DiagnosticError) as raised, explaining(TRIED, **call):  # type: ignore[arg-type]
        raise failure
    assert raised.value.__cause__ is failure
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (UnauthorizedError("no"), ("does not accept the API access token", "STITCH_API_TOKEN", "app.stitchdata.com")),
        (UnauthorizedError("no", credentials="partner"), ("partner's credentials", "STITCH_PARTNER_SECRET")),
        (UnauthorizedError("the token is empty", sent=False), ("the token is empty.", "STITCH_API_TOKEN")),
        (InvalidBaseUrlError("no host"), ("no host.", "base_url", "STITCH_BASE_URL")),
        (InvalidBundleError("no certificate"), ("no certificate.", "ca_bundle", "STITCH_CA_BUNDLE")),
        (NotFoundError("there is no source 1"), ("does not exist", "there is no source 1.")),
        (RefusedError("non-unique name (widgets)"), ("Stitch refused: non-unique name (widgets).",)),
        (UnavailableError("503", attempts=6, reached=True), ("6 attempts failed.", "Try again later.")),
        (UnavailableError("no connection", attempts=2, reached=False), ("2 attempts failed.", "STITCH_BASE_URL")),
        (UnavailableError("the certificate has expired", attempts=1, lasting=True), ("Correct the cause first.",)),
        (UnavailableError("refused", lasting=True, setting="certificates"), ("ca_bundle", "STITCH_CA_BUNDLE")),
        (UnavailableError("failed", attempts=6, setting="proxy"), ("6 attempts failed.", "NO_PROXY")),
        (LostAnswerError("timeout", search="none"), ("answer was lost", "may have been created", "import it")),
        (LostAnswerError("timeout", search="absent"), ("did not find it", "import it")),
        (LostAnswerError("timeout", search="failed"), ("could not find out", "import it")),
        (LostAnswerError("timeout", search="several", candidates=(4, 5)), ("4, 5", "Import the right one")),
        (MalformedError("GET /v4/sources: not JSON"), ("cannot be understood. GET /v4/sources: not JSON.", "base_url")),
        (StoppedError("stopped"), ("was stopped before this was done", "Apply again.")),
        (OutOfTimeError("the time is over"), ("the time is over.", "timeouts")),
        (ConnectError("anything"), ("anything.",)),
    ],
)
def test_each_failure_says_what_happened_and_what_to_do(failure: ConnectError, words: tuple[str, ...]) -> None:
    shown = explained(failure)
    assert shown.severity is Severity.ERROR
    assert shown.summary == 'Could not create source "GitHub Widgets"'
    assert shown.path == ROOT
    assert all(word in shown.detail for word in words), shown.detail


def test_one_attempt_is_not_called_several() -> None:
    assert "attempts" not in explained(UnavailableError("503", attempts=1, reached=True)).detail


@pytest.mark.parametrize("search", ["none", "absent", "failed"])
def test_a_lost_answer_gives_each_advice_once(search: str) -> None:
    shown = explained(LostAnswerError("POST /v4/sources: no answer", search=search))  # type: ignore[arg-type]
    assert shown.detail.lower().count("look for it") == 1


def test_the_order_is_what_was_said_what_exists_and_what_to_do() -> None:
    refused = RefusedError("no such port", bad_properties=("port",))
    shown = explained(refused, exists="The source is unchanged.", paths={"port": Path.of("properties").key("port")})
    assert shown.detail == 'Stitch refused: no such port. The source is unchanged. Correct properties["port"].'


def test_a_refused_property_is_shown_at_its_attribute() -> None:
    refusal = RefusedError("properties do not match schema", bad_properties=("start_date", "port"))
    paths = {"port": Path.of("properties").key("port")}
    shown = explained(refusal, paths=paths, path=Path.of("type"))
    assert shown.path == paths["port"]
    assert 'start_date, properties["port"]' in shown.detail


def test_other_failures_are_shown_where_the_caller_says() -> None:
    assert explained(RefusedError("no"), path=Path.of("display_name")).path == Path.of("display_name")


def test_an_object_that_does_not_exist_gets_the_callers_error() -> None:
    missing = error("No such source", "Correct source_id.")
    assert explained(NotFoundError("there is no source 1"), missing=missing) == missing
    assert explained(RefusedError("no"), missing=missing) != missing


def test_the_caller_can_refine_an_explanation() -> None:
    def refine(failure: ConnectError, explanation: Explanation) -> Explanation:
        assert failure.code == "already_running"
        return replace(explanation, advice="Wait for the job that is running.")

    shown = explained(RefusedError("busy", code="already_running"), refine=refine)
    assert shown.detail == "Stitch refused: busy. Wait for the job that is running."


def test_secrets_and_control_characters_do_not_reach_the_user() -> None:
    refused = RefusedError('bad "s3cr\\u00e9t" \x1b[31mred', bad_properties=("s3crét",))
    shown = explained(refused, secrets=["s3crét"])
    assert shown.detail == 'Stitch refused: bad "(hidden)" red. Correct (hidden).'


def test_other_exceptions_pass_unchanged() -> None:
    with pytest.raises(KeyError), explaining(TRIED):
        raise KeyError
