"""Terraform finds the provider in the directory of the README, without a CLI configuration."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

import pytest

from stitch_provider import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from engines.terraform import Terraform

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


@pytest.mark.every_engine
def test_init_finds_the_linked_provider(terraform: Terraform, provider: Path, tmp_path: Path) -> None:
    architecture = ARCHITECTURES.get(platform.machine(), platform.machine())
    address = f"registry.terraform.io/stitchdata/stitch/{__version__}"
    plugins = tmp_path / ".terraform.d" / "plugins" / address / f"{platform.system().lower()}_{architecture}"
    plugins.mkdir(parents=True)
    (plugins / f"terraform-provider-stitch_v{__version__}").symlink_to(provider)

    at_home = {"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": os.devnull}
    terraform.write('resource "stitch_source" "feed" {\n  type = "import_api"\n  display_name = "Feed"\n}\n')
    terraform.run("init", environment=at_home)
    terraform.run("apply", "-auto-approve", environment=at_home)
    terraform.run("plan", "-detailed-exitcode", environment=at_home)
