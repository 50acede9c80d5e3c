"""`stitch_region`, which is read without a token and without a call."""

from __future__ import annotations

import os

import httpx
import pytest

from fakes.core import fill
from fakes.processes import Processes
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.engine import data


def no_call(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"{request.method} {request.url}")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("STITCH_"):
            monkeypatch.delenv(name)


async def read(region: str | None = None, *, of_provider: str | None = None) -> data.Response:
    """The data source with this region, read by a provider that has no token, and only this region."""
    processes = Processes(lambda: StitchProvider(httpx.MockTransport(no_call)), {"region": of_provider})
    await processes.start()
    schema = processes.session.provider.data_sources["stitch_region"].schema
    request = data.Request(type_name="stitch_region", config=fill(schema.attributes, {"region": region}))
    response = await data.read_data(processes.session, request)
    await processes.stop()
    return response


async def test_a_region_shows_what_a_network_has_to_allow() -> None:
    response = await read("eu-central-1")
    assert response.diagnostics == ()
    assert response.state == {
        "region": "eu-central-1",
        "name": "Europe",
        "cidr_blocks": ("3.126.102.29/32", "18.158.16.164/32", "18.158.251.55/32", "52.57.235.168/32"),
        "saas_cidr_blocks": ("34.194.200.23/32", "34.198.232.34/32"),
        "import_api_url": "https://api.eu-central-1.stitchdata.com",
        "aws_account_id": "218546966473",
        "loader_roles": {
            "s3": "arn:aws:iam::218546966473:role/LoaderS3_eu_central_1",
            "databricks_delta": "arn:aws:iam::218546966473:role/LoaderDelta_eu_central_1",
        },
    }


async def test_the_region_of_the_provider_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ((await read(of_provider="eu-central-1")).state or {})["name"] == "Europe"
    monkeypatch.setenv("STITCH_REGION", "us-east-1")
    assert ((await read()).state or {})["name"] == "North America"
    assert ((await read("eu-central-1")).state or {})["name"] == "Europe"


async def test_without_a_region_the_error_names_every_way_to_set_it() -> None:
    response = await read()
    assert response.state is None
    (missing,) = response.diagnostics
    assert str(missing.path) == "region"
    for word in ("region of the provider", "STITCH_REGION", "Account Settings"):
        assert word in missing.detail
