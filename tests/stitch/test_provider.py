from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from stitch_provider.stitch.configuration import BaseUrl, ProviderModel, RegionName
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.stitch.provider_data import Partner
from stitch_provider.terraform.diagnostics import DiagnosticError, Severity
from stitch_provider.terraform.resource import ConfigureRequest, ConfigureResponse
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes
from stitch_provider.terraform.schema.consistency import inconsistencies
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import UNKNOWN, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.diagnostics import Diagnostic

VARIABLES = (
    "STITCH_API_TOKEN",
    "STITCH_BASE_URL",
    "STITCH_CLIENT_ID",
    "STITCH_REGION",
    "STITCH_PARTNER_ID",
    "STITCH_PARTNER_SECRET",
)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


class Recorder:
    """Answers every call with an empty list and keeps the requests."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.transport = httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json=[])


async def configure(
    recorder: Recorder | None = None,
    *,
    api_token: str | Unknown | None = None,
    base_url: str | Unknown | None = None,
    client_id: str | Unknown | None = None,
    region: str | Unknown | None = None,
    partner_id: str | Unknown | None = None,
    partner_secret: str | Unknown | None = None,
) -> ConfigureResponse[ProviderData]:
    provider = StitchProvider((recorder or Recorder()).transport)
    model = ProviderModel(
        api_token=api_token,
        base_url=base_url,
        client_id=client_id,
        region=region,
        partner_id=partner_id,
        partner_secret=partner_secret,
    )
    return await provider.configure(ConfigureRequest(config=model, stop=asyncio.Event(), terraform_version="1.11.4"))


async def refused(**config: str | None) -> tuple[Diagnostic, ...]:
    """The errors that end a configuration."""
    with pytest.raises(DiagnosticError) as raised:
        await configure(**config)  # type: ignore[arg-type]
    return raised.value.diagnostics


async def test_configuring_the_provider_calls_nothing() -> None:
    recorder = Recorder()
    configured = await configure(recorder, api_token="ac_made_up", client_id="204417")
    assert configured.diagnostics == ()
    assert configured.provider_data is not None
    assert configured.provider_data.client_id == "204417"
    assert recorder.requests == []
    await configured.provider_data.connect.sources.list()
    (request,) = recorder.requests
    assert request.url == "https://api.stitchdata.com/v4/sources"
    assert request.headers["Authorization"] == "Bearer ac_made_up"
    assert "(Terraform or OpenTofu 1.11.4)" in request.headers["User-Agent"]
    await StitchProvider().close(configured.provider_data)


async def test_environment_variables_are_used_for_what_is_not_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder()
    monkeypatch.setenv("STITCH_API_TOKEN", "ac_from_environment")
    monkeypatch.setenv("STITCH_BASE_URL", "https://stitch.acme.example")
    monkeypatch.setenv("STITCH_CLIENT_ID", "1")
    configured = await configure(recorder)
    assert configured.provider_data is not None
    assert configured.provider_data.client_id == "1"
    await configured.provider_data.connect.sources.list()
    assert recorder.requests[0].url.host == "stitch.acme.example"
    assert recorder.requests[0].headers["Authorization"] == "Bearer ac_from_environment"
    await configured.provider_data.connect.aclose()


async def test_the_configuration_takes_precedence_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", "1")
    configured = await configure(api_token="ac_made_up", client_id="2")
    assert configured.provider_data is not None
    assert configured.provider_data.client_id == "2"


@pytest.mark.parametrize("token", [None, ""])
async def test_a_missing_token_is_an_error_where_something_needs_it(token: str | None) -> None:
    configured = await configure(api_token=token)
    assert configured.diagnostics == ()
    assert configured.provider_data is not None
    with pytest.raises(DiagnosticError) as raised:
        _ = configured.provider_data.connect
    (missing,) = raised.value.diagnostics
    for word in ("api_token", "STITCH_API_TOKEN", "Account Settings", "API access keys", "app.stitchdata.com"):
        assert word in missing.detail
    await StitchProvider().close(configured.provider_data)


async def test_a_partner_needs_no_token_until_something_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_PARTNER_SECRET", "oc_made_up")
    configured = await configure(partner_id="oc_partner")
    assert configured.diagnostics == ()
    assert configured.provider_data is not None
    assert configured.provider_data.partner == Partner("oc_partner", "oc_made_up")
    assert "oc_made_up" not in repr(configured.provider_data)
    with pytest.raises(DiagnosticError) as raised:
        _ = configured.provider_data.connect
    assert "STITCH_API_TOKEN" in raised.value.diagnostics[0].detail
    await StitchProvider().close(configured.provider_data)


@pytest.mark.parametrize("name", ["api_token", "base_url", "client_id", "region", "partner_id", "partner_secret"])
async def test_an_unknown_configuration_is_no_error_and_gives_no_provider_data(name: str) -> None:
    known = {"api_token": "ac_made_up", "base_url": None, "client_id": None}
    configured = await configure(**(known | {name: UNKNOWN}))  # type: ignore[arg-type]
    assert configured == ConfigureResponse(provider_data=None)


@pytest.mark.parametrize(
    "url",
    [
        "no address at all",
        "ftp://api.acme.example",
        "https://",
        "https://a.example:port",
        "https://someone:s3cret@api.acme.example",
        "https://api.acme.example?token=s3cret",
    ],
)
async def test_a_base_url_that_cannot_be_one_is_an_error_wherever_it_comes_from(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (validated,) = BaseUrl().validate(url, Path.of("base_url"))
    assert validated.severity is Severity.ERROR
    assert validated.path == Path.of("base_url")
    assert "s3cret" not in validated.detail
    monkeypatch.setenv("STITCH_BASE_URL", url)
    assert await refused(api_token="ac_made_up") == (validated,)


@pytest.mark.parametrize(
    ("url", "severities"),
    [
        ("https://api.stitchdata.com", []),
        ("http://127.0.0.1:8080", []),
        ("http://localhost:8080/", []),
        ("http://stitch.acme.example", [Severity.WARNING]),
    ],
)
def test_a_base_url_without_encryption_is_a_warning_unless_it_is_this_machine(
    url: str, severities: list[Severity]
) -> None:
    assert [each.severity for each in BaseUrl().validate(url, Path.of("base_url"))] == severities


@pytest.mark.parametrize("url", ["http://stitch.acme.example", "HTTP://stitch.acme.example"])
async def test_a_base_url_without_encryption_gets_one_warning_wherever_it_comes_from(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (warned,) = BaseUrl().validate(url, Path.of("base_url"))
    configured = await configure(api_token="ac_made_up", base_url=url)
    assert (configured.provider_data is None, configured.diagnostics) == (False, ())
    monkeypatch.setenv("STITCH_BASE_URL", url)
    configured = await configure(api_token="ac_made_up")
    assert (configured.provider_data is None, configured.diagnostics) == (False, (warned,))


async def test_a_region_that_stitch_does_not_have_is_an_error_wherever_it_comes_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (validated,) = RegionName().validate("eu-west-1", Path.of("region"))
    assert "STITCH_REGION" in validated.detail
    assert '"us-east-1" or "eu-central-1"' in validated.detail
    monkeypatch.setenv("STITCH_REGION", "eu-west-1")
    assert await refused() == (validated,)


async def test_the_region_does_not_change_the_address_of_the_api() -> None:
    recorder = Recorder()
    configured = await configure(recorder, api_token="ac_made_up", region="eu-central-1")
    assert configured.provider_data is not None
    await configured.provider_data.connect.sources.list()
    assert recorder.requests[0].url.host == "api.stitchdata.com"
    await StitchProvider().close(configured.provider_data)


async def test_a_malformed_account_id_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", "acme")
    (malformed,) = await refused(api_token="ac_made_up")
    assert malformed.path == Path.of("client_id")
    assert "STITCH_CLIENT_ID" in malformed.detail


async def test_every_problem_of_a_configuration_is_shown_at_once() -> None:
    found = await refused(base_url="https://", client_id="acme")
    assert [str(each.path) for each in found] == ["base_url", "client_id"]


async def test_a_malformed_token_is_not_repeated_and_not_said_to_be_refused_by_stitch() -> None:
    (malformed,) = await refused(api_token="ac_line\nbreak")
    assert malformed.path == Path.of("api_token")
    assert malformed.summary == "Could not use the API access token"
    assert "contains a line break" in malformed.detail
    assert "STITCH_API_TOKEN" in malformed.detail
    assert "not accept" not in malformed.detail
    assert "ac_line" not in malformed.detail


def described(attributes: Mapping[str, Attribute], path: str) -> Iterator[tuple[str, str]]:
    for name, attribute in attributes.items():
        yield f"{path}.{name}", attribute.description
        if isinstance(attribute.type, NestedAttributes):
            yield from described(attribute.type.attributes, f"{path}.{name}")


def test_every_schema_is_consistent_and_every_attribute_has_a_description() -> None:
    provider = StitchProvider()
    schemas = {"provider": provider.schema} | {
        f"{kind}.{name}": each.schema
        for kind, offered in (
            ("resource", provider.resources),
            ("data", provider.data_sources),
            ("list", provider.list_resources),
            ("ephemeral", provider.ephemeral_resources),
        )
        for name, each in offered.items()
    }
    for name, schema in schemas.items():
        assert schema.description, name
        for path, description in described(schema.attributes, name):
            assert description.endswith("."), path
        assert list(inconsistencies(schema)) == [], name


def test_token_and_secret_are_sensitive() -> None:
    attributes = StitchProvider().schema.attributes
    assert [name for name, each in attributes.items() if each.sensitive] == ["api_token", "partner_secret"]
