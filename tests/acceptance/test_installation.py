"""The engine finds the provider where the README links it, without a CLI configuration."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform

README = Path(__file__).parents[2] / "README.md"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


@pytest.mark.every_engine
def test_init_finds_the_provider_that_the_commands_of_the_readme_link(
    terraform: Terraform, provider: Path, tmp_path: Path
) -> None:
    installed = tmp_path / ".local" / "share" / "stitch-provider" / "bin" / provider.name
    installed.parent.mkdir(parents=True)
    installed.symlink_to(provider)
    (commands,) = re.findall(r"^for registry .*?^done$", README.read_text(), re.MULTILINE | re.DOTALL)
    architecture = ARCHITECTURES.get(platform.machine(), platform.machine())
    here = commands.replace("linux_amd64", f"{platform.system().lower()}_{architecture}")
    subprocess.run(["/bin/sh", "-euc", here], env={**os.environ, "HOME": str(tmp_path)}, check=True)

    at_home = {"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": os.devnull}
    terraform.write('resource "stitch_source" "feed" {\n  type = "import_api"\n  display_name = "Feed"\n}\n')
    terraform.run("init", environment=at_home)
    terraform.run("apply", "-auto-approve", environment=at_home)
    terraform.run("plan", "-detailed-exitcode", environment=at_home)
