"""The provider's settings for the network, from the configuration and from the environment."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import httpx
import pytest

from connect.service import Service
from connect.virtual_time import in_virtual_time, now
from fakes.authority import Authority
from fakes.loopback import OK, served
from stitch_provider.connect import UnavailableError
from stitch_provider.connect.limits import DEFAULT_LIMITS
from stitch_provider.stitch.configuration import SCHEMA, ProviderModel, complete, problems
from stitch_provider.stitch.network import NetworkModel
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import ConfigureRequest
from stitch_provider.terraform.schema.validation import validate_config
from stitch_provider.terraform.values.path import Path as At
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

    from stitch_provider.connect.limits import Limits
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.diagnostics import Diagnostic

NAMES = NetworkModel.__struct_fields__


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("STITCH_", "SSL_CERT_")):
            monkeypatch.delenv(name)


def limits(**config: str | int) -> Limits:
    settings = complete(ProviderModel(**config))  # type: ignore[arg-type]
    assert settings is not None
    return settings.network.limits()


def found(**config: str | int) -> tuple[Diagnostic, ...]:
    """The problems of a configuration with a token."""
    model = ProviderModel(api_token="ac_made_up", **config)  # type: ignore[arg-type]
    settings = complete(model)
    assert settings is not None
    return tuple(problems(model, settings))


def test_what_is_not_set_has_the_usual_limits() -> None:
    assert limits() == DEFAULT_LIMITS


def test_every_setting_can_be_configured() -> None:
    changed = limits(request_timeout="20s", max_attempts=3, max_retry_wait="5s")
    assert (changed.answer, changed.attempts, changed.pause) == (20, 3, 5)


def test_every_setting_can_be_set_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_REQUEST_TIMEOUT", "20s")
    monkeypatch.setenv("STITCH_MAX_ATTEMPTS", "3")
    monkeypatch.setenv("STITCH_MAX_RETRY_WAIT", "5s")
    assert limits() == limits(request_timeout="20s", max_attempts=3, max_retry_wait="5s")
    assert limits(max_attempts=4).attempts == 4


def test_a_longer_request_timeout_leaves_time_for_another_attempt() -> None:
    changed = limits(request_timeout="10m")
    assert changed.failing > changed.answer
    assert changed.call > changed.failing
    assert changed.rationed >= changed.call


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_that_is_unknown_leaves_the_provider_unconfigured(name: str) -> None:
    assert complete(ProviderModel(**{name: UNKNOWN})) is None


INVALID = {
    "request_timeout": ["soon", "0s", "500ms", "2h", "60"],
    "max_attempts": ["0", "101", "-1", "2.5", "many", "1000000000"],
    "max_retry_wait": ["soon", "0s", "2h"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in INVALID.items() for value in values])
def test_an_invalid_setting_is_an_error_that_names_attribute_variable_and_range(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"STITCH_{name.upper()}", value)
    (invalid,) = found()
    assert invalid.path == At.of(name)
    assert name in invalid.detail
    assert f"STITCH_{name.upper()}" in invalid.detail
    assert " from 1" in invalid.detail


@pytest.mark.parametrize(
    ("name", "value"), [("request_timeout", "2h"), ("max_attempts", 0), ("max_retry_wait", "0s"), ("max_attempts", 101)]
)
def test_an_invalid_setting_is_an_error_of_validate(name: str, value: str | int) -> None:
    config = dict.fromkeys(SCHEMA.attributes) | {name: value}
    assert [each.path for each in validate_config(SCHEMA, config)] == [At.of(name)]


def test_a_file_of_certificates_is_checked_before_the_first_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(ca_bundle=str(Authority(tmp_path).certificate)) == ()
    monkeypatch.setenv("STITCH_CA_BUNDLE", str(tmp_path / "gone.pem"))
    (invalid,) = found()
    assert invalid.path == At.of("ca_bundle")
    for word in ("gone.pem cannot be read", "ca_bundle", "STITCH_CA_BUNDLE"):
        assert word in invalid.detail


def test_a_path_of_certificates_with_a_null_character_is_an_error() -> None:
    (invalid,) = found(ca_bundle="a\0b")
    assert (invalid.path, "null character" in invalid.detail) == (At.of("ca_bundle"), True)


async def configured(service: Service | None = None, **config: str | int) -> ProviderData:
    """A provider with this configuration, for a service in memory or else for one that is listening."""
    model = ProviderModel(api_token="ac_made_up", **config)  # type: ignore[arg-type]
    request = ConfigureRequest(config=model, stop=asyncio.Event(), terraform_version="1.11.4")
    provider = StitchProvider(None if service is None else service.transport)
    data = (await provider.configure(request)).provider_data
    assert data is not None
    return data


@in_virtual_time
async def test_a_request_ends_after_its_timeout_and_is_repeated_as_often_as_configured() -> None:
    service = Service(latency=1000)
    began = now()
    with pytest.raises(UnavailableError) as caught:
        await (await configured(service, request_timeout="3s", max_attempts=2)).connect.destinations.list()
    assert caught.value.attempts == len(service.calls) == 2
    assert 6 <= now() - began < 7


@in_virtual_time
async def test_too_many_requests_is_repeated_beyond_the_attempts() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(429)] * 8
    await (await configured(service, max_attempts=1)).connect.destinations.list()
    assert len(service.calls) == 9


@in_virtual_time
async def test_no_wait_is_longer_than_configured() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(429)] * 20
    began = now()
    await (await configured(service, max_retry_wait="1s")).connect.destinations.list()
    assert now() - began <= 20


@in_virtual_time
async def test_a_request_fails_where_stitch_asks_for_a_longer_wait_than_configured() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(429, headers={"Retry-After": "30"})]
    with pytest.raises(UnavailableError, match="it requires a wait of 30 s"):
        await (await configured(service, max_retry_wait="20s")).connect.destinations.list()


async def test_the_configured_certificates_are_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with served(OK, authority.server()) as (address, _):
        data = await configured(base_url=f"https://{address}", ca_bundle=str(authority.certificate))
        listed = await data.connect.destinations.list()
        await StitchProvider().close(data)
        assert len(listed.all()) == 0


async def test_a_refused_certificate_is_an_error_that_says_what_to_set(tmp_path: Path) -> None:
    async with served(OK, Authority(tmp_path).server()) as (address, _):
        data = await configured(base_url=f"https://{address}")
        with pytest.raises(DiagnosticError) as raised, data.explaining("list the destinations"):
            await data.connect.destinations.list()
        await StitchProvider().close(data)
    (refused,) = raised.value.diagnostics
    for word in ("local issuer certificate", "trusted certificates are those of", "ca_bundle", "STITCH_CA_BUNDLE"):
        assert word in refused.detail
