from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from stitch_provider.terraform.protocol import stubs
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2

PROJECT = Path(__file__).parents[3]
STUBS = Path(stubs.__file__).parent


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    directory = tmp_path_factory.mktemp("stubs")
    subprocess.run([PROJECT / "scripts" / "generate-stubs", directory], env={"PYTHON": sys.executable}, check=True)
    return {path.name: path.read_text() for path in directory.iterdir()}


def test_the_committed_stubs_are_up_to_date(generated: dict[str, str]) -> None:
    committed = {path.name: path.read_text() for path in STUBS.iterdir() if "_pb2." in path.name}
    assert committed == generated, "run scripts/generate-stubs"


def test_the_stubs_are_compatible_with_the_minimum_version_of_protobuf() -> None:
    (made_for,) = [
        line.removeprefix("# Protobuf Python Version: ")
        for line in (STUBS / "tfplugin6_pb2.py").read_text().splitlines()
        if line.startswith("# Protobuf Python Version: ")
    ]
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    (protobuf,) = [wanted for wanted in project["dependencies"] if wanted.startswith("protobuf")]
    assert protobuf.startswith(f"protobuf>={made_for},")


def test_the_service_has_every_rpc_of_protocol_6_11() -> None:
    methods = tfplugin6_pb2.DESCRIPTOR.services_by_name["Provider"].methods
    assert len(methods) == 36
    assert {method.name for method in methods if method.server_streaming} == {
        "ListResource",
        "InvokeAction",
        "ReadStateBytes",
    }
    assert {method.name for method in methods if method.client_streaming} == {"WriteStateBytes"}
