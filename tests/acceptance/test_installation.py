"""The engine finds the provider that `install` has put into the home of a user, without a CLI configuration."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stitch_provider import __version__
from stitch_provider.installation import packages
from stitch_provider.installation.interpreter import Interpreter
from stitch_provider.installation.launcher import Launcher
from stitch_provider.installation.mirrors import HOSTS, Place, platforms
from stitch_provider.installation.packages import Package

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engines.terraform import Terraform

README = (Path(__file__).parents[2] / "README.md").read_text()
VENV = "~/.local/share/stitch-provider"
INSTALL = re.compile(rf"^{VENV}/bin/terraform-provider-stitch install$", re.MULTILINE)
FEED = 'resource "stitch_source" "feed" {\n  type = "import_api"\n  display_name = "Feed"\n}\n'


def user(home: Path) -> Mapping[str, str]:
    """The environment of a user whose home contains the virtual environment of the README. It is a link to this one."""
    venv = Path(VENV.replace("~", str(home)))
    venv.parent.mkdir(parents=True)
    venv.symlink_to(sys.prefix)
    return {"HOME": str(home), "TF_CLI_CONFIG_FILE": os.devnull}


def run(command: str, environment: Mapping[str, str], directory: Path) -> str:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("STITCH_", "XDG_"))}
    return subprocess.run(
        ["/bin/sh", "-euc", command],
        cwd=directory,
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


@pytest.mark.every_engine
@pytest.mark.own_processes
def test_users_with_different_environments_share_a_lock_file(terraform: Terraform, tmp_path: Path) -> None:
    ada, ben = user(tmp_path / "ada"), user(tmp_path / "ben's home")
    (install,) = INSTALL.findall(README)
    run(install, ada, tmp_path)
    run(f"{VENV}/bin/python -I -m stitch_provider install", ben, tmp_path)
    interpreters = {path.read_text() for path in tmp_path.glob("*/.terraform.d/plugins/**/python-environment")}
    assert len(interpreters) == 2

    terraform.write(FEED)
    terraform.run("init", environment=ada)
    terraform.run("apply", "-auto-approve", environment=ada)
    terraform.run("init", "-lockfile=readonly", environment=ben)
    terraform.run("plan", "-detailed-exitcode", environment=ben)

    settings = terraform.account.environment
    report = run(
        f"{VENV}/bin/terraform-provider-stitch doctor --json", {**ben, **settings}, terraform.workspace.directory
    )
    results = {each["check"]: (each["result"], each["found"]) for each in json.loads(report)["findings"]}
    assert results["lock_file"][0] == "ok"
    assert f"selects version {__version__}" in results["lock_file"][1]
    assert results["account"][0] == "ok"


@pytest.mark.own_processes
def test_the_version_that_terraform_selects_is_the_one_that_runs(terraform: Terraform, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": os.devnull}
    places = [Place(tmp_path / ".terraform.d" / "plugins", host, "0.0.9", platforms()[0]) for host in HOSTS]
    packages.write([Package(each, Launcher("0.0.9", "sha256:0")) for each in places], Interpreter(sys.executable, "-I"))
    terraform.write(FEED)
    terraform.run("init", environment=home)
    output = " ".join(terraform.run("plan", "-no-color", expect=1, environment=home).stderr.replace("│", "").split())
    assert f"this is version 0.0.9, but the Python environment contains {__version__}. Run" in output
