"""Accounts and states in which operations start. Each is made once and copied for every run."""

from __future__ import annotations

import fcntl
import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaign.scenarios import complete
from campaign.service import running_service
from rehearsal.engine import Engine
from rehearsal.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaign.scenarios import Scenario

_STATE, _DATABASE, _IMPORT_ID = "terraform.tfstate", "account.db", "import-id"


class TemplateError(Exception):
    """The start of an operation could not be made. The text has the output of Terraform."""


@dataclass(frozen=True, slots=True)
class Template:
    """A state, a database of the simulator, and the import id of the resource."""

    directory: Path

    @property
    def import_id(self) -> str:
        """The import id of the resource; empty if the operation is no import."""
        return (self.directory / _IMPORT_ID).read_text()

    def copy(self, workspace: Path, database: Path) -> None:
        """Copy the state into a workspace, and the database to a path."""
        if (self.directory / _STATE).exists():
            shutil.copy(self.directory / _STATE, workspace / _STATE)
        shutil.copy(self.directory / _DATABASE, database)


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates in a directory, which several processes can use."""

    directory: Path
    engine: Engine
    provider: Path

    def of(self, scenario: Scenario) -> Template:
        """The template of a scenario, which is made if it does not exist."""
        made = self.directory / f"{scenario.lifecycle.type_name}-{scenario.start}"
        self.directory.mkdir(parents=True, exist_ok=True)
        with _locked(made.with_suffix(".lock")):
            if not made.exists():
                unfinished = made.with_suffix(".unfinished")
                self._make(scenario, unfinished)
                unfinished.rename(made)
        return Template(made)

    def _make(self, scenario: Scenario, directory: Path) -> None:
        life = scenario.lifecycle
        texts = [life.around]
        if scenario.start != "around":
            texts.append(life.configuration(life.created))
        if scenario.start == "importable" and life.updated is not None:
            texts.append(life.configuration(life.updated))
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir()
        database = directory / _DATABASE
        with running_service(self.provider, database) as service:
            environment = {**service.account.environment, **life.environment}
            workspace = Workspace(directory, self.engine, self.provider, environment)
            workspace.prepare()
            for text in filter(None, texts):
                workspace.write(complete(text, self.engine))
                applied = workspace.terraform("apply", "-auto-approve", "-no-color")
                if applied.code:
                    raise TemplateError(f"{scenario} cannot start:\n{applied.output}")
        import_id = _forget(directory / _STATE, scenario) if scenario.start == "importable" else ""
        (directory / _IMPORT_ID).write_text(import_id)


def _forget(file: Path, scenario: Scenario) -> str:
    """Remove the resource from the state; returns its import id."""
    life = scenario.lifecycle
    state = json.loads(file.read_text())
    attributes: dict[str, Any] = {}
    for resource in list(state["resources"]):
        if (resource["type"], resource["name"]) == (life.type_name, "it"):
            attributes = resource["instances"][0]["attributes"]
            state["resources"].remove(resource)
    file.write_text(json.dumps(state))
    return (life.import_id or "").format_map(attributes)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
