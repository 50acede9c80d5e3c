"""Terraform commands for tests. They assert exit codes and return plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.contents import Contents, disagreements, of_account, of_state
from rehearsal.simulator import Simulator
from rehearsal.workspace import Run, Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADER = """
terraform {
  required_providers {
    stitch = {
      source = "stitchdata/stitch"
    }
  }
}
"""

OVERRIDE_WARNING = "Provider development overrides are in effect"
"""A warning that Terraform prints for every command in these tests."""

PROVIDER = 'provider "stitch" {}\n'


@dataclass(frozen=True, slots=True)
class Terraform:
    """A configuration under test. Every command asserts its exit code; a failure shows the output of Terraform."""

    workspace: Workspace
    account: Simulator
    database: Path | None = None
    """The file in which the simulator keeps the account. If it is known, each command that applies is checked."""

    def write(self, text: str, *, provider: str = PROVIDER) -> None:
        """Write the configuration. The required provider is added."""
        self.workspace.write(HEADER + provider, "provider.tf")
        self.workspace.write(text)

    def run(
        self, *arguments: str, expect: int = 0, environment: Mapping[str, str] | None = None, forgets: bool = False
    ) -> Run:
        """Run any command. What it applies, also if it fails, must be the same in the account and in the state.

        With `forgets`, objects can leave the state and stay in the account.
        """
        assert "TF_REATTACH_PROVIDERS" not in self.workspace.environment or _only_of_terraform(environment or {}), (
            "a process that is attached to does not get these variables: mark the test with `own_processes`"
        )
        applies = arguments[0] in {"apply", "destroy"}
        before = self.contents() if applies else None
        run = self.workspace.terraform(*arguments, environment=environment)
        assert run.code == expect, f"terraform {' '.join(arguments)} exited with {run.code}:\n{run.output}"
        if before is not None:
            assert disagreements(before, self.contents() or before, forgets=forgets) == []
        return run

    def contents(self) -> Contents | None:
        """The objects in the account and in the state. None if the file of the account is not known."""
        if self.database is None:
            return None
        return Contents(of_account(self.database), of_state(self.workspace.directory / "terraform.tfstate"))

    def apply(self, *arguments: str, expect: int = 0, forgets: bool = False) -> Run:
        """Plan and apply."""
        return self.run("apply", "-auto-approve", "-json", *arguments, expect=expect, forgets=forgets)

    def import_generated(self, address: str, source: str) -> None:
        """Generate the configuration of an existing object and import it, which changes nothing.

        `source` is the attribute `id` or `identity` of the import block. The block has `provider` until the resource is
        in the configuration: Terraform 1.16 and later require it before, and no version accepts it after that.
        """
        block = f"import {{\n  to = {address}\n  {source}\n%s}}\n"
        self.write(block % "  provider = stitch\n")
        self.run("plan", "-generate-config-out=generated.tf")
        self.write(block % "")
        assert self.actions() == {address: "import"}
        self.apply()
        self.expect_no_changes()

    def destroy(self, *arguments: str) -> Run:
        """Destroy everything."""
        return self.run("destroy", "-auto-approve", "-json", *arguments)

    def actions(self, *arguments: str) -> dict[str, str]:
        """The actions of a plan by resource address: `create`, `update`, `replace`, `delete` or `import`."""
        events = self.run("plan", "-json", *arguments).events()
        changes = (event["change"] for event in events if event["type"] == "planned_change")
        return {change["resource"]["addr"]: change["action"] for change in changes if change["action"] != "noop"}

    def expect_no_changes(self, *arguments: str) -> None:
        """Assert that a plan is empty."""
        self.run("plan", "-detailed-exitcode", *arguments)

    def changed(self, address: str, *arguments: str) -> set[str]:
        """The attributes of one resource that a plan changes from known values to other known values."""
        change = self.planned(address, *arguments)
        before, after = change["before"], change["after"]
        return {name for name in before if name in after and before[name] != after[name]}

    def planned(self, address: str, *arguments: str) -> dict[str, Any]:
        """The change of one resource in a plan: `actions`, `before`, `after`, `after_unknown` and more."""
        changes = self.plan_document(*arguments)["resource_changes"]
        return next(each["change"] for each in changes if each["address"] == address)

    def plan_document(self, *arguments: str) -> dict[str, Any]:
        """A whole plan as JSON."""
        self.run("plan", "-out=saved.tfplan", *arguments)
        document: dict[str, Any] = self.run("show", "-json", "saved.tfplan").json()
        return document

    def state(self) -> dict[str, dict[str, Any]]:
        """The attributes of every resource in the state, by address."""
        values = self.run("show", "-json").json().get("values", {})
        resources = values.get("root_module", {}).get("resources", [])
        return {resource["address"]: resource["values"] for resource in resources}

    def outputs(self) -> dict[str, Any]:
        """The values of the outputs."""
        return {name: output["value"] for name, output in self.run("output", "-json").json().items()}

    def errors(self, *command: str, environment: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
        """The errors with which a command fails."""
        return self._diagnostics("error", 1, command, environment)

    def warnings(self, *command: str) -> list[dict[str, Any]]:
        """The warnings of a command that succeeds."""
        return self._diagnostics("warning", 0, command, None)

    def _diagnostics(
        self, severity: str, code: int, command: tuple[str, ...], environment: Mapping[str, str] | None
    ) -> list[dict[str, Any]]:
        run = self.run(*command, "-json", expect=code, environment=environment)
        found = run.json()["diagnostics"] if command[0] == "validate" else run.diagnostics()
        ours = (each for each in found if each["summary"] != OVERRIDE_WARNING)
        return [each for each in ours if each["severity"] == severity]


def _only_of_terraform(environment: Mapping[str, str]) -> bool:
    """Whether none of the variables is one that the provider also reads, such as those of Stitch and of proxies."""
    return all(name.startswith("TF_") for name in environment)
